import { type PolicyResource } from "@pulumi/policy";

import { fromStackResource } from "./host-resource";
import { isSameData } from "./same-data";
import { type SeenInputs } from "./seen-inputs";
import { readTopology, type StackResource, type Topology } from "./topology";

/**
 * How the policies of a pack read what they are given. The last of each is kept: CrossGuard hands each policy the same
 * resources anew, and comparing them is much cheaper than reading them.
 */
export interface Readings {
    /** A whole stack. */
    readonly stack: (resources: readonly PolicyResource[]) => Topology;
    /** A resource by itself. */
    readonly alone: (resource: StackResource) => Topology;
}

/** Readings for the policies of one pack. */
export function readingsOf(seen: SeenInputs): Readings {
    const stack = keepLast((resources: readonly StackResource[]) => seen.readTopology(resources));
    return {
        stack: (resources) => stack(resources.map((resource) => fromStackResource(resource, seen))),
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
