import { type Topology } from "../topology";
import { type AffinitySetting } from "../topology/settings";

/** What resources ask for that is known to keep nobody. */
export function withoutEffect(topology: Topology): AffinitySetting[] {
    return topology.settings().filter(({ affinity }) => affinity.known && affinity.value.kind === "none");
}
