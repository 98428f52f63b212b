/** Without control characters, line breaks apart: answers come from others, and may hold what moves a terminal's cursor. */
export function printable(text: string): string {
    return text.replace(/(?!\n)\p{Cc}/gu, "\ufffd");
}
