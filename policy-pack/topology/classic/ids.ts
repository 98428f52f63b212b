/** Segments of an id in pairs, `/<type>/<name>`: the name of a type; undefined where the id has none. */
export function nameOfType(id: unknown, type: string): string | undefined {
    if (typeof id !== "string") return undefined;
    const segments = id.split("/");
    const at = segments.findIndex((segment) => segment.toLowerCase() === type.toLowerCase());
    return at === -1 ? undefined : segments[at + 1];
}
