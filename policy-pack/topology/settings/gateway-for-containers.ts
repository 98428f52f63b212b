import { type Affinity, noAffinity } from "../../../components/affinity/vocabulary";
import { type Answer, sharesCluster, sharesNamespace } from "../kubernetes-scope";
import { partsIn, wholeOf } from "../readers/parts";
import { albAffinity, untargetable } from "../readers/routes/gateway-for-containers";
import { oncePerStack, type ParsedResource, type ResourceIndex } from "../resource";
import { getOrAdd } from "../scoped-index";
import { type Fact, fact, lookup, lookupText, notYet } from "../values";

import { type Setting, type SettingsReader } from "./setting";

const COOKIE_FIX =
    'Set affinityType to "managed-cookie", or to "application-cookie" with a cookieName and a cookieDuration such as "3600s"';

/** Session affinity of a RoutePolicy. */
export const routePolicy: SettingsReader = (policy, stack) => [...preset(policy, stack), ...override(policy)];

function preset(policy: ParsedResource, stack: ResourceIndex): Setting[] {
    const { properties } = policy;
    const path = "spec.default.sessionAffinity";
    if (lookup(properties, path).state !== "known") return [];
    const own = albAffinity(lookupIn(properties, "spec.default"), "spec.default");
    if (!own.known || own.value.kind === "none") return [{ path, affinity: own, fix: COOKIE_FIX }];
    const target = untargetable(policy);
    if (target.state === "known") {
        const fix = 'Target an HTTPRoute, with the group "gateway.networking.k8s.io"';
        return [{ path: "spec.targetRef", affinity: without(`${target.value} is no route`), fix }];
    }
    const waiting = target.state === "unknown" ? notYet<Affinity>(target.path) : undefined;
    const far = otherNamespace(policy, stack);
    const fix = "Put the RoutePolicy in the namespace of its HTTPRoute";
    return [{ path, affinity: far ?? waiting ?? own, fix }];
}

function lookupIn(properties: unknown, path: string): unknown {
    const found = lookup(properties, path);
    return found.state === "known" ? found.value : undefined;
}

function without(why: string): Fact<Affinity> {
    return fact(noAffinity(why));
}

function override({ properties }: ParsedResource): Setting[] {
    const path = "spec.override.sessionAffinity";
    const affinity = without("Application Gateway for Containers does not support override");
    return lookup(properties, path).state === "known"
        ? [{ path, affinity, fix: "Move it to spec.default.sessionAffinity" }]
        : [];
}

const routesByName = oncePerStack((stack) => {
    const found = new Map<string, ParsedResource[]>();
    for (const kind of ["HTTPRoute", "GRPCRoute"]) {
        for (const route of stack.ofKind("kubernetes", "gateway.networking.k8s.io", kind)) {
            const name = lookupText(route.properties, "metadata.name");
            if (name.state === "known" && !route.token.patch) getOrAdd(found, name.value, () => []).push(route);
        }
    }
    return found;
});

/** A policy is for traffic of its own namespace only. https://learn.microsoft.com/azure/application-gateway/for-containers/session-affinity */
function otherNamespace(policy: ParsedResource, stack: ResourceIndex): Fact<Affinity> | undefined {
    const [name, told, own] = ["spec.targetRef.name", "spec.targetRef.namespace", "metadata.namespace"].map((path) =>
        lookupText(policy.properties, path),
    );
    if (told?.state === "known" && own?.state === "known" && told.value !== own.value) {
        return without(`spec.targetRef.namespace = "${told.value}", and the policy is in "${own.value}"`);
    }
    const routes = (name?.state === "known" ? (routesByName(stack).get(name.value) ?? []) : []).filter((route) =>
        sharesCluster(route, policy),
    );
    const near: Answer[] = routes.map((route) => sharesNamespace(route, policy, stack));
    if (near.length === 0 || near.includes(true)) return undefined;
    const waiting = near.find((one) => typeof one === "object");
    if (waiting) return notYet(waiting.waitsFor);
    return without(`it is in another namespace than ${routes[0]?.token.kind} ${routes[0]?.name}`);
}

/** Session affinity of an IngressExtension, of each Service that it has settings for. */
export const ingressExtension: SettingsReader = ({ properties }) => {
    const settings = partsIn(wholeOf(properties), "spec.backendSettings");
    return (settings.state === "known" ? settings.value : [])
        .filter(({ value }) => lookup(value, "sessionAffinity").state === "known")
        .map(({ value, path }) => ({
            path: `${path}.sessionAffinity`,
            affinity: albAffinity(value, path),
            fix: COOKIE_FIX,
        }));
};
