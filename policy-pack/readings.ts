import { type PolicyResource } from "@pulumi/policy";

import { fromStackResource, plain } from "./host-resource";
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
    let last: { readonly properties: readonly unknown[]; readonly topology: Topology } | undefined;
    return {
        stack: (resources) => {
            const properties = resources.map(({ props }) => plain(props));
            // Where conversions are shared, the same objects are what one call of the engine has sent.
            if (!last || !isSameList(last.properties, properties)) {
                const topology = stack(resources.map((resource) => fromStackResource(resource, seen)));
                last = { properties, topology };
            }
            return last.topology;
        },
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

function isSameList(one: readonly unknown[], other: readonly unknown[]): boolean {
    return one.length === other.length && one.every((item, index) => item === other[index]);
}
