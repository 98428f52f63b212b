import { isUnknown, type Lookup, lookup, lookupList } from "../values";

/** An item of a list in a resource, with the path that it stands at. */
export interface Part {
    readonly path: string;
    readonly value: unknown;
}

/** The items of a list, each of which may be unknown. */
export function partsIn(owner: Part, list: string): Lookup<readonly Part[]> {
    const found = lookInto(owner, list);
    if (found.state !== "known") return found;
    const items = lookupList({ list: found.value }, "list");
    if (items.state !== "known") return { state: "absent" };
    const path = pathOf(owner, list);
    return { state: "known", value: items.value.map((value, index) => ({ path: `${path}[${index}]`, value })) };
}

/** What stands at a path below a part; the path of what is not known yet begins at the resource. */
export function lookInto(part: Part, path: string): Lookup {
    if (isUnknown(part.value)) return { state: "unknown", path: part.path };
    const found = lookup(part.value, path);
    return found.state === "unknown" ? { state: "unknown", path: pathOf(part, found.path) } : found;
}

/** A text at a path below a part; any other value is absent. */
export function textIn(part: Part, path: string): Lookup<string> {
    const found = lookInto(part, path);
    if (found.state !== "known") return found;
    return typeof found.value === "string" ? { state: "known", value: found.value } : { state: "absent" };
}

/** The resource itself as the part that its lists stand in. */
export function wholeOf(properties: unknown): Part {
    return { path: "", value: properties };
}

/**
 * The parts that a reference may mean: by `$self/<list>/<name>`, by a whole id, or, while that is not known yet, any of the
 * list.
 */
export function partsMeant(reference: Lookup<string>, list: readonly Part[]): readonly Part[] {
    if (reference.state === "absent") return [];
    if (reference.state === "unknown") return list;
    const wanted = lastOf(reference.value);
    return list.filter((part) => {
        const name = textIn(part, "name");
        return name.state === "unknown" || (name.state === "known" && name.value.toLowerCase() === wanted);
    });
}

/** The name at an id's end, in lower case: ARM ids differ in case only. */
export function lastOf(id: string): string {
    return id.slice(id.lastIndexOf("/") + 1).toLowerCase();
}

function pathOf(part: Part, below: string): string {
    return part.path === "" ? below : `${part.path}.${below}`;
}
