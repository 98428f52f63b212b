import assert from "node:assert/strict";

import {
    type GatewayApiRelease,
    type RouteAffinityArgs,
    type RouteControllerArgs,
    type RouteWay,
    StickyRoute,
} from "../../../components/kubernetes";
import { ROUTE_CAPABILITIES } from "../../../components/kubernetes/routes/controllers";
import { cart } from "../../unit/components/kubernetes/routes/fixture";
import { WAYS } from "../../unit/components/kubernetes/routes/ways";
import {
    CONTOUR,
    type DefinitionsFile,
    ENVOY_GATEWAY,
    ENVOY_GATEWAY_LATER,
    type GatewayRelease,
    httpRoutes,
    ISTIO,
    NGINX_INC,
    TRAEFIK,
} from "../support/kubernetes/definitions";
import { type KeptCase, keeps } from "../support/kubernetes/kept";
import { serverSuite } from "../support/kubernetes/suite";

/** What a route asks for, and what is stored of it. */
interface RouteCase {
    readonly way: RouteWay;
    readonly affinity: RouteAffinityArgs;
    readonly kept: KeptCase["kept"];
}

const session = { cookie: { name: "sid" } };
const lasting = { cookie: { name: "sid", ttlSeconds: 5400 } };
const header = { header: { name: "X-User-Id" } };
const clientIp = { clientIp: true } as const;

const rule = (sessionPersistence: object) => ({ HTTPRoute: { spec: { rules: [{ sessionPersistence }] } } });
const annotated = (kind: "Ingress" | "Service", prefix: string, values: Readonly<Record<string, string>>) => {
    const entries = Object.entries(values).map(([key, value]) => [`${prefix}${key}`, value]);
    return { [kind]: { metadata: { annotations: Object.fromEntries(entries) as object } } };
};
const labelled = (key: string, value: string) => ({ Service: { metadata: { labels: { [key]: value } } } });
const upstream = (part: object) => ({ VirtualServer: { spec: { upstreams: [part] } } });
const proxy = (loadBalancerPolicy: object) => ({ HTTPProxy: { spec: { routes: [{ loadBalancerPolicy }] } } });
const hash = (consistentHash: object) => ({
    DestinationRule: { spec: { trafficPolicy: { loadBalancer: { consistentHash } } } },
});
const policy = (consistentHash: object) => ({
    BackendTrafficPolicy: { spec: { loadBalancer: { type: "ConsistentHash", consistentHash } } },
});

const NGINX = "nginx.ingress.kubernetes.io/";
const TRAEFIK_SERVICE = "traefik.ingress.kubernetes.io/service.";
const HAPROXY = "haproxy-ingress.github.io/";
const AGIC = "appgw.ingress.kubernetes.io/";

const LASTING_RULE = rule({
    type: "Cookie",
    sessionName: "sid",
    absoluteTimeout: "1h30m",
    cookieConfig: { lifetimeType: "Permanent" },
});
const SESSION_RULE = rule({ type: "Cookie", sessionName: "sid", cookieConfig: { lifetimeType: "Session" } });
const HEADER_RULE = rule({ type: "Header", sessionName: "X-User-Id", cookieConfig: undefined });

