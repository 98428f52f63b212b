import { type Proxy, type Topology } from "../topology";
import { type Hop } from "../topology/hop";
import { type ParsedResource } from "../topology/resource";

import { targetsOf } from "./chains";
import { type RuleConfig } from "./config";
import { judgeNeed } from "./judge";
import { countOf, declareBy } from "./needs-affinity";
import { nameProxy } from "./proxies";
import { type Finding, type Rule } from "./rule";
import { undecided } from "./undecided";

const NAME = "client-ip-behind-proxy";
const FIX =
    "Keep clients by a cookie in what picks the targets (StickyRoute or StickyRoutePolicy for pods, StickyApplicationGateway " +
    `for servers) and let requests come by that, or declare it stateless: ${declareBy("annotation")}, or the tag`;

/** Platforms that keep clients by their addresses. */
const PLATFORMS = ["kubernetes", "load-balancer"];

/** Affinity by the client's address is not relied upon behind what has an address of its own, or picks the targets itself. */
export const clientIpBehindProxy: Rule = {
    name: NAME,
    displayName: "Affinity by client address does not stand behind a proxy",
    description:
        "A Service with ClientIP affinity, or a Load Balancer with SourceIP, is not reached through an ingress or a gateway that " +
        "keeps nobody, API Management, Front Door or an Application Gateway, or is declared stateless.",
    severity: "high",
    scope: "stack",
    remediation: `${FIX}.`,
    tags: ["session-affinity", "kubernetes", "azure"],
    evaluate: (topology, config, today) =>
        topology.hops
            .filter(({ platform }) => PLATFORMS.includes(platform))
            .flatMap((hop) => evaluateHop(hop, topology, config, today) ?? []),
};

/** What becomes of affinity by address: a fault with its effect, or the property that it waits for. */
type Fault = { readonly effect: string } | { readonly waits: Finding };

function evaluateHop(hop: Hop, topology: Topology, config: RuleConfig, today: string): Finding | undefined {
    const { affinity } = hop;
    if (affinity.known && affinity.value.kind !== "client-ip") return undefined;
    const fault = faultOf(hop, topology);
    if (!fault) return undefined;
    const need = judgeNeed(hop, config, today);
    if (need.verdict === "undecided") return undecided(NAME, hop, need.path);
    if (need.verdict !== "not sticky") return undefined;
    if (!affinity.known) return undecided(NAME, hop, affinity.path);
    if ("waits" in fault) return fault.waits;
    const { replicas, refused } = need;
    return {
        rule: NAME,
        kind: "violation",
        urn: hop.urn,
        path: hop.affinityPath,
        message:
            `${countOf(replicas, targetsOf(hop))} (${replicas.source}), and clients are kept by their addresses ` +
            `(${affinity.value.source}): ${fault.effect}${refused === undefined ? "" : ` And ${refused}.`}`,
        fix: `${FIX}.`,
    };
}

function faultOf(hop: Hop, topology: Topology): Fault | undefined {
    const routes = topology.routesTo(hop);
    const [proxy] = topology.proxiesOf(hop);
    const byRoutes = faultOfRoutes(hop, routes, topology);
    if (byRoutes && "effect" in byRoutes) return byRoutes;
    return proxy ? { effect: effectOfProxy(hop, proxy, topology) } : byRoutes;
}

/** Routes pick the pods themselves. Where all of them keep their clients, nothing is lost. */
function faultOfRoutes(hop: Hop, routes: readonly ParsedResource[], topology: Topology): Fault | undefined {
    const read = routes.map((route) => ({ route, affinity: topology.affinityOf(route, hop) }));
    const loose = read.find(({ affinity }) => affinity?.known === true && affinity.value.kind === "none");
    if (loose?.affinity?.known) {
        const name = `${loose.route.token.kind} ${loose.route.name}`;
        const { source } = loose.affinity.value;
        return {
            effect:
                `${name} picks the pods itself, or reaches them by one address of its own, and keeps nobody (${source}), so ` +
                `that the setting does nothing for its clients.${ownAddress(hop, topology)}`,
        };
    }
    const unread = read.find(({ affinity }) => !affinity?.known);
    if (!unread) return undefined;
    const { kind } = unread.route.token;
    if (unread.affinity?.known === false) {
        const { path } = unread.affinity;
        const waits = undecided(NAME, hop, path);
        return {
            waits: { ...waits, message: `cannot decide: ${path} of ${kind} ${unread.route.name} is not known yet` },
        };
    }
    const message =
        `cannot decide: ${kind} ${unread.route.name} picks the pods itself, so that the setting does nothing for its clients, ` +
        `and this version does not read affinity off ${kind}`;
    return { waits: { ...undecided(NAME, hop, hop.affinityPath), message } };
}

function effectOfProxy(hop: Hop, proxy: Proxy, topology: Topology): string {
    const { service, whole } = nameProxy(proxy);
    return (
        `${whole} sends to it, and all clients of ${service} have its address, so that they are kept together on one.` +
        ownAddress(hop, topology)
    );
}

/** Clients that come past the proxy are kept. */
function ownAddress(hop: Hop, topology: Topology): string {
    const own = hop.platform === "kubernetes" ? topology.hasOwnAddress(hop) : undefined;
    return own?.known === true && own.value ? " Only those who call the load balancer's own address are kept." : "";
}
