import { type StackResource } from "../../topology";
import { readDeclarations } from "../../topology/declaration";
import { type Hop } from "../../topology/hop";
import { serviceAffinity, whyNoChoice } from "../../topology/readers/kubernetes";
import { READ_BY_ROUTES } from "../../topology/service-patches";
import { isKind, parseTypeToken } from "../../topology/type-token";
import { fact, isRecord, lookup, lookupText } from "../../topology/values";
import { type RuleConfig } from "../config";
import { judge } from "../judge";
import { type Remediation } from "../rule";

/** What makes a load balancer an inner one, which others stand in front of. https://cloud-provider-azure.sigs.k8s.io/topics/loadbalancer/ */
const INTERNAL = "service.beta.kubernetes.io/azure-load-balancer-internal";
/** Amazon's balancers refuse ClientIP, and the Service is not created. https://github.com/cilium/cilium/issues/32646 */
const OF_AMAZON = "service.beta.kubernetes.io/aws-";

/**
 * Turns on the ClientIP affinity of a Service that clients reach at an address of its own. Whether a route or a proxy of
 * the stack sends to it one resource does not tell, so that any other Service stays as it is.
 */
export function remediateService(resource: StackResource, config: RuleConfig, today: string): Remediation | undefined {
    const token = parseTypeToken(resource.type);
    if (!token || token.patch || !isKind(token, "kubernetes", "core", "Service")) return undefined;
    const { properties } = resource;
    if (!isReachedDirectly(properties) || whyNoChoice(properties).state !== "absent") return undefined;
    const selector = lookup(properties, "spec.selector");
    if (selector.state !== "known" || !isRecord(selector.value) || Object.keys(selector.value).length === 0) {
        return undefined;
    }
    return judge(asHop(resource), config, today).verdict === "not sticky"
        ? { path: ["spec", "sessionAffinity"], value: "ClientIP" }
        : undefined;
}

/** The Service as if it had several pods: how many it has, other resources tell. */
function asHop({ urn, type, name, properties }: StackResource): Hop {
    return {
        urn,
        type,
        name,
        platform: "kubernetes",
        replicas: fact({ min: 1, max: Infinity, source: "workloads that are not looked at" }),
        affinity: serviceAffinity(properties),
        affinityPath: "spec.sessionAffinity",
        ...readDeclarations(properties, "metadata.annotations"),
    };
}

function isReachedDirectly(properties: unknown): boolean {
    const type = lookupText(properties, "spec.type");
    if (type.state !== "known" || type.value !== "LoadBalancer") return false;
    return ["annotations", "labels"].every((part) => {
        const found = lookup(properties, ["metadata", part]);
        if (found.state === "unknown") return false;
        const names = found.state === "known" && isRecord(found.value) ? Object.keys(found.value) : [];
        return !names.some((one) => one === INTERNAL || one.startsWith(OF_AMAZON) || READ_BY_ROUTES.test(one));
    });
}