const GATEWAY_API: readonly RouteCase[] = [
    { way: "gatewayApi.implementation.envoyGateway", affinity: session, kept: SESSION_RULE },
    { way: "gatewayApi.implementation.envoyGateway", affinity: lasting, kept: LASTING_RULE },
    { way: "gatewayApi.implementation.envoyGateway", affinity: header, kept: HEADER_RULE },
    { way: "gatewayApi.implementation.nginxGatewayFabric", affinity: lasting, kept: LASTING_RULE },
    { way: "gatewayApi.implementation.cilium", affinity: session, kept: SESSION_RULE },
];
const ENVOY_GATEWAYS: readonly RouteCase[] = [
    {
        way: "envoyGateway",
        affinity: session,
        kept: policy({ type: "Cookie", cookie: { name: "sid", ttl: "0s", attributes: { Path: "/" } } }),
    },
    {
        way: "envoyGateway",
        affinity: lasting,
        kept: policy({ type: "Cookie", cookie: { name: "sid", ttl: "1h30m", attributes: { Path: "/" } } }),
    },
    { way: "envoyGateway", affinity: header, kept: policy({ type: "Header", header: { name: "X-User-Id" } }) },
    { way: "envoyGateway", affinity: clientIp, kept: policy({ type: "SourceIP" }) },
];
const OTHERS: readonly RouteCase[] = [
    {
        way: "ingressNginx",
        affinity: lasting,
        kept: annotated("Ingress", NGINX, {
            affinity: "cookie",
            "affinity-mode": "persistent",
            "session-cookie-name": "sid",
            "session-cookie-path": "/",
            "session-cookie-max-age": "5400",
        }),
    },
    {
        way: "ingressNginx",
        affinity: header,
        kept: annotated("Ingress", NGINX, { "upstream-hash-by": "$http_x_user_id" }),
    },
    {
        way: "ingressNginx",
        affinity: clientIp,
        kept: annotated("Ingress", NGINX, { "upstream-hash-by": "$binary_remote_addr" }),
    },
    {
        way: "nginxInc.ingress",
        affinity: lasting,
        kept: annotated("Ingress", "nginx.org/", {
            "sticky-cookie-services": "serviceName=cart sid expires=5400s path=/",
        }),
    },
    {
        way: "nginxInc.ingress",
        affinity: header,
        kept: annotated("Ingress", "nginx.org/", { "lb-method": "hash $http_x_user_id consistent" }),
    },
    {
        way: "nginxInc.ingress",
        affinity: clientIp,
        kept: annotated("Ingress", "nginx.org/", { "lb-method": "ip_hash" }),
    },
    {
        way: "nginxInc.virtualServer",
        affinity: session,
        kept: upstream({ sessionCookie: { enable: true, name: "sid", path: "/", expires: undefined } }),
    },
    {
        way: "nginxInc.virtualServer",
        affinity: lasting,
        kept: upstream({ sessionCookie: { enable: true, name: "sid", path: "/", expires: "5400s" } }),
    },
    {
        way: "nginxInc.virtualServer",
        affinity: header,
        kept: upstream({ "lb-method": "hash $http_x_user_id consistent" }),
    },
    { way: "nginxInc.virtualServer", affinity: clientIp, kept: upstream({ "lb-method": "ip_hash" }) },
    {
        way: "traefik.ingress",
        affinity: lasting,
        kept: annotated("Service", TRAEFIK_SERVICE, {
            "sticky.cookie": "true",
            "sticky.cookie.name": "sid",
            "sticky.cookie.maxage": "5400",
            nativelb: "false",
        }),
    },
    {
        way: "traefik.ingressRoute",
        affinity: session,
        kept: {
            IngressRoute: {
                spec: {
                    routes: [{ services: [{ sticky: { cookie: { name: "sid", maxAge: undefined } } }] }],
                },
            },
        },
    },
    {
        way: "traefik.ingressRoute",
        affinity: lasting,
        kept: {
            IngressRoute: {
                spec: { routes: [{ services: [{ sticky: { cookie: { name: "sid", maxAge: 5400 } } }] }] },
            },
        },
    },
    {
        way: "haproxyTech",
        affinity: session,
        kept: annotated("Service", "haproxy.org/", { "cookie-persistence": "sid" }),
    },
    {
        way: "haproxyTech",
        affinity: header,
        kept: annotated("Service", "haproxy.org/", { "load-balance": "hdr(X-User-Id)" }),
    },
    {
        way: "haproxyTech",
        affinity: clientIp,
        kept: annotated("Service", "haproxy.org/", { "load-balance": "source" }),
    },
    {
        way: "haproxyIngress",
        affinity: session,
        kept: annotated("Ingress", HAPROXY, {
            affinity: "cookie",
            "session-cookie-name": "sid",
            "session-cookie-strategy": "insert",
        }),
    },
    {
        way: "haproxyIngress",
        affinity: header,
        kept: annotated("Ingress", HAPROXY, { "balance-algorithm": "hdr(X-User-Id)" }),
    },
    {
        way: "haproxyIngress",
        affinity: clientIp,
        kept: annotated("Ingress", HAPROXY, { "balance-algorithm": "source" }),
    },
    { way: "contour", affinity: { cookie: {} }, kept: proxy({ strategy: "Cookie" }) },
    {
        way: "contour",
        affinity: header,
        kept: proxy({
            strategy: "RequestHash",
            requestHashPolicies: [{ headerHashOptions: { headerName: "X-User-Id" } }],
        }),
    },
    {
        way: "contour",
        affinity: clientIp,
        kept: proxy({ strategy: "RequestHash", requestHashPolicies: [{ hashSourceIP: true }] }),
    },
    {
        way: "agic",
        affinity: { cookie: {} },
        kept: annotated("Ingress", AGIC, {
            "cookie-based-affinity": "true",
            "cookie-based-affinity-distinct-name": "true",
        }),
    },
    {
        way: "istio.consistentHash",
        affinity: session,
        kept: hash({ httpCookie: { name: "sid", path: "/", ttl: "0s" } }),
    },
    {
        way: "istio.consistentHash",
        affinity: lasting,
        kept: hash({ httpCookie: { name: "sid", path: "/", ttl: "5400s" } }),
    },
    { way: "istio.consistentHash", affinity: header, kept: hash({ httpHeaderName: "X-User-Id" }) },
    { way: "istio.consistentHash", affinity: clientIp, kept: hash({ useSourceIp: true }) },
    { way: "istio.persistentSession", affinity: session, kept: labelled("istio.io/persistent-session", "sid") },
    {
        way: "istio.persistentSession",
        affinity: header,
        kept: labelled("istio.io/persistent-session-header", "X-User-Id"),
    },
];

