import { type Affinity } from "../../../../components/affinity/vocabulary";
import { sharesCluster, sharesNamespace } from "../../kubernetes-scope";
import { type ParsedResource, type ResourceIndex } from "../../resource";
import { type Fact, lookup, lookupText, notYet } from "../../values";

import { records, soft, weakest } from "./reading";

/** What Envoy Gateway's BackendTrafficPolicies that target a route come to; undefined where none hashes. */
export function trafficPolicyAffinity(route: ParsedResource, stack: ResourceIndex): Fact<Affinity> | undefined {
    const policies = stack.ofKind("kubernetes", "gateway.envoyproxy.io", "BackendTrafficPolicy");
    return weakest(
        policies
            .filter((policy) => sharesCluster(policy, route) && targets(policy, route))
            .flatMap((policy) => {
                const near = sharesNamespace(policy, route, stack);
                if (near === false) return [];
                return typeof near === "object" ? [notYet<Affinity>(near.waitsFor)] : (hashOf(policy) ?? []);
            }),
    );
}

/** True where a policy names the route, or the Gateway that the route names. */
function targets({ properties }: ParsedResource, route: ParsedResource): boolean {
    const own = lookupText(route.properties, "metadata.name");
    const { items: parents } = records(route.properties, "spec.parentRefs");
    const single = lookup(properties, "spec.targetRef");
    return [...records(properties, "spec.targetRefs").items, ...(single.state === "known" ? [single.value] : [])].some(
        (target) => {
            const [kind, name] = [lookupText(target, "kind"), lookupText(target, "name")];
            if (kind.state !== "known" || name.state !== "known") return false;
            return kind.value === "Gateway"
                ? parents.some((parent) => parent["name"] === name.value)
                : kind.value === route.token.kind && own.state === "known" && own.value === name.value;
        },
    );
}

function hashOf({ properties, name }: ParsedResource): Fact<Affinity> | undefined {
    const source = `BackendTrafficPolicy ${name} spec.loadBalancer.consistentHash`;
    const type = lookupText(properties, "spec.loadBalancer.type");
    if (type.state === "unknown") return notYet(`${type.path} of BackendTrafficPolicy ${name}`);
    if (type.state === "absent" || type.value !== "ConsistentHash") return undefined;
    const by = lookupText(properties, "spec.loadBalancer.consistentHash.type");
    if (by.state === "unknown") return notYet(`${by.path} of BackendTrafficPolicy ${name}`);
    const kinds = { SourceIP: "client-ip", Headers: "header", Header: "header", Cookie: "cookie" } as const;
    return by.state === "known" && by.value in kinds ? soft(kinds[by.value as keyof typeof kinds], source) : undefined;
}
