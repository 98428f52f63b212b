import { type Affinity } from "../../../../components/affinity/vocabulary";
import { sharesCluster, sharesNamespace } from "../../kubernetes-scope";
import { type ParsedResource, type ResourceIndex } from "../../resource";
import { type Fact, fact, type Lookup, lookup, lookupText, notYet } from "../../values";

import { mayName, none, records, weakest, weakestOf } from "./reading";

const MODULE = "alb.networking.azure.io";
/** A Go duration, which a number without a unit is not. */
const DURATION = /^(\d+(\.\d+)?(ns|us|ms|s|m|h))+$/;

/** Session affinity as RoutePolicy and IngressExtension have it. https://learn.microsoft.com/azure/application-gateway/for-containers/session-affinity */
export function albAffinity(holder: unknown, path: string): Fact<Affinity> {
    const type = lookupText(holder, "sessionAffinity.affinityType");
    if (type.state === "unknown") return notYet(`${path}.${type.path}`);
    if (type.state === "absent") return none(`${path}.sessionAffinity is not set`);
    const source = `${path}.sessionAffinity.affinityType = "${type.value}"`;
    if (type.value === "managed-cookie") {
        return fact({ kind: "cookie", strength: "strong", source, key: "AGCAffinity", ttlSeconds: 86_400 });
    }
    if (type.value !== "application-cookie") return none(source);
    const name = lookupText(holder, "sessionAffinity.cookieName");
    const duration = lookupText(holder, "sessionAffinity.cookieDuration");
    for (const one of [name, duration]) if (one.state === "unknown") return notYet(`${path}.${one.path}`);
    if (name.state !== "known" || name.value === "") return none(`${source} without a cookieName`);
    if (duration.state !== "known" || !DURATION.test(duration.value)) {
        return none(`${source} without a cookieDuration such as "3600s"`);
    }
    return fact({ kind: "cookie", strength: "strong", source, key: name.value });
}

/** What the RoutePolicies of the stack that target an HTTPRoute come to; undefined where none does. */
export function policyAffinity(route: ParsedResource, stack: ResourceIndex): Fact<Affinity> | undefined {
    return weakest(
        stack.ofKind("kubernetes", MODULE, "RoutePolicy").flatMap((policy) => {
            const { properties } = policy;
            const kind = lookupText(properties, "spec.targetRef.kind");
            const group = lookupText(properties, "spec.targetRef.group");
            const name = lookup(properties, "spec.targetRef.name");
            if (kind.state === "known" && kind.value !== route.token.kind) return [];
            // Microsoft's sample writes an empty group.
            if (group.state === "known" && !["", "gateway.networking.k8s.io"].includes(group.value)) return [];
            if (name.state === "known" && !mayName(name.value, route)) return [];
            if (name.state === "absent" || !sharesCluster(policy, route)) return [];
            const near = sharesNamespace(policy, route, stack);
            if (near === false) return [];
            if (typeof near === "object") return [notYet<Affinity>(near.waitsFor)];
            const made = (policy.propertyDependencies["spec"] ?? []).includes(route.urn);
            if (name.state === "unknown" && !made)
                return [notYet<Affinity>(`${name.path} of RoutePolicy ${policy.name}`)];
            const preset = lookup(properties, "spec.default");
            return preset.state === "unknown"
                ? [notYet<Affinity>(`${preset.path} of RoutePolicy ${policy.name}`)]
                : [
                      albAffinity(
                          preset.state === "known" ? preset.value : {},
                          `RoutePolicy ${policy.name} spec.default`,
                      ),
                  ];
        }),
    );
}

/** What the IngressExtension that an Ingress names says of one of its Services. */
export function extensionAffinity(
    route: ParsedResource,
    service: ParsedResource,
    name: Lookup<string>,
    stack: ResourceIndex,
): Fact<Affinity> {
    if (name.state === "unknown") return notYet(name.path);
    if (name.state === "absent") return none(`${MODULE}/alb-ingress-extension is not set`);
    const extension = stack.ofKind("kubernetes", MODULE, "IngressExtension").find((one) => {
        const own = lookupText(one.properties, "metadata.name");
        return (
            own.state === "known" &&
            own.value === name.value &&
            sharesCluster(one, route) &&
            sharesNamespace(one, route, stack) === true
        );
    });
    // One that is not in the stack may hold anything.
    if (!extension) return notYet(`spec of IngressExtension ${name.value}`);
    const spec = lookup(extension.properties, "spec");
    if (spec.state === "unknown") return notYet(`spec of IngressExtension ${extension.name}`);
    const { items, waitsFor } = records(extension.properties, "spec.backendSettings");
    const mine = items.filter((one) => mayName(one["service"], service));
    return (
        weakestOf({ items: mine, ...(waitsFor === undefined ? {} : { waitsFor }) }, (one) =>
            albAffinity(one, `IngressExtension ${extension.name} spec.backendSettings`),
        ) ?? none(`IngressExtension ${extension.name} has no backendSettings for the Service`)
    );
}
