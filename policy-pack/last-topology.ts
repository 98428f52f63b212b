import { isSameData } from "./same-data";
import { type SeenInputs } from "./seen-inputs";
import { type StackResource, type Topology } from "./topology";

/**
 * Reads a stack's topology, and keeps the last one: CrossGuard hands each stack policy a copy of the same resources, and
 * comparing copies is much cheaper than reading them.
 */
export function lastTopology(seen: SeenInputs): (resources: readonly StackResource[]) => Topology {
    let last: { readonly resources: readonly StackResource[]; readonly topology: Topology } | undefined;
    return (resources) => {
        if (!last || !isSameData(last.resources, resources)) {
            last = { resources, topology: seen.readTopology(resources) };
        }
        return last.topology;
    };
}
