import { STATELESS_KEY } from "../../components/affinity/stateless";
import { type Platform } from "../../components/affinity/vocabulary";
import { type Topology } from "../topology";
import { type Hop } from "../topology/hop";

import { type RuleConfig } from "./config";
import { judgeNeed, type Judgement } from "./judge";

/** Two hops, the first of which sends to the second. */
export interface Step {
    readonly front: Hop;
    readonly back: Hop;
}

/** What hops choose among, in the plural. */
const TARGETS: Readonly<Record<Platform, string>> = {
    "api-management": "backends",
    "app-service": "instances",
    "application-gateway": "servers",
    "container-apps": "replicas",
    "front-door": "origins",
    functions: "instances",
    "gateway-for-containers": "pods",
    kubernetes: "pods",
    "kubernetes-route": "pods",
    "load-balancer": "members",
};

/** How to declare what is behind a hop stateless, as a fix says it. */
export const DECLARE = `declare it stateless: tag or annotation ${STATELESS_KEY} = "<reason>"`;

/** What a hop chooses among, in the plural. */
export function targetsOf({ platform }: Hop): string {
    return TARGETS[platform];
}

/** A hop as findings name it: by the kind of its resource, and its name. */
export function nameHop({ type, name }: Hop): string {
    return `${type.slice(type.lastIndexOf(":") + 1)} ${name}`;
}

/** True for hops that choose among the pods of Services themselves. */
export function isRoute({ platform }: Hop): boolean {
    return platform === "kubernetes-route" || platform === "gateway-for-containers";
}

/**
 * The steps of a stack's chains, each of them once. A route and a Service that it names are one hop: the route picks the
 * pods.
 */
export function stepsOf({ hops, edges }: Topology): Step[] {
    const byUrn = new Map(hops.map((hop) => [hop.urn, hop]));
    const pairs = new Map(edges.map(({ from, to }) => [`${from} ${to}`, [byUrn.get(from), byUrn.get(to)]]));
    return [...pairs.values()].flatMap(([front, back]) =>
        front && back && !(isRoute(front) && back.platform === "kubernetes") ? [{ front, back }] : [],
    );
}

/** The steps by the hop that they lead to. */
export function stepsByBack(topology: Topology): ReadonlyMap<Hop, readonly Hop[]> {
    const found = new Map<Hop, Hop[]>();
    for (const { front, back } of stepsOf(topology)) {
        const others = found.get(back);
        if (others) others.push(front);
        else found.set(back, [front]);
    }
    return found;
}

/** The Services of the stack that a route sends to. */
export function servicesBehind(topology: Topology): (route: Hop) => readonly Hop[] {
    const services = new Map(
        topology.hops.filter(({ platform }) => platform === "kubernetes").map((hop) => [hop.urn, hop]),
    );
    const byRoute = new Map<string, Set<Hop>>();
    for (const { from, to } of topology.edges) {
        const service = services.get(to);
        if (service) byRoute.set(from, (byRoute.get(from) ?? new Set()).add(service));
    }
    return ({ urn }) => [...(byRoute.get(urn) ?? [])];
}

/** Whether a hop needs affinity, whatever it has; a route does where a Service behind it does. */
export function needOf(hop: Hop, services: readonly Hop[], config: RuleConfig, today: string): Judgement {
    const own = judgeNeed(hop, config, today);
    if (!isRoute(hop) || own.verdict !== "not sticky" || services.length === 0) return own;
    const needs = services.map((service) => judgeNeed(service, config, today));
    const telling = ["not sticky", "undecided", "stateless"].map((verdict) =>
        needs.find((one) => one.verdict === verdict),
    );
    const [found = own] = telling.filter((one) => one !== undefined);
    return found.verdict === "not sticky" ? own : found;
}
