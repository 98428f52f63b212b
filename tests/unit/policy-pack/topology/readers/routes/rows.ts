import assert from "node:assert/strict";

import { rules } from "../../../../../../policy-pack/rules";
import { DEFAULT_CONFIG } from "../../../../../../policy-pack/rules/config";
import { readTopology, type StackResource } from "../../../../../../policy-pack/topology";
import { resource, service, TODAY, workload } from "../../../stacks";

export type Outcome = "strong" | "soft" | "none" | "unknown" | "not read";

export const GATEWAY = "gateway.networking.k8s.io/v1";

export const object = (type: string, spec: unknown, more: object = {}, name = "shop"): StackResource =>
    resource(`kubernetes:${type}`, name, { metadata: { name, ...more }, spec });
export const ingress = (ingressClassName: unknown, annotations: object = {}): StackResource =>
    object(
        "networking.k8s.io/v1:Ingress",
        { ingressClassName, defaultBackend: { service: { name: "web" } } },
        {
            annotations,
        },
    );
export const http = (rule: object): StackResource =>
    object(`${GATEWAY}:HTTPRoute`, {
        parentRefs: [{ name: "gw" }],
        rules: [{ backendRefs: [{ name: "web" }], ...rule }],
    });
export const gateway = (controllerName: string, more: object = {}, name = "gw"): StackResource[] => [
    object(`${GATEWAY}:Gateway`, { gatewayClassName: `class-of-${name}` }, more, name),
    object(`${GATEWAY}:GatewayClass`, { controllerName }, {}, `class-of-${name}`),
];
export const proxy = (loadBalancerPolicy: unknown) =>
    object("projectcontour.io/v1:HTTPProxy", { routes: [{ services: [{ name: "web" }], loadBalancerPolicy }] });
export const server = (more: object) =>
    object("k8s.nginx.org/v1:VirtualServer", { upstreams: [{ service: "web", ...more }] });
export const traefik = (more: object) =>
    object("traefik.io/v1alpha1:IngressRoute", { routes: [{ services: [{ name: "web", ...more }] }] });
export const istio = (consistentHash: unknown, more: object = {}) =>
    object("networking.istio.io/v1:DestinationRule", {
        host: "web",
        trafficPolicy: { loadBalancer: { consistentHash }, ...more },
    });
export const policy = (sessionAffinity: unknown, name: unknown = "shop", part = "default") =>
    object("alb.networking.azure.io/v1:RoutePolicy", {
        targetRef: { group: "gateway.networking.k8s.io", kind: "HTTPRoute", name },
        [part]: { sessionAffinity },
    });
export const extension = (setting: object) =>
    object("alb.networking.azure.io/v1:IngressExtension", { backendSettings: [setting] }, {}, "ext");
export const web = (metadata: Record<string, unknown> = {}) => service({}, { metadata });
export const annotated = (annotations: object) => web({ annotations });

export const NGINX = "nginx.ingress.kubernetes.io/";
export const TRAEFIK = "traefik.ingress.kubernetes.io/service.";
export const AGC = { "alb.networking.azure.io/alb-ingress-extension": "ext" };
export const MANAGED = { affinityType: "managed-cookie" };
export const APPLICATION = { affinityType: "application-cookie", cookieName: "c" };
export const EG = gateway("gateway.envoyproxy.io/gatewayclass-controller");
export const hashing = object("gateway.envoyproxy.io/v1alpha1:BackendTrafficPolicy", {
    targetRefs: [{ kind: "HTTPRoute", name: "shop" }],
    loadBalancer: { type: "ConsistentHash", consistentHash: { type: "SourceIP" } },
});

export const patch = (name: unknown, metadata: object): StackResource =>
    resource("kubernetes:core/v1:ServicePatch", "patch", { metadata: { name, ...metadata } });
export const ingressClass = (controller: unknown, name: unknown = "edge"): StackResource =>
    resource("kubernetes:networking.k8s.io/v1:IngressClass", "class", { metadata: { name }, spec: { controller } });
export const HASH = { type: "ConsistentHash", consistentHash: { type: "SourceIP" } };
export const balancing = (kind: unknown, target: unknown, loadBalancer: object = HASH, name = "p", more: object = {}) =>
    object(
        "gateway.envoyproxy.io/v1alpha1:BackendTrafficPolicy",
        { targetRefs: [{ kind, name: target }], loadBalancer },
        more,
        name,
    );
export const attached = (parentRefs: unknown, rule: object): StackResource =>
    object(`${GATEWAY}:HTTPRoute`, { parentRefs, rules: [{ backendRefs: [{ name: "web" }], ...rule }] });
export const servicePolicy = (type: string, name = "web"): StackResource =>
    object(type, { targetRefs: [{ kind: "Service", name }], sessionPersistence: { type: "Cookie" } });
export const routePolicy = (targetRef: object, more: object = {}): StackResource =>
    object("alb.networking.azure.io/v1:RoutePolicy", { targetRef, default: { sessionAffinity: MANAGED } }, more);
export const weighted = (upper: object, lower: object): StackResource =>
    object("traefik.io/v1alpha1:TraefikService", {
        weighted: { services: [{ name: "web", ...lower }, { name: "api" }], ...upper },
    });
export const subsets = (given: unknown): StackResource =>
    object("networking.istio.io/v1:DestinationRule", {
        host: "web",
        subsets: given,
        trafficPolicy: { loadBalancer: { consistentHash: { useSourceIp: true } } },
    });
export const virtual = object("networking.istio.io/v1:VirtualService", {
    http: [{ route: [{ destination: { host: "web" } }] }],
});

/** A route, what its affinity comes to, and the resources that say so beside three pods and their Service. */
export type Row = readonly [about: string, outcome: Outcome, resources: readonly StackResource[]];

/** Tests that a route is read as it should be, and that the Service behind it is judged by that, in any order. */
export function itReads(rows: readonly Row[]): void {
    for (const [about, outcome, given] of rows) {
        const resources = [
            workload("Deployment"),
            ...given,
            ...(given.some(({ type }) => type.endsWith(":Service")) ? [] : [web()]),
        ];
        it(`${about}: ${outcome}, in any order`, () => {
            for (const order of [resources, [...resources].reverse()]) {
                const topology = readTopology(order);
                const hop = topology.hops.find(({ platform }) => platform !== "kubernetes");
                const read = hop?.affinity;
                const found = !read ? "not read" : read.known ? read.value.strength : "unknown";
                assert.equal(found, outcome, JSON.stringify(hop));
                assert.equal(topology.edges.length > 0, outcome !== "not read");
                const kinds = rules
                    .filter(({ name }) => name === "kubernetes-service-needs-affinity")
                    .flatMap((rule) => rule.evaluate(topology, DEFAULT_CONFIG, TODAY))
                    .map(({ kind }) => kind);
                const wanted = { strong: [], soft: [], none: ["violation"] } as Record<string, string[]>;
                assert.deepEqual(kinds, wanted[outcome] ?? ["undecided"]);
            }
        });
    }
}
