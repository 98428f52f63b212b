import { type Affinity } from "../../../../components/affinity/vocabulary";
import { type Answer, scopeOf, sharesNamespace } from "../../kubernetes-scope";
import { NamedObjects, NameIndex } from "../../named-objects";
import { referrersByUrn } from "../../references";
import { oncePerStack, type ParsedResource, type ResourceIndex } from "../../resource";
import { type Fact, type Lookup, lookup, lookupText, notYet } from "../../values";

import { mayName, none, records, strong, weakest, weakestOf } from "./reading";
import { secondsIn } from "./seconds";

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
        return strong("cookie", source, "AGCAffinity", 86_400);
    }
    if (type.value !== "application-cookie") return none(source);
    const name = lookupText(holder, "sessionAffinity.cookieName");
    const duration = lookupText(holder, "sessionAffinity.cookieDuration");
    for (const one of [name, duration]) if (one.state === "unknown") return notYet(`${path}.${one.path}`);
    if (name.state !== "known" || name.value === "") return none(`${source} without a cookieName`);
    if (duration.state !== "known" || !DURATION.test(duration.value)) {
        return none(`${source} without a cookieDuration such as "3600s"`);
    }
    return strong("cookie", source, name.value, secondsIn(duration.value));
}

/** Policies by the names of the routes that they target. */
const policiesOf = oncePerStack((stack) => {
    const policies = stack.ofKind("kubernetes", MODULE, "RoutePolicy");
    const targets = new NameIndex();
    for (const policy of policies) {
        targets.add(lookupText(policy.properties, "spec.targetRef.name"), scopeOf(policy, stack), policy);
    }
    return { targets, byUrn: referrersByUrn(policies, "spec", stack) };
});

/** What the RoutePolicies of the stack that target an HTTPRoute come to; undefined where none does. */
export function policyAffinity(route: ParsedResource, stack: ResourceIndex): Fact<Affinity> | undefined {
    const { targets, byUrn } = policiesOf(stack);
    const name = lookupText(route.properties, "metadata.name");
    const named = targets.near(name, scopeOf(route, stack), (policy) => sharesNamespace(policy, route, stack) === true);
    const made = (byUrn.get(route.urn) ?? []).filter(
        ({ properties }) => lookupText(properties, "spec.targetRef.name").state === "unknown",
    );
    const certain = [...new Set([...named.certain, ...made])];
    const possible = named.possible.filter((policy) => !certain.includes(policy));
    return weakest([
        ...certain.filter((policy) => targetsKind(policy, route) !== false).map((policy) => affinityIn(policy, route)),
        ...possible
            .filter((policy) => targetsKind(policy, route) !== false)
            .map((policy) => notYet<Affinity>(`spec.targetRef of RoutePolicy ${policy.name}`)),
    ]);
}

/** Whether a policy targets routes of the kind; the path where that is not known yet. */
function targetsKind({ properties }: ParsedResource, { token }: ParsedResource): Answer {
    const kind = lookupText(properties, "spec.targetRef.kind");
    const group = lookupText(properties, "spec.targetRef.group");
    if (kind.state === "known" && kind.value !== token.kind) return false;
    if (group.state === "known" && !GROUPS.includes(group.value)) return false;
    for (const one of [kind, group]) if (one.state === "unknown") return { waitsFor: one.path };
    return true;
}

/** The groups of routes that a policy may target; Microsoft's sample writes an empty one. */
const GROUPS = ["", "gateway.networking.k8s.io"];
const ROUTES = ["HTTPRoute", "GRPCRoute"];

/** What a RoutePolicy targets that is no route; absent where it targets one. */
export function untargetable({ properties }: ParsedResource): Lookup<string> {
    const kind = lookupText(properties, "spec.targetRef.kind");
    if (kind.state === "known" && !ROUTES.includes(kind.value)) {
        return { state: "known", value: `spec.targetRef.kind = "${kind.value}"` };
    }
    const group = lookupText(properties, "spec.targetRef.group");
    if (group.state === "known" && !GROUPS.includes(group.value)) {
        return { state: "known", value: `spec.targetRef.group = "${group.value}"` };
    }
    return [kind, group].find(({ state }) => state === "unknown") ?? { state: "absent" };
}

function affinityIn(policy: ParsedResource, route: ParsedResource): Fact<Affinity> {
    const targeted = targetsKind(policy, route);
    if (typeof targeted === "object") return notYet(`${targeted.waitsFor} of RoutePolicy ${policy.name}`);
    const preset = lookup(policy.properties, "spec.default");
    return preset.state === "unknown"
        ? notYet(`${preset.path} of RoutePolicy ${policy.name}`)
        : albAffinity(preset.state === "known" ? preset.value : {}, `RoutePolicy ${policy.name} spec.default`);
}

const extensions = new NamedObjects(MODULE, "IngressExtension");

/** What the IngressExtension that an Ingress names says of one of its Services. */
export function extensionAffinity(
    route: ParsedResource,
    service: ParsedResource,
    name: Lookup<string>,
    stack: ResourceIndex,
): Fact<Affinity> {
    if (name.state === "absent") return none(`${MODULE}/alb-ingress-extension is not set`);
    const [extension] = extensions.meant(route, "metadata", name, stack).certain;
    // One that is not in the stack may hold anything.
    if (!extension) return notYet(name.state === "unknown" ? name.path : `spec of IngressExtension ${name.value}`);
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
