import assert from "node:assert/strict";

import { type RouteAffinityArgs, type RouteControllerArgs, type RouteWay } from "../../../../../components/kubernetes";
import { byType, type Child, childrenOf, httpRoute, ingress, outputsOf, runRoute, servicePatch } from "./fixture";
import { WAYS } from "./ways";

const named = { cookie: { name: "sid", ttlSeconds: 5400 } };
const session = { cookie: {} };
const header = { header: { name: "X-User-Id" } };
const clientIp = { clientIp: true as const };

interface Case {
    readonly way: RouteWay;
    readonly title?: string;
    readonly affinity: RouteAffinityArgs;
    readonly controller?: RouteControllerArgs;
    /** All children that are made. */
    readonly children: () => Child[];
    readonly hop: Record<string, unknown>;
}

const strong = (kind: string, rest: object) => ({ kind, strength: "strong", ...rest });
const soft = (kind: string, rest: object) => ({ kind, strength: "soft", ...rest });
const annotation = (key: string) => `metadata.annotations["${key}"]`;
const metadata = { namespace: "shop", annotations: {} };

const custom = (type: string, spec: unknown, given: unknown = metadata): Child => ({
    type: `kubernetes:${type}`,
    name: "web",
    inputs: { metadata: given, spec },
});
const destinationRule = (consistentHash: unknown) =>
    custom(
        "networking.istio.io/v1:DestinationRule",
        { host: "cart", trafficPolicy: { loadBalancer: { consistentHash } } },
        { namespace: "shop" },
    );
const trafficPolicy = (consistentHash: unknown) =>
    custom(
        "gateway.envoyproxy.io/v1alpha1:BackendTrafficPolicy",
        {
            targetRefs: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", name: "web-made" }],
            loadBalancer: { type: "ConsistentHash", consistentHash },
        },
        { namespace: "shop" },
    );
const httpProxy = (loadBalancerPolicy: unknown) =>
    custom("projectcontour.io/v1:HTTPProxy", {
        virtualhost: { fqdn: "shop.example.com" },
        routes: [{ conditions: [{ prefix: "/" }], services: [{ name: "cart", port: 8080 }], loadBalancerPolicy }],
    });
const virtualServer = (upstream: object) =>
    custom("k8s.nginx.org/v1:VirtualServer", {
        host: "shop.example.com",
        ingressClassName: "nginx",
        upstreams: [{ name: "pods", service: "cart", port: 8080, "use-cluster-ip": false, ...upstream }],
        routes: [{ path: "/", action: { pass: "pods" } }],
    });
const ingressRoute = (cookie: object) =>
    custom("traefik.io/v1alpha1:IngressRoute", {
        routes: [
            {
                kind: "Rule",
                match: "Host(`shop.example.com`) && PathPrefix(`/`)",
                services: [{ kind: "Service", name: "cart", port: 8080, nativeLB: false, sticky: { cookie } }],
            },
        ],
    });

const NGINX = "nginx.ingress.kubernetes.io";
const nginxIngress = (own: Record<string, string>) =>
    ingress("nginx", { ...own, [`${NGINX}/service-upstream`]: "false" });
const incIngress = (own: Record<string, string>) => ingress("nginx", { ...own, "nginx.org/use-cluster-ip": "false" });
const TRAEFIK = "traefik.ingress.kubernetes.io/service";
const HAPROXY = "haproxy-ingress.github.io";
const LOAD_BALANCER = "spec.trafficPolicy.loadBalancer.consistentHash";
const PERSISTENCE = "spec.rules[0].sessionPersistence";

const gatewayApi = (changed: object): RouteControllerArgs => ({
    gatewayApi: {
        gateway: { name: "edge" },
        release: "1.6",
        channel: "experimental",
        implementation: { envoyGateway: {} },
        ...changed,
    },
});

