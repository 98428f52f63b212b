import { type Affinity } from "../../../../components/affinity/vocabulary";
import { type Scope, scopeOf, sharesNamespace } from "../../kubernetes-scope";
import { type Meant, NameIndex } from "../../named-objects";
import { referrersByUrn } from "../../references";
import { oncePerStack, type ParsedResource, type ResourceIndex } from "../../resource";
import { type Fact, type Lookup, lookup, lookupText, notYet } from "../../values";

import { type Part, partsIn, textIn, wholeOf } from "../parts";
import { type RouteGateway } from "./gateways";
import { none, soft, valueOf, weakest, said, secondsSaid } from "./reading";

/** Policies by what they target, as `<kind>/<name>`. */
const policiesOf = oncePerStack((stack) => {
    const policies = stack.ofKind("kubernetes", "gateway.envoyproxy.io", "BackendTrafficPolicy");
    const targets = new NameIndex();
    for (const policy of policies) {
        for (const target of targetsOf(policy)) targets.add(target, scopeOf(policy, stack), policy);
    }
    return { targets, byUrn: referrersByUrn(policies, "spec", stack) };
});

function targetsOf({ properties }: ParsedResource): Lookup<string>[] {
    const whole = wholeOf(properties);
    const single = lookup(properties, "spec.targetRef");
    const list = partsIn(whole, "spec.targetRefs");
    const parts = list.state === "known" ? list.value : [];
    return [
        ...(single.state === "known" ? [keyOf({ path: "spec.targetRef", value: single.value })] : []),
        ...(single.state === "unknown" ? [single] : []),
        ...(list.state === "unknown" ? [list] : []),
        ...parts.map(keyOf),
    ];
}

function keyOf(target: Part): Lookup<string> {
    const [kind, name] = [textIn(target, "kind"), textIn(target, "name")];
    for (const one of [kind, name]) if (one.state !== "known") return one;
    return { state: "known", value: `${valueOf(kind)}/${valueOf(name)}` };
}

/**
 * What Envoy Gateway's BackendTrafficPolicies that target a route come to, else those that target its Gateway; undefined
 * where there is none. https://gateway.envoyproxy.io/docs/api/extension_types/#backendtrafficpolicy
 */
export function trafficPolicyAffinity(
    route: ParsedResource,
    gateway: RouteGateway,
    stack: ResourceIndex,
): Fact<Affinity> | undefined {
    const { targets, byUrn } = policiesOf(stack);
    const name = lookupText(route.properties, "metadata.name");
    const scope = scopeOf(route, stack);
    const isNear = (policy: ParsedResource) => sharesNamespace(policy, route, stack) === true;
    const made = (byUrn.get(route.urn) ?? []).filter((policy) =>
        targetsOf(policy).some(({ state }) => state === "unknown"),
    );
    const ofRoute = targets.near(keyed(route.token.kind, name), scope, isNear);
    const certain = [...new Set([...ofRoute.certain, ...made])];
    const own = affinityOf({ certain, possible: ofRoute.possible.filter((policy) => !certain.includes(policy)) });
    if (own) return own;
    const place: Scope = {
        ...scope,
        namespace: gateway.namespace.state === "absent" ? scope.namespace : valueOf(gateway.namespace),
    };
    return affinityOf(
        targets.near(keyed("Gateway", gateway.name), place, (policy) =>
            gateway.namespace.state === "absent"
                ? isNear(policy)
                : scopeOf(policy, stack).namespace === place.namespace,
        ),
    );
}

function keyed(kind: string, name: Lookup<string>): Lookup<string> {
    return name.state === "known" ? { state: "known", value: `${kind}/${name.value}` } : name;
}

function affinityOf({ certain, possible }: Meant): Fact<Affinity> | undefined {
    return weakest([
        ...certain.map(trafficPolicyHash),
        ...possible.map((policy) => notYet<Affinity>(`spec.targetRefs of BackendTrafficPolicy ${policy.name}`)),
    ]);
}

const KINDS: Readonly<Record<string, "client-ip" | "header" | "cookie">> = {
    SourceIP: "client-ip",
    Headers: "header",
    Header: "header",
    Cookie: "cookie",
};

/** What a BackendTrafficPolicy does for the clients of what it targets. */
export function trafficPolicyHash({ properties, name }: ParsedResource): Fact<Affinity> {
    const path = "spec.loadBalancer.consistentHash";
    const owner = `BackendTrafficPolicy ${name}`;
    const type = lookupText(properties, "spec.loadBalancer.type");
    const by = lookupText(properties, `${path}.type`);
    for (const one of [type, by]) if (one.state === "unknown") return notYet(`${one.path} of ${owner}`);
    if (valueOf(type) !== "ConsistentHash") return none(`${owner} spec.loadBalancer is no ConsistentHash`);
    const kind = KINDS[valueOf(by) ?? ""];
    if (kind === undefined) return none(`${owner} ${path} by neither a header, a cookie nor the client's address`);
    if (kind !== "cookie") return soft(kind, `${owner} ${path}`, kind === "header" ? headerOf(properties) : undefined);
    const ttl = lookupText(properties, `${path}.cookie.ttl`);
    return soft("cookie", `${owner} ${path}`, said(lookupText(properties, `${path}.cookie.name`)), secondsSaid(ttl));
}

/** The only header that is hashed, in the older spelling or the newer. */
function headerOf(properties: unknown): string | undefined {
    const path = "spec.loadBalancer.consistentHash";
    const list = partsIn(wholeOf(properties), `${path}.headers`);
    const [first, ...others] = list.state === "known" ? list.value : [];
    if (first) return others.length > 0 ? undefined : valueOf(textIn(first, "name"));
    return valueOf(lookupText(properties, `${path}.header.name`));
}
