import { type Topology } from "../topology";
import { type Hop } from "../topology/hop";
import { type ParsedResource } from "../topology/resource";

import { type RuleConfig } from "./config";
import { judge, type Judgement, suffices } from "./judge";
import { declareBy, findingAbout, fixing, type PlatformWording } from "./needs-affinity";
import { remediateService } from "./remediations/service";
import { type Finding, type Rule } from "./rule";

const NAME = "kubernetes-service-needs-affinity";

const WORDING: PlatformWording = {
    platform: "kubernetes",
    targets: "pods",
    fix: 'Set spec.sessionAffinity to "ClientIP", or keep clients by a cookie in what routes to the Service',
    declare: declareBy("annotation"),
};

/** A Kubernetes Service with several pods behind it keeps its clients. */
export const kubernetesServiceNeedsAffinity: Rule = {
    name: NAME,
    displayName: "Kubernetes Services with several pods have session affinity",
    description:
        "A Service whose selector reaches several pods (by replicas, by an autoscaler's maximum, or by several workloads) " +
        "has ClientIP affinity, or is declared stateless.",
    severity: "high",
    scope: "stack",
    remediation: `${WORDING.fix}, or declare it stateless: ${WORDING.declare}.`,
    tags: ["session-affinity", "kubernetes"],
    remediate: remediateService,
    evaluate: (topology, config, today) =>
        topology.hops
            .filter((hop) => hop.platform === WORDING.platform)
            .flatMap((hop) => evaluateService(hop, topology, config, today) ?? []),
};

function evaluateService(hop: Hop, topology: Topology, config: RuleConfig, today: string): Finding | undefined {
    const judgement = judge(hop, config, today);
    const routes = judgement.verdict === "not sticky" ? topology.routesTo(hop) : [];
    return routes.length > 0
        ? routedFinding(hop, judgement, routes, topology, config)
        : findingAbout(NAME, hop, judgement, fixing(hop.urn, judgement, topology, WORDING));
}

/**
 * Routes in front pick the pods themselves. One that keeps nobody is enough for a violation; else one that is not read
 * or not known yet leaves it undecided; where all keep the client, the Service needs nothing of its own.
 */
function routedFinding(
    hop: Hop,
    judgement: Judgement,
    routes: ReturnType<Topology["routesTo"]>,
    topology: Topology,
    config: RuleConfig,
): Finding | undefined {
    const read = routes.map((route) => ({ route, affinity: topology.affinityOf(route, hop) }));
    const loose = read.find(({ affinity }) => affinity?.known === true && !suffices(affinity.value, config));
    if (loose?.affinity?.known) {
        const { kind } = loose.route.token;
        const { value } = loose.affinity;
        const sets = value.kind === "none" ? "none" : "a hash";
        const front = `${kind} ${loose.route.name} in front of it sets ${sets}: ${value.source}`;
        const keep = { ...WORDING, fix: `Keep clients in ${kind} ${loose.route.name}, which picks the pods itself` };
        return findingAbout(NAME, hop, besides(judgement, front), fixing(loose.route.urn, judgement, topology, keep));
    }
    const unread = read.find(({ affinity }) => !affinity?.known);
    if (!unread) return addressedFinding(hop, judgement, routes, topology);
    const { kind } = unread.route.token;
    const waits = unread.affinity?.known === false ? unread.affinity.path : undefined;
    return {
        rule: NAME,
        kind: "undecided",
        urn: hop.urn,
        path: waits ?? hop.affinityPath,
        message:
            waits === undefined
                ? `cannot decide: ${kind} ${unread.route.name} chooses among its pods, and this version does not read affinity off ${kind}`
                : // What another object waits for names it already.
                  `cannot decide: ${/ of /.test(waits) ? waits : `${waits} of ${kind} ${unread.route.name}`} is not known yet`,
        fix: "",
    };
}

/** A LoadBalancer has an address of its own: who takes that one is not kept by the routes, however well they keep others. */
function addressedFinding(
    hop: Hop,
    judgement: Judgement,
    routes: readonly ParsedResource[],
    topology: Topology,
): Finding | undefined {
    const own = topology.hasOwnAddress(hop);
    const names = routes.map(({ token, name }) => `${token.kind} ${name}`).join(" and ");
    if (!own.known) {
        return {
            rule: NAME,
            kind: "undecided",
            urn: hop.urn,
            path: own.path,
            message: `cannot decide: ${own.path} is not known yet, and a LoadBalancer is reached past ${names}`,
            fix: "",
        };
    }
    if (!own.value) return undefined;
    return findingAbout(NAME, hop, besides(judgement, `clients reach the LoadBalancer's own address past ${names}`), {
        ...WORDING,
        fix: 'Set spec.type to "ClusterIP", so that clients come by the route, or spec.sessionAffinity to "ClientIP"',
    });
}

/** The judgement with what the route says beside what the Service says. */
function besides(judgement: Judgement, front: string): Judgement {
    if (judgement.verdict !== "not sticky") return judgement;
    const source = `${judgement.affinity.source}, and ${front}`;
    return { ...judgement, affinity: { ...judgement.affinity, source } };
}
