import { type Hop, type Topology } from "../../policy-pack/topology";
import { type ParsedResource } from "../../policy-pack/topology/resource";
import { lookupText } from "../../policy-pack/topology/values";

import { chainsOf } from "./chains";
import { PLATFORM_NAMES } from "./words";

/** So many hops are seen at one look; more are shown in groups. */
export const MOST_HOPS = 24;

/** Hops that are shown together. */
export interface HopGroup {
    readonly title: string;
    readonly hops: readonly Hop[];
}

/**
 * The hops of a stack in groups, no chain of which is torn apart. A small stack is one group. Of a large one, chains
 * belong together by the component at the top that their first hop is part of, where it holds several chains; else by
 * its Kubernetes namespace, else by its platform. A group of many hops is cut into parts.
 */
export function groupsOf(topology: Topology): HopGroup[] {
    const chains = chainsOf(topology.hops, topology.edges);
    if (topology.hops.length <= MOST_HOPS)
        return chains.length === 0 ? [] : [{ title: "All hops", hops: chains.flat() }];
    const resources = new Map([...topology.resources()].map((resource) => [resource.urn, resource]));
    const tops = chains.map((chain) => topOf(chain[0], resources));
    const shared = new Set(tops.filter((top, index) => top !== undefined && tops.indexOf(top) !== index));
    const groups = new Map<string, Hop[][]>();
    for (const [index, chain] of chains.entries()) {
        const top = tops[index];
        const title = top !== undefined && shared.has(top) ? titleOf(top) : placeOf(chain[0], resources);
        groups.set(title, [...(groups.get(title) ?? []), chain]);
    }
    return [...groups].sort(([one], [other]) => (one < other ? -1 : 1)).flatMap(([title, own]) => partsOf(title, own));
}

/** The component at the top of the tree of parents. */
function topOf(hop: Hop | undefined, resources: ReadonlyMap<string, ParsedResource>): ParsedResource | undefined {
    const passed = new Set<string>();
    let top: ParsedResource | undefined;
    let at = resources.get(hop?.urn ?? "")?.parent;
    while (at !== undefined && !passed.has(at)) {
        passed.add(at);
        const parent = resources.get(at);
        if (parent === undefined || parent.type === "pulumi:pulumi:Stack") break;
        top = parent;
        at = parent.parent;
    }
    return top;
}

function titleOf({ token, name }: ParsedResource): string {
    return `${token.kind} ${name}`;
}

function placeOf(hop: Hop | undefined, resources: ReadonlyMap<string, ParsedResource>): string {
    const resource = resources.get(hop?.urn ?? "");
    if (hop === undefined || resource === undefined) return "";
    const namespace = lookupText(resource.properties, "metadata.namespace");
    return resource.token.family === "kubernetes" && namespace.state === "known"
        ? `namespace ${namespace.value}`
        : PLATFORM_NAMES[hop.platform];
}

function partsOf(title: string, chains: readonly (readonly Hop[])[]): HopGroup[] {
    const parts: Hop[][] = [];
    for (const chain of chains) {
        const last = parts.at(-1);
        if (last !== undefined && last.length + chain.length <= MOST_HOPS) last.push(...chain);
        else parts.push([...chain]);
    }
    return parts.map((hops, index) => ({
        title: parts.length === 1 ? title : `${title}, part ${index + 1} of ${parts.length}`,
        hops,
    }));
}
