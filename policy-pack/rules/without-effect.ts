import { type Topology } from "../topology";
import { type AffinitySetting } from "../topology/settings";

const kept = new WeakMap<Topology, ReadonlyMap<string, AffinitySetting>>();

/** What a resource asks for that is known to keep nobody; undefined where there is none. */
export function withoutEffect(urn: string, topology: Topology): AffinitySetting | undefined {
    const present = kept.get(topology) ?? byUrn(topology);
    kept.set(topology, present);
    return present.get(urn);
}

/** The first of each resource. */
function byUrn(topology: Topology): ReadonlyMap<string, AffinitySetting> {
    const vain = topology.settings().filter(({ affinity }) => affinity.known && affinity.value.kind === "none");
    return new Map([...vain].reverse().map((one) => [one.urn, one]));
}
