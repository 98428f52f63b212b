import { isObject, own, unwrap, type Value } from "./values";

/** One property that differs: its path as Pulumi writes paths (`a.b[0]["c.d"]`) and what happens to it. */
export interface Change {
    readonly path: string;
    readonly kind: "add" | "update" | "delete";
}

/** Every difference between two values, at the smallest property that differs. An unknown differs from any known value. */
export function changes(before: Value | undefined, after: Value | undefined, path = ""): Change[] {
    const old = unwrap(before) ?? null;
    const now = unwrap(after) ?? null;
    if (old === null || now === null) {
        if (old === now) return [];
        return [{ path, kind: old === null ? "add" : "delete" }];
    }
    if (Array.isArray(old) && Array.isArray(now)) {
        const length = Math.max(old.length, now.length);
        return Array.from({ length }, (_, i) => changes(old[i], now[i], `${path}[${i}]`)).flat();
    }
    if (isObject(old) && isObject(now)) {
        const keys = new Set([...Object.keys(old), ...Object.keys(now)]);
        return [...keys].flatMap((key) => changes(own(old, key), own(now, key), join(path, key)));
    }
    return old === now ? [] : [{ path, kind: "update" }];
}

function join(path: string, key: string): string {
    if (!/^[A-Za-z_$][\w$-]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
    return path === "" ? key : `${path}.${key}`;
}

/** True where a change at `path` touches `property`: it is the property, lies in it, or holds it. */
export function touches(path: string, property: string): boolean {
    const within = (inner: string, outer: string) =>
        inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
    return within(path, property) || within(property, path);
}
