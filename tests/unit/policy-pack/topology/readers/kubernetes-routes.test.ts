import assert from "node:assert/strict";

import { rules } from "../../../../../policy-pack/rules";
import { DEFAULT_CONFIG } from "../../../../../policy-pack/rules/config";
import { readTopology, type StackResource } from "../../../../../policy-pack/topology";
import { resource, service, TODAY, UNKNOWN, workload } from "../../stacks";

type Outcome = "strong" | "soft" | "none" | "unknown" | "not read";

const GATEWAY = "gateway.networking.k8s.io/v1";

const object = (type: string, spec: unknown, more: object = {}, name = "shop"): StackResource =>
    resource(`kubernetes:${type}`, name, { metadata: { name, ...more }, spec });
const ingress = (ingressClassName: unknown, annotations: object = {}): StackResource =>
    object(
        "networking.k8s.io/v1:Ingress",
        { ingressClassName, defaultBackend: { service: { name: "web" } } },
        {
            annotations,
        },
    );
const http = (rule: object): StackResource =>
    object(`${GATEWAY}:HTTPRoute`, {
        parentRefs: [{ name: "gw" }],
        rules: [{ backendRefs: [{ name: "web" }], ...rule }],
    });
const gateway = (controllerName: string): StackResource[] => [
    object(`${GATEWAY}:Gateway`, { gatewayClassName: "c" }, {}, "gw"),
    object(`${GATEWAY}:GatewayClass`, { controllerName }, {}, "c"),
];
const proxy = (loadBalancerPolicy: unknown) =>
    object("projectcontour.io/v1:HTTPProxy", { routes: [{ services: [{ name: "web" }], loadBalancerPolicy }] });
const server = (more: object) => object("k8s.nginx.org/v1:VirtualServer", { upstreams: [{ service: "web", ...more }] });
const traefik = (more: object) =>
    object("traefik.io/v1alpha1:IngressRoute", { routes: [{ services: [{ name: "web", ...more }] }] });
const istio = (consistentHash: unknown, more: object = {}) =>
    object("networking.istio.io/v1:DestinationRule", {
        host: "web",
        trafficPolicy: { loadBalancer: { consistentHash }, ...more },
    });
const policy = (sessionAffinity: unknown, name: unknown = "shop", part = "default") =>
    object("alb.networking.azure.io/v1:RoutePolicy", {
        targetRef: { group: "gateway.networking.k8s.io", kind: "HTTPRoute", name },
        [part]: { sessionAffinity },
    });
const extension = (setting: object) =>
    object("alb.networking.azure.io/v1:IngressExtension", { backendSettings: [setting] }, {}, "ext");
const web = (metadata: Record<string, unknown> = {}) => service({}, { metadata });
const annotated = (annotations: object) => web({ annotations });

const NGINX = "nginx.ingress.kubernetes.io/";
const TRAEFIK = "traefik.ingress.kubernetes.io/service.";
const AGC = { "alb.networking.azure.io/alb-ingress-extension": "ext" };
const MANAGED = { affinityType: "managed-cookie" };
const APPLICATION = { affinityType: "application-cookie", cookieName: "c" };
const EG = gateway("gateway.envoyproxy.io/gatewayclass-controller");
const hashing = object("gateway.envoyproxy.io/v1alpha1:BackendTrafficPolicy", {
    targetRefs: [{ kind: "HTTPRoute", name: "shop" }],
    loadBalancer: { type: "ConsistentHash", consistentHash: { type: "SourceIP" } },
});