/** The kind of affinity that is asked for, and for how long. */
const wordsOf = ({ cookie, header }: RouteAffinityArgs) => {
    if (header) return "header";
    if (!cookie) return "client-ip";
    return cookie.ttlSeconds === undefined ? "cookie" : "cookie for a time";
};

/** Each case with a route to a Service, below a release of the Gateway API where it is asked for one. */
function routes(cases: readonly RouteCase[], release: GatewayApiRelease): KeptCase[] {
    return cases.map(({ way, affinity, kept }) => ({
        title: `by ${way}: ${wordsOf(affinity)}`,
        program: () =>
            new StickyRoute("web", {
                service: cart(),
                hosts: ["shop.example.com"],
                affinity,
                controller: below(release, WAYS[way]),
            }),
        kept,
    }));
}

function below(release: GatewayApiRelease, controller: RouteControllerArgs): RouteControllerArgs {
    const { gatewayApi } = controller;
    return gatewayApi === undefined ? controller : { gatewayApi: { ...gatewayApi, release } };
}

function suiteOf(
    release: GatewayRelease,
    title: string,
    files: readonly DefinitionsFile[],
    cases: readonly RouteCase[],
) {
    serverSuite(
        `A real API server with the Gateway API ${release}${title} takes and keeps a StickyRoute`,
        [httpRoutes(release), ...files],
        (client) => keeps(client, routes(cases, release)),
    );
}

// The definitions of 1.1 refuse a header, and so does the component.
suiteOf(
    "1.1",
    "",
    [],
    GATEWAY_API.filter(({ affinity }) => !("header" in affinity)),
);
suiteOf("1.2", "", [], GATEWAY_API);
suiteOf("1.3", "", [], GATEWAY_API);
suiteOf("1.4", " and Envoy Gateway 1.5", [ENVOY_GATEWAY], [...GATEWAY_API, ...ENVOY_GATEWAYS]);
suiteOf("1.5", "", [], GATEWAY_API);
suiteOf(
    "1.6",
    ", Envoy Gateway 1.7 and every other controller",
    [ENVOY_GATEWAY_LATER, ISTIO, TRAEFIK, CONTOUR, NGINX_INC],
    [...GATEWAY_API, ...ENVOY_GATEWAYS, ...OTHERS],
);

describe("The routes that a real API server is shown", () => {
    it("are of every controller, with every affinity that it has", () => {
        const kinds = [...GATEWAY_API, ...ENVOY_GATEWAYS, ...OTHERS].map(
            ({ way, affinity }) => `${way}: ${wordsOf(affinity).replace(" for a time", "")}`,
        );
        assert.deepEqual(
            [...new Set(kinds)].sort(),
            ROUTE_CAPABILITIES.map(({ way, kind }) => `${way}: ${kind}`).sort(),
        );
    });
});
