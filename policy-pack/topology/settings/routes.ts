import { type Affinity } from "../../../components/affinity/vocabulary";
import { type Part, partsIn, textIn, wholeOf } from "../readers/parts";
import { contourRouteAffinity } from "../readers/routes/contour";
import { trafficPolicyHash } from "../readers/routes/envoy-gateway";
import { persistenceAffinities } from "../readers/routes/gateway-api";
import { consistentHash } from "../readers/routes/istio";
import { upstreamAffinity } from "../readers/routes/nginx-inc";
import { isOn } from "../readers/routes/reading";
import { leafAffinity } from "../readers/routes/traefik";
import { type Fact, fact, isRecord, lookup, lookupText, notYet } from "../values";

import { type Setting, type SettingsReader } from "./setting";

/** `sessionPersistence` of an HTTPRoute's or GRPCRoute's rules. */
export const gatewayRoute: SettingsReader = (route, stack) =>
    persistenceAffinities(route, stack).map((affinity) => ({
        path: "spec.rules[].sessionPersistence",
        affinity,
        fix:
            "Install the Gateway API's experimental channel and an implementation that honours sessionPersistence, or keep " +
            "clients by the implementation's own policy",
    }));

/** Consistent hashing of Istio's DestinationRule, for all ports, for one, and for a subset. */
export const destinationRule: SettingsReader = ({ properties }) =>
    [wholeOf(properties), ...items(properties, "spec.subsets")].flatMap((holder) => {
        const policy = holder.path === "" ? "spec.trafficPolicy" : "trafficPolicy";
        const ports = itemsOf(holder, `${policy}.portLevelSettings`);
        const at = (part: Part, path: string) => [part.path, path].filter((one) => one !== "").join(".");
        return [
            hashOf(holder.value, `${policy}.loadBalancer`, at(holder, `${policy}.loadBalancer.consistentHash`)),
            ...ports.map((port) => hashOf(port.value, "loadBalancer", at(port, "loadBalancer.consistentHash"))),
        ].flat();
    });

function hashOf(holder: unknown, path: string, shown: string): Setting[] {
    const hash = lookup(holder, `${path}.consistentHash`);
    if (hash.state !== "known" || !isRecord(hash.value)) return [];
    const affinity = consistentHash(lookup(holder, path), shown);
    // A hash by a parameter of the address is not read.
    if (isLoose(affinity) && lookup(hash.value, "httpCookie").state === "absent") return [];
    return [{ path: shown, affinity, fix: 'Give httpCookie a ttl ("0s" ends with the browser)' }];
}

/** Strategies of Contour that keep nobody, and say so. https://projectcontour.io/docs/main/config/request-routing/ */
const SPREADING = ["RoundRobin", "WeightedLeastRequest", "Random"];

/** Contour's strategies of balancing. */
export const contourProxy: SettingsReader = ({ properties }) =>
    items(properties, "spec.routes").flatMap(({ value, path }) => {
        const strategy = lookupText(value, "loadBalancerPolicy.strategy");
        if (strategy.state !== "known" || SPREADING.includes(strategy.value)) return [];
        const affinity = contourRouteAffinity(value);
        // A hash by a parameter of the address is not read.
        if (isLoose(affinity) && strategy.value === "RequestHash") return [];
        return [
            {
                path: `${path}.loadBalancerPolicy.strategy`,
                affinity,
                fix: 'Set it to "Cookie" or "RequestHash": Contour takes what it does not know for RoundRobin',
            },
        ];
    });

/** Cookies and hashes of NGINX Inc's VirtualServer. */
export const virtualServer: SettingsReader = ({ properties }) =>
    items(properties, "spec.upstreams").flatMap(({ value, path }) => {
        const cookie = isOn(value, "sessionCookie.enable");
        const affinity = upstreamAffinity(value);
        if (!(cookie.state === "known" && cookie.value) && isLoose(affinity)) return [];
        return lookup(value, "sessionCookie").state === "absent" && !affinity.known
            ? []
            : [{ path, affinity, fix: "Set use-cluster-ip of the upstream to false" }];
    });

/** Cookies of Traefik's IngressRoute. */
export const ingressRoute: SettingsReader = ({ properties }) =>
    items(properties, "spec.routes").flatMap((route) => itemsOf(route, "services").flatMap(traefikLeaf));

/** Cookies of a weighted TraefikService. */
export const traefikService: SettingsReader = ({ properties }) =>
    items(properties, "spec.weighted.services").flatMap(traefikLeaf);

function traefikLeaf({ value, path }: Part): Setting[] {
    const kind = lookupText(value, "kind");
    if (kind.state === "known" && kind.value !== "Service") return [];
    if (lookup(value, "sticky").state !== "known") return [];
    const fix = "Write the cookie as sticky: { cookie: { name } }, and leave nativeLB out";
    return [{ path: `${path}.sticky`, affinity: leafAffinity(value, path), fix }];
}

/** Hashes of Envoy Gateway's BackendTrafficPolicy, each of several headers by itself. */
export const trafficPolicy: SettingsReader = (policy) => {
    const affinity = trafficPolicyHash(policy);
    if (!affinity.known || affinity.value.kind === "none") return [];
    const path = "spec.loadBalancer.consistentHash";
    const headers = itemsOf(wholeOf(policy.properties), `${path}.headers`);
    if (affinity.value.kind !== "header" || headers.length === 0) return [{ path, affinity, fix: "" }];
    return headers.map((header) => {
        const name = textIn(header, "name");
        const key = name.state === "known" ? { key: name.value } : {};
        const read = name.state === "unknown" ? notYet<Affinity>(name.path) : fact({ ...affinity.value, ...key });
        return { path: `${header.path}.name`, affinity: read, fix: "" };
    });
};

function isLoose(affinity: Fact<Affinity>): boolean {
    return affinity.known && affinity.value.kind === "none";
}

function items(properties: unknown, path: string): readonly Part[] {
    return itemsOf(wholeOf(properties), path);
}

function itemsOf(owner: Part, path: string): readonly Part[] {
    const found = partsIn(owner, path);
    return found.state === "known" ? found.value : [];
}
