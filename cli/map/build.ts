import { targetsOf } from "../../policy-pack/rules/chains";
import { type Hop, type Topology } from "../../policy-pack/topology";

import { groupsOf } from "./grouping";
import {
    type MapEdge,
    type MapFinding,
    type MapGroup,
    type MapHop,
    type MapNode,
    type MappedFinding,
    type StackMap,
} from "./model";
import { type Levels, levelsByUrn, verdictOn } from "./verdict";
import { durationText, KIND_NAMES, PLATFORM_NAMES, stateOf, targetsText } from "./words";

/** What a map is made of. */
export interface MapSource {
    readonly topology: Topology;
    readonly findings: readonly MappedFinding[];
    /** The day on which declarations have to hold, `YYYY-MM-DD`. */
    readonly today: string;
    /** Why this may not be all of the stack. Omitted: it is. */
    readonly gaps?: readonly string[];
}

/** A stack's map. The same stack, findings and day give the same map. */
export function buildMap({ topology, findings, today, gaps = [] }: MapSource): StackMap {
    const groups = groupsOf(topology);
    const ordered = groups.flatMap(({ hops }) => hops);
    const ids = new Map(ordered.map(({ urn }, index) => [urn, `h${index + 1}`]));
    const numbered = numberFindings(findings, ids);
    const sends = sendsOf(topology, ids);
    const levels = levelsByUrn(findings);
    const hops = new Map(
        ordered.map((hop) => [hop.urn, describe(hop, { topology, levels, today, ids, numbered, sends })]),
    );
    return {
        title: titleOf(topology),
        groups: groups.map((group, index) => ({
            id: `g${index + 1}`,
            title: group.title,
            ...drawn(group.hops, hops, sends),
        })),
        hops: [...hops.values()],
        others: numbered.filter(({ urn }) => !ids.has(urn)),
        gaps,
    };
}

/** Project and stack, as the first resource's URN has them; what comes from no Pulumi program has neither. */
function titleOf(topology: Topology): string {
    for (const { urn } of topology.resources()) {
        const [, stack, project] = /^urn:pulumi:(.*?)::(.*?)::/.exec(urn) ?? [];
        return stack !== undefined && project !== undefined ? `${project}/${stack}` : "these resources";
    }
    return "an empty stack";
}

/** In the order of the hops, those about other resources last. */
function numberFindings(findings: readonly MappedFinding[], ids: ReadonlyMap<string, string>): MapFinding[] {
    const place = ({ urn }: MappedFinding) => Number(ids.get(urn)?.slice(1) ?? Infinity);
    const compare = (one: number, other: number) => (one === other ? 0 : one < other ? -1 : 1);
    return [...findings]
        .sort((one, other) => compare(place(one), place(other)))
        .map((finding, index) => ({ ...finding, number: index + 1 }));
}

function sendsOf({ edges }: Topology, ids: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
    const found = new Map<string, Set<string>>();
    for (const { from, to } of edges) {
        const id = ids.get(to);
        if (id !== undefined) found.set(from, (found.get(from) ?? new Set()).add(id));
    }
    return new Map([...found].map(([urn, to]) => [urn, [...to]]));
}

interface Known {
    readonly topology: Topology;
    readonly levels: Levels;
    readonly today: string;
    readonly ids: ReadonlyMap<string, string>;
    readonly numbered: readonly MapFinding[];
    readonly sends: ReadonlyMap<string, readonly string[]>;
}

function describe(hop: Hop, { topology, levels, today, ids, numbered, sends }: Known): MapHop {
    const verdict = verdictOn(hop, topology, levels, today);
    return {
        id: ids.get(hop.urn) ?? "",
        urn: hop.urn,
        type: hop.type,
        name: hop.name,
        platform: PLATFORM_NAMES[hop.platform],
        state: stateOf(verdict),
        verdict,
        ...affinityOf(hop),
        targets: targetsText(hop.replicas, targetsOf(hop)),
        path: hop.affinityPath,
        ...(hop.stateless ? { stateless: statelessText(hop.stateless) } : {}),
        findings: numbered.filter(({ urn }) => urn === hop.urn),
        sendsTo: sends.get(hop.urn) ?? [],
    };
}

function affinityOf({ affinity }: Hop): Pick<MapHop, "kind" | "key" | "lifetime" | "strength"> {
    if (!affinity.known) return { kind: "affinity not known yet" };
    const { kind, strength, key, keyWaitsFor, ttlSeconds, ttlWaitsFor } = affinity.value;
    const name = keyWaitsFor === undefined ? key : "(name not known yet)";
    const lifetime = ttlWaitsFor === undefined ? ttlSeconds && durationText(ttlSeconds) : "for a time not known yet";
    return {
        kind: KIND_NAMES[kind],
        strength,
        ...(name === undefined ? {} : { key: name }),
        ...(lifetime === undefined ? {} : { lifetime: String(lifetime) }),
    };
}

function statelessText(declared: NonNullable<Hop["stateless"]>): string {
    if (!declared.known) return "not known yet";
    const { reason, expiresOn } = declared.value;
    return expiresOn === undefined ? reason : `${reason} (until ${expiresOn})`;
}

/** Where requests come from, the hops, and what the last of them choose among. */
function drawn(
    group: readonly Hop[],
    hops: ReadonlyMap<string, MapHop>,
    sends: ReadonlyMap<string, readonly string[]>,
): Pick<MapGroup, "nodes" | "edges"> {
    const reached = new Set(group.flatMap(({ urn }) => sends.get(urn) ?? []));
    const clients: MapNode = { kind: "source", id: "clients", text: "clients" };
    const callers: MapNode = { kind: "source", id: "callers", text: "callers inside" };
    const [nodes, edges]: [MapNode[], MapEdge[]] = [[], []];
    for (const one of group) {
        const hop = hops.get(one.urn);
        if (hop === undefined) continue;
        const { id, sendsTo, state } = hop;
        nodes.push({ kind: "hop", id, hop });
        if (one.clientFacing !== false) {
            edges.push({ from: clients.id, to: id, certain: one.clientFacing === true, keeps: true });
        } else if (!reached.has(id)) edges.push({ from: callers.id, to: id, certain: true, keeps: true });
        const keeps = state !== "broken";
        edges.push(...sendsTo.map((to) => ({ from: id, to, certain: true, keeps })));
        if (sendsTo.length > 0) continue;
        nodes.push({ kind: "targets", id: `t${id}`, text: hop.targets });
        edges.push({ from: id, to: `t${id}`, certain: true, keeps });
    }
    const sources = [clients, callers].filter(({ id }) => edges.some(({ from }) => from === id));
    return { nodes: [...sources, ...nodes], edges };
}
