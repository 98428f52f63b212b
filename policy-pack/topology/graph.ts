import { type Affinity } from "../../components/affinity/vocabulary";

import { type Hop } from "./hop";
import { routesTo } from "./kubernetes-routes";
import { type Edge, linkHops, type Links, type Proxy } from "./links";
import { mcpPathIn } from "./mcp";
import { readersOf } from "./readers";
import { hasOwnAddress } from "./readers/kubernetes";
import { affinityFor } from "./readers/kubernetes-routes";
import { type ParsedResource, ResourceIndex, type StackResource } from "./resource";
import { referredTo } from "./references";
import { type AffinitySetting, readSettings } from "./settings";
import { type Fact } from "./values";

/** A stack as a chain of hops from client to replica. */
export interface Topology {
    readonly hops: readonly Hop[];
    readonly edges: readonly Edge[];
    /** All resources of the stack. */
    resources(): Iterable<ParsedResource>;
    /** What resources of the stack ask for, hops or not, whether or not it has an effect. */
    settings(): readonly AffinitySetting[];
    /** Routes that send to the hop; where their affinity is read, they are hops too. */
    routesTo(hop: Hop): readonly ParsedResource[];
    /** What stands right in front of the hop and sends to it by its address, hops or not; routes that name it are not among them. */
    proxiesOf(hop: Hop): readonly Proxy[];
    /** The resources that a property of one was made from, or holds the ids of. */
    referredTo(from: ParsedResource, property: string): readonly ParsedResource[];
    /** Where a hop says that it serves the Model Context Protocol; undefined where it does not. */
    mcpPathOf(hop: Hop): string | undefined;
    /** What a route does for the clients of one Service; undefined where that is not read. */
    affinityOf(route: ParsedResource, service: Hop): Fact<Affinity> | undefined;
    /** Whether clients reach a Service by an address of its own, past every route to it. */
    hasOwnAddress(service: Hop): Fact<boolean>;
}

/** Reads the hops and edges off a stack's resources, in the order of their URNs, whatever order they come in. */
export function readTopology(resources: Iterable<StackResource>): Topology {
    const stack = new ResourceIndex(resources);
    const hops = readHops(stack.all(), stack);
    // Read only where they are asked for: rules of one resource look at its hop alone.
    let links: Links | undefined;
    const linked = () => (links ??= linkHops(hops, stack));
    let settings: readonly AffinitySetting[] | undefined;
    return {
        hops,
        get edges() {
            return linked().edges;
        },
        resources: () => stack.all(),
        settings: () => (settings ??= readSettings(stack)),
        routesTo: (hop) => [stack.get(hop.urn) ?? []].flat().flatMap((one) => routesTo(one, stack)),
        proxiesOf: ({ urn }) => linked().proxiesOf(urn),
        referredTo: (from, property) => referredTo(from, property, stack),
        mcpPathOf({ urn }) {
            const resource = stack.get(urn);
            return resource && mcpPathIn(resource);
        },
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
        for (const reader of readersOf(resource.token)) {
            const hop = reader.read(resource, stack);
            if (hop) hops.push(hop);
        }
    }
    return hops;
}
