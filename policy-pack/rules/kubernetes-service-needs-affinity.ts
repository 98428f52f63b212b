import { type Topology } from "../topology";
import { type Hop } from "../topology/hop";

import { type RuleConfig } from "./config";
import { judge, type Judgement } from "./judge";
import { declareBy, findingAbout, type PlatformWording } from "./needs-affinity";
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
    evaluate: (topology, config, today) =>
        topology.hops
            .filter((hop) => hop.platform === WORDING.platform)
            .flatMap((hop) => evaluateService(hop, topology, config, today) ?? []),
};

function evaluateService(hop: Hop, topology: Topology, config: RuleConfig, today: string): Finding | undefined {
    const judgement = judge(hop, config, today);
    return routedFinding(hop, judgement, topology) ?? findingAbout(NAME, hop, judgement, WORDING);
}

/** A route in front picks the pods itself: whether it keeps clients is not read, so it can neither be found right nor wrong. */
function routedFinding(hop: Hop, judgement: Judgement, topology: Topology): Finding | undefined {
    const [route] = judgement.verdict === "not sticky" ? topology.routesTo(hop) : [];
    if (!route) return undefined;
    const { kind } = route.token;
    return {
        rule: NAME,
        kind: "undecided",
        urn: hop.urn,
        path: hop.affinityPath,
        message: `cannot decide: ${kind} ${route.name} chooses among its pods, and this version does not read affinity off ${kind}`,
        fix: "",
    };
}