const CASES: readonly Case[] = [
    ...(["gatewayApi.implementation.envoyGateway", "gatewayApi.implementation.nginxGatewayFabric"] as const).map(
        (way) => ({
            way,
            affinity: named,
            children: () => [
                httpRoute({
                    sessionPersistence: {
                        type: "Cookie",
                        sessionName: "sid",
                        cookieConfig: { lifetimeType: "Permanent" },
                        absoluteTimeout: "1h30m",
                    },
                }),
            ],
            hop: strong("cookie", { key: "sid", ttlSeconds: 5400, source: PERSISTENCE }),
        }),
    ),
    ...(["gatewayApi.implementation.envoyGateway", "gatewayApi.implementation.cilium"] as const).map((way) => ({
        way,
        title: "for the browser's session",
        affinity: session,
        children: () => [
            httpRoute({
                sessionPersistence: {
                    type: "Cookie",
                    sessionName: "web-affinity",
                    cookieConfig: { lifetimeType: "Session" },
                },
            }),
        ],
        hop: strong("cookie", { key: "web-affinity", source: PERSISTENCE }),
    })),
    {
        way: "gatewayApi.implementation.envoyGateway",
        affinity: header,
        children: () => [httpRoute({ sessionPersistence: { type: "Header", sessionName: "X-User-Id" } })],
        hop: strong("header", { key: "X-User-Id", source: PERSISTENCE }),
    },
    {
        way: "gatewayApi.implementation.envoyGateway",
        title: "after release 1.6",
        affinity: named,
        controller: gatewayApi({ release: "next" }),
        children: () => [
            httpRoute({
                sessionPersistence: {
                    type: "Cookie",
                    cookie: { name: "sid", path: "/", lifetimeType: "Permanent" },
                    absoluteTimeout: "1h30m",
                },
            }),
        ],
        hop: strong("cookie", { key: "sid", ttlSeconds: 5400, source: PERSISTENCE }),
    },
    {
        way: "gatewayApi.implementation.envoyGateway",
        title: "after release 1.6, for the browser's session",
        affinity: session,
        controller: gatewayApi({ release: "next" }),
        children: () => [
            httpRoute({
                sessionPersistence: {
                    type: "Cookie",
                    cookie: { name: "web-affinity", path: "/", lifetimeType: "Session" },
                },
            }),
        ],
        hop: strong("cookie", { key: "web-affinity", source: PERSISTENCE }),
    },
    {
        way: "gatewayApi.implementation.envoyGateway",
        title: "after release 1.6",
        affinity: header,
        controller: gatewayApi({ release: "next" }),
        children: () => [httpRoute({ sessionPersistence: { type: "Header", header: { name: "X-User-Id" } } })],
        hop: strong("header", { key: "X-User-Id", source: PERSISTENCE }),
    },
    {
        way: "gatewayApi.implementation.envoyGateway",
        title: "of another implementation",
        affinity: header,
        controller: gatewayApi({ implementation: { other: { name: "easegress", honours: ["cookie", "header"] } } }),
        children: () => [httpRoute({ sessionPersistence: { type: "Header", sessionName: "X-User-Id" } })],
        hop: strong("header", { key: "X-User-Id", source: PERSISTENCE }),
    },
    {
        way: "ingressNginx",
        affinity: named,
        children: () => [
            nginxIngress({
                [`${NGINX}/affinity`]: "cookie",
                [`${NGINX}/affinity-mode`]: "persistent",
                [`${NGINX}/session-cookie-name`]: "sid",
                [`${NGINX}/session-cookie-path`]: "/",
                [`${NGINX}/session-cookie-max-age`]: "5400",
                [`${NGINX}/session-cookie-expires`]: "5400",
            }),
        ],
        hop: strong("cookie", { key: "sid", ttlSeconds: 5400, source: annotation(`${NGINX}/affinity`) }),
    },
    {
        way: "ingressNginx",
        title: "in balanced mode",
        affinity: session,
        controller: { ingressNginx: { ingressClassName: "nginx", affinityMode: "balanced" } },
        children: () => [
            nginxIngress({
                [`${NGINX}/affinity`]: "cookie",
                [`${NGINX}/affinity-mode`]: "balanced",
                [`${NGINX}/session-cookie-name`]: "web-affinity",
                [`${NGINX}/session-cookie-path`]: "/",
            }),
        ],
        hop: soft("cookie", { key: "web-affinity", source: annotation(`${NGINX}/affinity`) }),
    },
    {
        way: "ingressNginx",
        affinity: header,
        children: () => [nginxIngress({ [`${NGINX}/upstream-hash-by`]: "$http_x_user_id" })],
        hop: soft("header", { key: "X-User-Id", source: annotation(`${NGINX}/upstream-hash-by`) }),
    },
    {
        way: "ingressNginx",
        affinity: clientIp,
        children: () => [nginxIngress({ [`${NGINX}/upstream-hash-by`]: "$binary_remote_addr" })],
        hop: soft("client-ip", { source: annotation(`${NGINX}/upstream-hash-by`) }),
    },
    {
        way: "nginxInc.ingress",
        affinity: named,
        children: () => [
            incIngress({ "nginx.org/sticky-cookie-services": "serviceName=cart sid expires=5400s path=/" }),
        ],
        hop: strong("cookie", {
            key: "sid",
            ttlSeconds: 5400,
            source: annotation("nginx.org/sticky-cookie-services"),
        }),
    },
    {
        way: "nginxInc.ingress",
        title: "with NGINX Plus",
        affinity: session,
        controller: { nginxInc: { ingress: { ingressClassName: "nginx" }, stickyCookies: "plus" } },
        children: () => [incIngress({ "nginx.com/sticky-cookie-services": "serviceName=cart web-affinity path=/" })],
        hop: strong("cookie", { key: "web-affinity", source: annotation("nginx.com/sticky-cookie-services") }),
    },
    {
        way: "nginxInc.ingress",
        affinity: header,
        controller: { nginxInc: { ingress: { ingressClassName: "nginx" } } },
        children: () => [incIngress({ "nginx.org/lb-method": "hash $http_x_user_id consistent" })],
        hop: soft("header", { key: "X-User-Id", source: annotation("nginx.org/lb-method") }),
    },
    {
        way: "nginxInc.ingress",
        title: "with NGINX Plus",
        affinity: clientIp,
        controller: { nginxInc: { ingress: { ingressClassName: "nginx" }, stickyCookies: "plus" } },
        children: () => [incIngress({ "nginx.org/lb-method": "ip_hash" })],
        hop: soft("client-ip", { source: annotation("nginx.org/lb-method") }),
    },
    {
        way: "nginxInc.virtualServer",
        affinity: named,
        children: () => [virtualServer({ sessionCookie: { enable: true, name: "sid", path: "/", expires: "5400s" } })],
        hop: strong("cookie", { key: "sid", ttlSeconds: 5400, source: "spec.upstreams[0].sessionCookie" }),
    },
    {
        way: "nginxInc.virtualServer",
        title: "for the browser's session",
        affinity: session,
        children: () => [virtualServer({ sessionCookie: { enable: true, name: "web-affinity", path: "/" } })],
        hop: strong("cookie", { key: "web-affinity", source: "spec.upstreams[0].sessionCookie" }),
    },
    {
        way: "nginxInc.virtualServer",
        affinity: header,
        children: () => [virtualServer({ "lb-method": "hash $http_x_user_id consistent" })],
        hop: soft("header", { key: "X-User-Id", source: "spec.upstreams[0].lb-method" }),
    },
    {
        way: "nginxInc.virtualServer",
        affinity: clientIp,
        children: () => [virtualServer({ "lb-method": "ip_hash" })],
        hop: soft("client-ip", { source: "spec.upstreams[0].lb-method" }),
    },
    {
        way: "traefik.ingress",
        affinity: named,
        children: () => [
            ingress("traefik", {}),
            servicePatch({
                annotations: {
                    [`${TRAEFIK}.sticky.cookie`]: "true",
                    [`${TRAEFIK}.sticky.cookie.name`]: "sid",
                    [`${TRAEFIK}.sticky.cookie.maxage`]: "5400",
                    [`${TRAEFIK}.nativelb`]: "false",
                },
            }),
        ],
        hop: strong("cookie", { key: "sid", ttlSeconds: 5400, source: annotation(`${TRAEFIK}.sticky.cookie`) }),
    },
    {
        way: "traefik.ingress",
        title: "for the browser's session",
        affinity: session,
        children: () => [
            ingress("traefik", {}),
            servicePatch({
                annotations: {
                    [`${TRAEFIK}.sticky.cookie`]: "true",
                    [`${TRAEFIK}.sticky.cookie.name`]: "web-affinity",
                    [`${TRAEFIK}.nativelb`]: "false",
                },
            }),
        ],
        hop: strong("cookie", { key: "web-affinity", source: annotation(`${TRAEFIK}.sticky.cookie`) }),
    },
    {
        way: "traefik.ingressRoute",
        affinity: named,
        children: () => [ingressRoute({ name: "sid", maxAge: 5400 })],
        hop: strong("cookie", { key: "sid", ttlSeconds: 5400, source: "spec.routes[0].services[0].sticky.cookie" }),
    },
    {
        way: "traefik.ingressRoute",
        title: "for the browser's session",
        affinity: session,
        children: () => [ingressRoute({ name: "web-affinity" })],
        hop: strong("cookie", { key: "web-affinity", source: "spec.routes[0].services[0].sticky.cookie" }),
    },
    {
        way: "haproxyTech",
        affinity: { cookie: { name: "sid" } },
        children: () => [
            ingress("haproxy", {}),
            servicePatch({ annotations: { "haproxy.org/cookie-persistence": "sid" } }),
        ],
        hop: strong("cookie", { key: "sid", source: annotation("haproxy.org/cookie-persistence") }),
    },
    {
        way: "haproxyTech",
        affinity: header,
        children: () => [
            ingress("haproxy", {}),
            servicePatch({ annotations: { "haproxy.org/load-balance": "hdr(X-User-Id)" } }),
        ],
        hop: soft("header", { key: "X-User-Id", source: annotation("haproxy.org/load-balance") }),
    },
    {
        way: "haproxyTech",
        affinity: clientIp,
        children: () => [
            ingress("haproxy", {}),
            servicePatch({ annotations: { "haproxy.org/load-balance": "source" } }),
        ],
        hop: soft("client-ip", { source: annotation("haproxy.org/load-balance") }),
    },
    {
        way: "haproxyIngress",
        affinity: { cookie: { name: "sid" } },
        children: () => [
            ingress("haproxy", {
                [`${HAPROXY}/affinity`]: "cookie",
                [`${HAPROXY}/session-cookie-name`]: "sid",
                [`${HAPROXY}/session-cookie-strategy`]: "insert",
            }),
        ],
        hop: strong("cookie", { key: "sid", source: annotation(`${HAPROXY}/affinity`) }),
    },
    {
        way: "haproxyIngress",
        affinity: header,
        children: () => [ingress("haproxy", { [`${HAPROXY}/balance-algorithm`]: "hdr(X-User-Id)" })],
        hop: soft("header", { key: "X-User-Id", source: annotation(`${HAPROXY}/balance-algorithm`) }),
    },
    {
        way: "haproxyIngress",
        affinity: clientIp,
        children: () => [ingress("haproxy", { [`${HAPROXY}/balance-algorithm`]: "source" })],
        hop: soft("client-ip", { source: annotation(`${HAPROXY}/balance-algorithm`) }),
    },
    {
        way: "contour",
        affinity: session,
        children: () => [httpProxy({ strategy: "Cookie" })],
        hop: soft("cookie", {
            key: "X-Contour-Session-Affinity",
            source: "spec.routes[0].loadBalancerPolicy.strategy",
        }),
    },
    {
        way: "contour",
        affinity: header,
        children: () => [
            httpProxy({
                strategy: "RequestHash",
                requestHashPolicies: [{ headerHashOptions: { headerName: "X-User-Id" } }],
            }),
        ],
        hop: soft("header", {
            key: "X-User-Id",
            source: "spec.routes[0].loadBalancerPolicy.requestHashPolicies[0]",
        }),
    },
    {
        way: "contour",
        affinity: clientIp,
        children: () => [httpProxy({ strategy: "RequestHash", requestHashPolicies: [{ hashSourceIP: true }] })],
        hop: soft("client-ip", { source: "spec.routes[0].loadBalancerPolicy.requestHashPolicies[0]" }),
    },
    {
        way: "agic",
        affinity: session,
        children: () => [
            ingress("azure-application-gateway", {
                "appgw.ingress.kubernetes.io/cookie-based-affinity": "true",
                "appgw.ingress.kubernetes.io/cookie-based-affinity-distinct-name": "true",
            }),
        ],
        hop: strong("cookie", { source: annotation("appgw.ingress.kubernetes.io/cookie-based-affinity") }),
    },
    {
        way: "istio.consistentHash",
        affinity: named,
        children: () => [httpRoute(), destinationRule({ httpCookie: { name: "sid", path: "/", ttl: "5400s" } })],
        hop: soft("cookie", { key: "sid", ttlSeconds: 5400, source: `${LOAD_BALANCER}.httpCookie` }),
    },
    {
        way: "istio.consistentHash",
        title: "for the browser's session",
        affinity: session,
        children: () => [httpRoute(), destinationRule({ httpCookie: { name: "web-affinity", path: "/", ttl: "0s" } })],
        hop: soft("cookie", { key: "web-affinity", source: `${LOAD_BALANCER}.httpCookie` }),
    },
    {
        way: "istio.consistentHash",
        affinity: header,
        children: () => [httpRoute(), destinationRule({ httpHeaderName: "X-User-Id" })],
        hop: soft("header", { key: "X-User-Id", source: `${LOAD_BALANCER}.httpHeaderName` }),
    },
    {
        way: "istio.consistentHash",
        affinity: clientIp,
        children: () => [httpRoute(), destinationRule({ useSourceIp: true })],
        hop: soft("client-ip", { source: `${LOAD_BALANCER}.useSourceIp` }),
    },
    {
        way: "istio.persistentSession",
        affinity: { cookie: { name: "sid" } },
        children: () => [httpRoute(), servicePatch({ labels: { "istio.io/persistent-session": "sid" } })],
        hop: strong("cookie", { key: "sid", source: 'metadata.labels["istio.io/persistent-session"]' }),
    },
    {
        way: "istio.persistentSession",
        affinity: header,
        children: () => [httpRoute(), servicePatch({ labels: { "istio.io/persistent-session-header": "X-User-Id" } })],
        hop: strong("header", {
            key: "X-User-Id",
            source: 'metadata.labels["istio.io/persistent-session-header"]',
        }),
    },
    {
        way: "envoyGateway",
        affinity: named,
        children: () => [
            httpRoute(),
            trafficPolicy({ type: "Cookie", cookie: { name: "sid", ttl: "1h30m", attributes: { Path: "/" } } }),
        ],
        hop: soft("cookie", { key: "sid", ttlSeconds: 5400, source: "spec.loadBalancer.consistentHash.cookie" }),
    },
    {
        way: "envoyGateway",
        title: "for the browser's session",
        affinity: session,
        children: () => [
            httpRoute(),
            trafficPolicy({ type: "Cookie", cookie: { name: "web-affinity", ttl: "0s", attributes: { Path: "/" } } }),
        ],
        hop: soft("cookie", { key: "web-affinity", source: "spec.loadBalancer.consistentHash.cookie" }),
    },
    {
        way: "envoyGateway",
        affinity: header,
        children: () => [httpRoute(), trafficPolicy({ type: "Header", header: { name: "X-User-Id" } })],
        hop: soft("header", { key: "X-User-Id", source: "spec.loadBalancer.consistentHash.header" }),
    },
    {
        way: "envoyGateway",
        affinity: clientIp,
        children: () => [httpRoute(), trafficPolicy({ type: "SourceIP" })],
        hop: soft("client-ip", { source: "spec.loadBalancer.consistentHash.type" }),
    },
];

/** Pulumi makes the route's name; here it stands for itself. */
function withMadeName(children: Child[]): Child[] {
    return JSON.parse(JSON.stringify(children).replaceAll(/"name":"web-[0-9a-f]{8}"/g, '"name":"web-made"')) as Child[];
}

describe("what a StickyRoute writes", () => {
    for (const { way, title, affinity, controller = WAYS[way], children, hop } of CASES) {
        const [kind] = Object.keys(affinity);
        for (const preview of [false, true]) {
            it(`${way}, by ${kind}${title ? ` ${title}` : ""}${preview ? ", in a preview" : ""}`, async () => {
                const recorded = await runRoute(() => ({ affinity, controller }), preview);
                assert.deepEqual(withMadeName(childrenOf(recorded)), children().sort(byType));
                const { affinity: described, hop: registered } = outputsOf(recorded);
                assert.deepEqual(described, hop);
                assert.deepEqual(registered, {
                    platform: "kubernetes-route",
                    replicas: { min: 0, max: Infinity, source: "the pods that the Service finds" },
                    affinity: hop,
                    clientFacing: true,
                });
            });
        }
    }
});
