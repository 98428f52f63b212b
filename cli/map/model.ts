import { type LevelledFinding } from "../../policy-pack/evaluate";

import { type Verdict } from "./verdict";

/** How a hop stands out: each has a sign, a word and a border of its own. */
export type State = "kept" | "broken" | "undecided" | "stateless" | "aside";

/** Something that a rule found out about a resource. */
export type MappedFinding = Omit<LevelledFinding, "kind">;

/** A finding with the number by which pictures point to it. */
export interface MapFinding extends MappedFinding {
    /** From 1. */
    readonly number: number;
}

/** A hop in words. */
export interface MapHop {
    /** Unique in the map: "h1", "h2" and so on. */
    readonly id: string;
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    /** Name of the platform for people: "Container Apps". */
    readonly platform: string;
    readonly state: State;
    readonly verdict: Verdict;
    /** What keeps a client: "cookie", "client address", "no affinity". */
    readonly kind: string;
    /** Name of the cookie or header; omitted: there is none, or the platform does not tell. */
    readonly key?: string;
    /** How long an idle client is kept: "1 h"; omitted: the platform does not tell. */
    readonly lifetime?: string;
    /** "strong", "soft" or "none"; omitted: not known yet. */
    readonly strength?: string;
    /** Among how many it chooses: "2–10 replicas". */
    readonly targets: string;
    /** Property where affinity is set, whether it is there or not. */
    readonly path: string;
    /** Why any target can serve any request, in its owner's words; omitted: nobody says so. */
    readonly stateless?: string;
    readonly findings: readonly MapFinding[];
    /** Ids of the hops that it sends to. */
    readonly sendsTo: readonly string[];
}

/** Something that is drawn: a hop, or an end of a chain. */
export type MapNode =
    | { readonly kind: "hop"; readonly id: string; readonly hop: MapHop }
    /** Where requests come from, on the left. */
    | { readonly kind: "source"; readonly id: string; readonly text: string }
    /** What a hop chooses among, on the right. */
    | { readonly kind: "targets"; readonly id: string; readonly text: string };

/** Requests go from one node to another. */
export interface MapEdge {
    readonly from: string;
    readonly to: string;
    /** False where it is not known yet whether they do. */
    readonly certain: boolean;
    /** False where a client is not kept on its way: the edge leaves a broken hop. */
    readonly keeps: boolean;
}

/** Chains that belong together, each of them whole. */
export interface MapGroup {
    /** Unique in the map: "g1", "g2" and so on. */
    readonly id: string;
    readonly title: string;
    readonly nodes: readonly MapNode[];
    readonly edges: readonly MapEdge[];
}

/** A stack's chains of hops from clients to replicas. */
export interface StackMap {
    /** Project and stack. */
    readonly title: string;
    readonly groups: readonly MapGroup[];
    /** All hops, in the order of the groups. */
    readonly hops: readonly MapHop[];
    /** Findings about resources that are no hops. */
    readonly others: readonly MapFinding[];
    /** Why the map may not show all that there is. Empty: it does. */
    readonly gaps: readonly string[];
}

/** The hops of a group, in its order. */
export function hopsIn({ nodes }: Pick<MapGroup, "nodes">): MapHop[] {
    return nodes.flatMap((node) => (node.kind === "hop" ? [node.hop] : []));
}
