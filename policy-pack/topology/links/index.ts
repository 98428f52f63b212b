import { type Hop } from "../hop";
import { type ResourceIndex } from "../resource";
import { getOrAdd } from "../scoped-index";

import { Addresses } from "./addresses";
import { apiManagementLinks } from "./api-management";
import { applicationGatewayLinks } from "./application-gateway";
import { doorsOf } from "./doors";
import { frontDoorLinks } from "./front-door";
import { gatewayLinks } from "./gateways";
import { type Link, type LinkReader } from "./link";
import { loadBalancerRuleLinks } from "./load-balancer-rules";
import { proxiesOf, type Proxy } from "./proxies";
import { publicAddressLinks } from "./public-addresses";
import { routeLinks } from "./routes";

export { type Proxy } from "./proxies";

/** Requests go from one hop to another, past what is no hop. */
export interface Edge {
    /** URN of the hop that sends. */
    readonly from: string;
    /** URN of the hop that receives. */
    readonly to: string;
    /** URN of the resource between them that says so. */
    readonly via: string;
}

/** The links of all platforms; those of routes need the hops. */
const READERS: readonly LinkReader[] = [
    apiManagementLinks,
    applicationGatewayLinks,
    frontDoorLinks,
    gatewayLinks,
    loadBalancerRuleLinks,
    publicAddressLinks,
];

/** How requests go on through a stack. */
export interface Links {
    /** From hop to hop. */
    readonly edges: readonly Edge[];
    /** What sends to a resource by its address. */
    proxiesOf(urn: string): readonly Proxy[];
}

/** Reads the links that the stack's resources tell of. */
export function linkHops(hops: readonly Hop[], stack: ResourceIndex): Links {
    const found = hops.flatMap((hop) => stack.get(hop.urn) ?? []);
    const addresses = new Addresses([...found, ...doorsOf(stack)], stack);
    const links = [...READERS.flatMap((read) => read(stack, addresses)), ...routeLinks(hops, stack)];
    const [bySender, byReceiver] = [new Map<string, Link[]>(), new Map<string, Link[]>()];
    for (const link of links) {
        getOrAdd(bySender, link.from, () => []).push(link);
        getOrAdd(byReceiver, link.to, () => []).push(link);
    }
    const isHop = new Set(hops.map(({ urn }) => urn));
    return {
        edges: hopsInOrder(links, isHop).flatMap((hop) => edgesFrom(hop, bySender, isHop)),
        proxiesOf: (urn) => proxiesOf(urn, (at) => byReceiver.get(at) ?? [], stack),
    };
}

/** The hops that send, in the order of their first links. */
function hopsInOrder(links: readonly Link[], isHop: ReadonlySet<string>): string[] {
    return [...new Set(links.map(({ from }) => from))].filter((urn) => isHop.has(urn));
}

/** The edges to the hops that a hop reaches first; each resource between them is passed once. */
function edgesFrom(hop: string, bySender: ReadonlyMap<string, readonly Link[]>, isHop: ReadonlySet<string>): Edge[] {
    const edges: Edge[] = [];
    const passed = new Set([hop]);
    const waiting = [hop];
    for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
        for (const { to, via } of bySender.get(at) ?? []) {
            if (isHop.has(to)) {
                if (to !== hop) edges.push({ from: hop, to, via });
            } else if (!passed.has(to)) {
                passed.add(to);
                waiting.push(to);
            }
        }
    }
    return edges;
}
