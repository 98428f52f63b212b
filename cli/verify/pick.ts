import { isRecord } from "../../policy-pack/topology/values";

/**
 * What stands at some paths of a value, and nothing else. Lists are gone through, and keep their lengths.
 *
 * @param paths dotted; names with dots in them go nowhere.
 */
export function pick(value: unknown, paths: readonly string[]): unknown {
    if (paths.includes("")) return value;
    if (Array.isArray(value)) return value.map((item) => pick(item, paths));
    if (!isRecord(value)) return undefined;
    const below = new Map<string, string[]>();
    for (const path of paths) {
        const [name = "", ...rest] = path.split(".");
        below.set(name, [...(below.get(name) ?? []), rest.join(".")]);
    }
    const kept = [...below].flatMap(([name, inner]) => {
        if (!Object.hasOwn(value, name)) return [];
        const found = pick(value[name], inner);
        return found === undefined ? [] : [[name, found] as const];
    });
    return Object.fromEntries(kept);
}