const cases: [about: string, outcome: Outcome, resources: StackResource[]][] = [
    ["ingress-nginx, cookie", "soft", [ingress("nginx", { [`${NGINX}affinity`]: "cookie" })]],
    ["ingress-nginx, nothing", "none", [ingress("nginx")]],
    ["ingress-nginx, other affinity", "none", [ingress("nginx", { [`${NGINX}affinity`]: "ip" })]],
    [
        "ingress-nginx, service-upstream",
        "none",
        [ingress("nginx", { [`${NGINX}affinity`]: "cookie", [`${NGINX}service-upstream`]: "true" })],
    ],
    ["ingress-nginx, hash", "soft", [ingress("nginx", { [`${NGINX}upstream-hash-by`]: "$binary_remote_addr" })]],
    [
        "ingress-nginx, persistent cookie before hash",
        "strong",
        [
            ingress("nginx", {
                [`${NGINX}affinity`]: "cookie",
                [`${NGINX}affinity-mode`]: "persistent",
                [`${NGINX}upstream-hash-by`]: "$http_x",
            }),
        ],
    ],
    ["ingress-nginx, unknown", "unknown", [ingress("nginx", { [`${NGINX}affinity`]: UNKNOWN })]],
    ["ingress-nginx, no class", "soft", [ingress(undefined, { [`${NGINX}affinity`]: "cookie" })]],
    ["no class, no annotation", "not read", [ingress(undefined)]],
    ["another class", "not read", [ingress("kong")]],
    ["class unknown", "unknown", [ingress(UNKNOWN, { [`${NGINX}affinity`]: "cookie" })]],
    ["NGINX Inc", "strong", [ingress("nginx", { "nginx.org/sticky-cookie-services": "serviceName=web srv path=/" })]],
    ["NGINX Inc, other", "none", [ingress("nginx", { "nginx.com/sticky-cookie-services": "serviceName=api srv" })]],
    ["Traefik", "strong", [ingress("traefik"), annotated({ [`${TRAEFIK}sticky.cookie`]: "true" })]],
    ["Traefik, on the Ingress", "none", [ingress("traefik", { [`${TRAEFIK}sticky.cookie`]: "true" })]],
    [
        "Traefik, nativelb",
        "none",
        [ingress("traefik"), annotated({ [`${TRAEFIK}sticky.cookie`]: "true", [`${TRAEFIK}nativelb`]: "true" })],
    ],
    ["HAProxy", "strong", [ingress("haproxy"), annotated({ "haproxy.org/cookie-persistence": "srv" })]],
    ["HAProxy, on the Ingress", "none", [ingress("haproxy", { "haproxy.org/cookie-persistence": "srv" })]],
    ["haproxy-ingress", "strong", [ingress("haproxy", { "haproxy-ingress.github.io/affinity": "cookie" })]],
    [
        "AGIC",
        "strong",
        [ingress("azure-application-gateway", { "appgw.ingress.kubernetes.io/cookie-based-affinity": "true" })],
    ],
    [
        "AGIC, distinct name alone",
        "none",
        [
            ingress("azure-application-gateway", {
                "appgw.ingress.kubernetes.io/cookie-based-affinity-distinct-name": "true",
            }),
        ],
    ],
    ["Envoy Gateway", "strong", [...EG, http({ sessionPersistence: { type: "Cookie" } })]],
    ["Envoy Gateway, nothing", "none", [...EG, http({})]],
    ["Envoy Gateway, hash", "soft", [...EG, hashing, http({})]],
    ["Istio's gateway", "none", [...gateway("istio.io/gateway-controller"), http({ sessionPersistence: {} })]],
    ["a gateway elsewhere", "strong", [http({ sessionPersistence: { type: "Header", sessionName: "x" } })]],
    ["a gateway elsewhere, nothing", "not read", [http({})]],
    ["persistence unknown", "unknown", [http({ sessionPersistence: UNKNOWN })]],
    ["AGC, managed", "strong", [http({}), policy(MANAGED)]],
    ["AGC, application", "strong", [http({}), policy({ ...APPLICATION, cookieDuration: "3600s" })]],
    ["AGC, no duration", "none", [http({}), policy(APPLICATION)]],
    ["AGC, number", "none", [http({}), policy({ ...APPLICATION, cookieDuration: 3600 })]],
    ["AGC, no unit", "none", [http({}), policy({ ...APPLICATION, cookieDuration: "3600" })]],
    ["AGC, override", "none", [http({}), policy(MANAGED, "shop", "override")]],
    ["AGC, another route", "not read", [http({}), policy(MANAGED, "other")]],
    ["AGC, target unknown", "unknown", [http({}), policy(MANAGED, UNKNOWN)]],
    [
        "AGC Ingress",
        "strong",
        [ingress("azure-alb-external", AGC), extension({ service: "web", sessionAffinity: MANAGED })],
    ],
    ["AGC Ingress, other service", "none", [ingress("azure-alb-external", AGC), extension({ service: "api" })]],
    ["AGC Ingress, no extension", "none", [ingress("azure-alb-external")]],
    ["Contour, cookie", "soft", [proxy({ strategy: "Cookie" })]],
    ["Contour, unknown strategy", "none", [proxy({ strategy: "cookie" })]],
    ["Contour, hash", "soft", [proxy({ strategy: "RequestHash", requestHashPolicies: [{ hashSourceIP: true }] })]],
    ["VirtualServer", "strong", [server({ sessionCookie: { enable: true } })]],
    ["VirtualServer, off", "none", [server({ sessionCookie: { name: "x" } })]],
    ["VirtualServer, cluster IP", "none", [server({ sessionCookie: { enable: true }, "use-cluster-ip": true })]],
    ["IngressRoute", "strong", [traefik({ sticky: { cookie: {} } })]],
    ["IngressRoute, null cookie", "none", [traefik({ sticky: { cookie: null } })]],
    ["IngressRoute, nativeLB", "none", [traefik({ sticky: { cookie: {} }, nativeLB: true })]],
    ["Istio, address", "soft", [istio({ useSourceIp: true })]],
    ["Istio, cookie", "soft", [istio({ httpCookie: { name: "c", ttl: "0s" } })]],
    ["Istio, no ttl", "none", [istio({ httpCookie: { name: "c" } })]],
    ["Istio, port", "none", [istio({ useSourceIp: true }, { portLevelSettings: [{ port: { number: 80 } }] })]],
    ["Istio, label", "strong", [istio(undefined), web({ labels: { "istio.io/persistent-session": "c:/" } })]],
];

describe("Kubernetes routes", () => {
    for (const [about, outcome, given] of cases) {
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
                assert.equal(topology.edges.length, outcome === "not read" ? 0 : 1);
                const kinds = rules
                    .flatMap((rule) => rule.evaluate(topology, DEFAULT_CONFIG, TODAY))
                    .map(({ kind }) => kind);
                const wanted = { strong: [], soft: [], none: ["violation"] } as Record<string, string[]>;
                assert.deepEqual(kinds, wanted[outcome] ?? ["undecided"]);
            }
        });
    }
});
