import { type Affinity } from "../../components/affinity/vocabulary";

import { type Hop } from "./hop";
import { routesTo } from "./kubernetes-routes";
import { type Edge, linkHops } from "./links";
import { readers } from "./readers";
import { hasOwnAddress } from "./readers/kubernetes";
import { affinityFor } from "./readers/kubernetes-routes";
import { type ParsedResource, ResourceIndex, type StackResource } from "./resource";
import { type AffinitySetting, readSettings } from "./settings";
import { type Fact } from "./values";

/** A stack as a chain of hops from client to replica. */
export interface Topology {
    readonly hops: readonly Hop[];
    readonly edges: readonly Edge[];
    /** What resources of the stack ask for, hops or not, whether or not it has an effect. */
    settings(): readonly AffinitySetting[];
    /** Routes that send to the hop; where their affinity is read, they are hops too. */
    routesTo(hop: Hop): readonly ParsedResource[];
    /** What a route does for the clients of one Service; undefined where that is not read. */
    affinityOf(route: ParsedResource, service: Hop): Fact<Affinity> | undefined;
    /** Whether clients reach a Service by an address of its own, past every route to it. */
    hasOwnAddress(service: Hop): Fact<boolean>;
}

/** Reads the hops and edges off a stack's resources, in the order of their URNs, whatever order they come in. */
export function readTopology(resources: Iterable<StackResource>): Topology {
    const stack = new ResourceIndex(resources);
    const hops = readHops(stack.all(), stack);
    let settings: readonly AffinitySetting[] | undefined;
    return {
        hops,
        edges: linkHops(hops, stack),
        settings: () => (settings ??= readSettings(stack)),
        routesTo: (hop) => [stack.get(hop.urn) ?? []].flat().flatMap((one) => routesTo(one, stack)),
        affinityOf(route, { urn }) {
            const service = stack.get(urn);
            return service && affinityFor(route, service, stack);
        },
        hasOwnAddress: ({ urn }) => hasOwnAddress(stack.get(urn)?.properties),
    };
}

function readHops(resources: Iterable<ParsedResource>, stack: ResourceIndex): Hop[] {
    const hops: Hop[] = [];
    for (const resource of resources) {
        for (const reader of readers) {
            const hop = reader.read(resource, stack);
            if (hop) hops.push(hop);
        }
    }
    return hops;
}
