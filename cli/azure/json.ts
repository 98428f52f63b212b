/** What a JSON document can hold. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
    [key: string]: Json;
}

/** True for `{ … }`. */
export function isObject(value: unknown): value is JsonObject {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a dotted path, or undefined. Names are found in any case, as Resource Manager takes them. */
export function at(value: Json | undefined, path: string): Json | undefined {
    let found: Json | undefined = value;
    for (const name of path.split(".")) {
        if (!isObject(found)) return undefined;
        const key = Object.hasOwn(found, name)
            ? name
            : Object.keys(found).find((other) => other.toLowerCase() === name.toLowerCase());
        found = key === undefined ? undefined : found[key];
    }
    return found;
}

/** The text at a dotted path, or undefined where there is none. */
export function textAt(value: Json | undefined, path: string): string | undefined {
    const found = at(value, path);
    return typeof found === "string" ? found : undefined;
}
