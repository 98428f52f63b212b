import { isSameData } from "./same-data";
import { type SeenInputs } from "./seen-inputs";
import { readTopology, type StackResource, type Topology } from "./topology";

/**
 * How the policies of a pack read what they are given. The last of each is kept: CrossGuard hands each policy a copy of
 * the same resources, and comparing copies is much cheaper than reading them.
 */
export interface Readings {
    /** A whole stack. */
    readonly stack: (resources: readonly StackResource[]) => Topology;
    /** A resource by itself. */
    readonly alone: (resource: StackResource) => Topology;
}

/** Readings for the policies of one pack. */
export function readingsOf(seen: SeenInputs): Readings {
    return {
        stack: keepLast((resources: readonly StackResource[]) => seen.readTopology(resources)),
        alone: keepLast((resource: StackResource) => readTopology([resource])),
    };
}

function keepLast<Given>(read: (given: Given) => Topology): (given: Given) => Topology {
    let last: { readonly given: Given; readonly topology: Topology } | undefined;
    return (given) => {
        if (!last || !isSameData(last.given, given)) last = { given, topology: read(given) };
        return last.topology;
    };
}
