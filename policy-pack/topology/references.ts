import { oncePerStack, type ParsedResource, type ResourceIndex } from "./resource";
import { getOrAdd } from "./scoped-index";
import { isRecord } from "./values";

/**
 * True where a property of one resource refers to another: its value was made from the other's outputs, or it holds the
 * other's id. The first is known in a preview too.
 *
 * @param property name of a property at the top, as dependencies are recorded by it.
 */
export function refersTo(from: ParsedResource, property: string, to: ParsedResource): boolean {
    return (
        (from.propertyDependencies[property] ?? []).includes(to.urn) ||
        (to.id !== undefined && holds(from.properties[property], to.id))
    );
}

/** True where a text equal to the wanted one, but for case, stands anywhere in the value: ARM ids differ in case only. */
function holds(value: unknown, wanted: string): boolean {
    if (typeof value === "string") return value.toLowerCase() === wanted.toLowerCase();
    if (Array.isArray(value)) return value.some((item) => holds(item, wanted));
    return isRecord(value) && Object.values(value).some((item) => holds(item, wanted));
}

/** Resources by their ids in lower case. */
const byId = oncePerStack((stack) => {
    const found = new Map<string, ParsedResource[]>();
    for (const resource of stack.all()) {
        if (resource.id !== undefined) getOrAdd(found, resource.id.toLowerCase(), () => []).push(resource);
    }
    return found;
});

/** The resources of the stack with an id, whatever its case. */
export function withId(id: string, stack: ResourceIndex): readonly ParsedResource[] {
    return byId(stack).get(id.toLowerCase()) ?? [];
}

/** The resources of the stack that a property of one refers to, as {@link refersTo} has it, in the order of their URNs. */
export function referredTo(from: ParsedResource, property: string, stack: ResourceIndex): ParsedResource[] {
    const found: ParsedResource[] = [];
    for (const urn of from.propertyDependencies[property] ?? []) {
        const one = stack.get(urn);
        if (one) found.push(one);
    }
    // Policies are given no ids: then there is nothing to look for.
    if (byId(stack).size > 0) {
        forEachText(from.properties[property], (text) => found.push(...withId(text, stack)));
    }
    return sortByUrn(found);
}

/** For each URN, the given resources that refer to it by the property, in the order in which they are given. */
export function referrersByUrn(
    resources: Iterable<ParsedResource>,
    property: string,
    stack: ResourceIndex,
): ReadonlyMap<string, readonly ParsedResource[]> {
    const found = new Map<string, ParsedResource[]>();
    for (const from of resources) {
        for (const { urn } of referredTo(from, property, stack)) getOrAdd(found, urn, () => []).push(from);
    }
    return found;
}

/** Resources, each of them once, in the order of their URNs. */
export function sortByUrn(resources: readonly ParsedResource[]): ParsedResource[] {
    // Mostly there is one at most.
    if (resources.length < 2) return [...resources];
    return [...new Set(resources)].sort((one, other) => (one.urn < other.urn ? -1 : 1));
}

/** Calls back for each text in a value, however deep. */
function forEachText(value: unknown, call: (text: string) => void): void {
    if (typeof value === "string") call(value);
    else if (Array.isArray(value)) for (const item of value) forEachText(item, call);
    else if (isRecord(value)) for (const item of Object.values(value)) forEachText(item, call);
}
