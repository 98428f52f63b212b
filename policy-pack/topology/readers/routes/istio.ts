import { type Affinity } from "../../../../components/affinity/vocabulary";
import { routesTo } from "../../kubernetes-routes";
import { type ParsedResource, type ResourceIndex } from "../../resource";
import { type Fact, isRecord, lookup, lookupText, notYet } from "../../values";

import { isOn, none, records, type RouteReading, reading, soft, strong, valueOf, weakest, said } from "./reading";
import { secondsIn } from "./seconds";

const PATH = "spec.trafficPolicy.loadBalancer.consistentHash";

/** Istio's VirtualService picks no pods: the Service's labels or the DestinationRules for it say how that is done. */
export function virtualService(
    _: ParsedResource,
    service: ParsedResource,
    stack: ResourceIndex,
): RouteReading | undefined {
    const rules = rulesFor(service, stack);
    const affinity = rules.length > 0 ? istioAffinity(service, stack) : none("no DestinationRule for the Service");
    const read = labelAffinity(service) ?? affinity;
    return read && reading(read, PATH);
}

/** What Istio does for a Service, whatever route leads there; undefined where nothing is said, or is not read. */
export function istioAffinity(service: ParsedResource, stack: ResourceIndex): Fact<Affinity> | undefined {
    return (
        labelAffinity(service) ??
        weakest(rulesFor(service, stack).map((rule) => destinationRule(rule, service)?.affinity))
    );
}

function rulesFor(service: ParsedResource, stack: ResourceIndex): ParsedResource[] {
    return routesTo(service, stack).filter(({ token }) => token.kind === "DestinationRule");
}

/** https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB */
export function destinationRule(rule: ParsedResource, service: ParsedResource): RouteReading | undefined {
    const label = labelAffinity(service);
    if (label) return reading(label, PATH);
    const { properties } = rule;
    const subsets = records(properties, "spec.subsets");
    if (subsets.waitsFor !== undefined) return reading(notYet(subsets.waitsFor), PATH);
    const policies = subsets.items.map((one) => lookup(one, "trafficPolicy"));
    if (policies.some(({ state }) => state === "unknown")) return reading(notYet("spec.subsets[].trafficPolicy"), PATH);
    // Which of a rule's subsets a request takes is said elsewhere.
    if (policies.some(({ state }) => state === "known")) return undefined;
    const ports = records(properties, "spec.trafficPolicy.portLevelSettings");
    // A port's settings take nothing over from those of the whole rule.
    const affinity = weakest([
        consistentHash(lookup(properties, "spec.trafficPolicy.loadBalancer"), PATH),
        ...ports.items.map((port) =>
            consistentHash(lookup(port, "loadBalancer"), "spec.trafficPolicy.portLevelSettings[]"),
        ),
        ...(ports.waitsFor === undefined ? [] : [notYet<Affinity>(ports.waitsFor)]),
    ]);
    return affinity && reading(affinity, PATH);
}

/** What the settings of a load balancer in a DestinationRule do for its clients. */
export function consistentHash(balancer: ReturnType<typeof lookup>, path: string): Fact<Affinity> {
    if (balancer.state === "unknown") return notYet(path);
    const hash = lookup(balancer.state === "known" ? balancer.value : {}, "consistentHash");
    if (hash.state === "unknown") return notYet(path);
    if (hash.state === "absent" || !isRecord(hash.value)) return none(`${path} is not set`);
    const header = lookupText(hash.value, "httpHeaderName");
    const address = isOn(hash.value, "useSourceIp");
    const cookie = lookup(hash.value, "httpCookie");
    for (const one of [header, address, cookie]) if (one.state === "unknown") return notYet(`${path}.${one.path}`);
    if (header.state === "known") return soft("header", `${path}.httpHeaderName`, header.value);
    if (address.state === "known" && address.value) return soft("client-ip", `${path}.useSourceIp`);
    if (cookie.state !== "known") return none(`${path} has neither a header, a cookie nor the client's address`);
    const ttl = lookup(cookie.value, "ttl");
    if (ttl.state === "unknown") return notYet(`${path}.httpCookie.ttl`);
    if (ttl.state === "absent") return none(`${path}.httpCookie has no ttl, so that no cookie is ever issued`);
    const name = lookupText(cookie.value, "name");
    return soft(
        "cookie",
        `${path}.httpCookie`,
        said(name, `${path}.httpCookie.name`),
        secondsIn(valueOf(lookupText(cookie.value, "ttl"))),
    );
}

/** Labels of the Service; istiod reads them only with PILOT_ENABLE_PERSISTENT_SESSION_FILTER. */
export function labelAffinity({ properties }: ParsedResource): Fact<Affinity> | undefined {
    for (const [name, kind] of [
        ["istio.io/persistent-session", "cookie"],
        ["istio.io/persistent-session-header", "header"],
    ] as const) {
        const label = lookupText(properties, ["metadata", "labels", name]);
        if (label.state === "unknown") return notYet(`${label.path} of the Service`);
        if (label.state === "known") {
            const source = `label ${name} of the Service, where istiod has its persistent session filter on`;
            return strong(kind, source, label.value.split(":")[0]);
        }
    }
    return undefined;
}
