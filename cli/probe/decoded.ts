/** A text of a URL without its percent signs; as it is where they stand for nothing. */
export function decoded(text: string): string {
    try {
        return decodeURIComponent(text);
    } catch {
        return text;
    }
}
