import { type Value } from "../cloud";
import { isObject } from "../cloud/values";

/** A document with another laid over it; null takes away. https://www.rfc-editor.org/rfc/rfc7396 */
export function mergePatch(target: Value, patch: Value): Value {
    if (!isObject(patch)) return patch;
    const merged = new Map(Object.entries(isObject(target) ? target : {}));
    for (const [key, value] of Object.entries(patch)) {
        if (value === null) merged.delete(key);
        else merged.set(key, mergePatch(merged.get(key) ?? null, value));
    }
    return Object.fromEntries(merged);
}
