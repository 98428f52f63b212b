import {
    type RouteControllerArgs,
    type RouteWay,
    StickyRoute,
    type StickyRouteArgs,
} from "../../../../../components/kubernetes";
import { type Fault, refusesFaults } from "../../../support/faults";
import { HTTP_ROUTE, INGRESS, SERVICE_PATCH } from "./fixture";
import { WAYS } from "./ways";

const service = { name: "cart", port: 8080, namespace: "shop" };

function subject(way: RouteWay, children: readonly string[], cookie: object = {}) {
    return {
        component: "StickyRoute",
        good: (): StickyRouteArgs => ({
            service,
            hosts: ["shop.example.com"],
            affinity: { cookie },
            controller: WAYS[way],
        }),
        make: (name: string, args: StickyRouteArgs) => new StickyRoute(name, args),
        children,
    };
}

const plain = (faults: Omit<Fault<StickyRouteArgs>, "plainOnly">[]): Fault<StickyRouteArgs>[] =>
    faults.map((fault) => ({ ...fault, plainOnly: true }));

describe("StickyRoute", () => {
    refusesFaults<StickyRouteArgs>(subject("nginxInc.ingress", [INGRESS], { name: "sid", ttlSeconds: 60 }), [
        ...["a;b", "a b", "a\tb", "a=b", "a,b", "ü", "a".repeat(64)].map((name) => ({
            title: `the cookie ${JSON.stringify(name)}`,
            args: { affinity: { cookie: { name } } },
            path: "affinity.cookie.name",
            says: [`is ${JSON.stringify(name).slice(0, 50)}`, "1 to 63 letters"],
        })),
        {
            title: "an empty cookie's name",
            args: { affinity: { cookie: { name: "" } } },
            path: "affinity.cookie.name",
            says: ["is missing", "leave the argument out"],
        },
        ...[0, 1.5, 34560001, "60"].map((ttlSeconds) => ({
            title: `a lifetime of ${JSON.stringify(ttlSeconds)}`,
            args: { affinity: { cookie: { ttlSeconds } } },
            path: "affinity.cookie.ttlSeconds",
            says: [`is ${JSON.stringify(ttlSeconds)}:`, "from 1 to 34560000 (seconds)"],
        })),
        ...["a b", "1a", "x_user", "", "a".repeat(64)].map((name) => ({
            title: `the header ${JSON.stringify(name)}`,
            args: { affinity: { header: { name } } },
            path: "affinity.header.name",
            says: [name === "" ? "is missing" : "1 to 63 letters"],
        })),
        ...["Shop.example.com", "*.example.com", "a:80", "https://a", "-a", "a..b", "a".repeat(64)].map((host) => ({
            title: `the host ${host}`,
            args: { hosts: ["a.example.com", host] },
            path: "hosts[1]",
            says: [`is "${host.slice(0, 50)}`, "without a wildcard"],
        })),
        { title: "an empty host", args: { hosts: [""] }, path: "hosts[0]", says: ["is missing"] },
        ...["a", "/a b", "/a`b", "/(a|b)", "/ü"].map((path) => ({
            title: `the path ${path}`,
            args: { paths: ["/", path] },
            path: "paths[1]",
            says: [`is "${path}"`, 'begin with "/"'],
        })),
        { title: "an empty path", args: { paths: [""] }, path: "paths[0]", says: ["is missing"] },
        ...["Cart", "1cart", "a".repeat(64)].map((name) => ({
            title: `the Service ${name}`,
            args: { service: { ...service, name } },
            path: "service.name",
            says: [`is "${name.slice(0, 50)}`, "small letters"],
        })),
        {
            title: "a Service without a name",
            args: { service: { port: 80, name: undefined } },
            path: "service.name",
            says: ["is missing"],
        },
        {
            title: "a Service without a port",
            args: { service: { name: "cart", port: undefined } },
            path: "service.port",
            says: ["is missing"],
        },
        ...[0, 65536].map((port) => ({
            title: `port ${port}`,
            args: { service: { ...service, port } },
            path: "service.port",
            says: [`is ${port}:`, "1 to 65535"],
        })),
        { title: "an empty secret's name", args: { tlsSecretName: "" }, path: "tlsSecretName", says: ["is missing"] },
        {
            title: "a secret's name of 254 characters",
            args: { tlsSecretName: "a".repeat(254) },
            path: "tlsSecretName",
            says: ["1 to 253"],
        },
        ...plain([
            { title: "no affinity", args: { affinity: undefined }, path: "affinity", says: ["is missing"] },
            {
                title: "affinity by nothing",
                args: { affinity: {} },
                path: "affinity.cookie",
                says: ["or args.affinity.header or args.affinity.clientIp is missing"],
            },
            {
                title: "affinity twice",
                args: { affinity: { cookie: {}, clientIp: true } },
                path: "affinity.clientIp",
                says: ["cannot stand beside args.affinity.cookie"],
            },
            {
                title: "an address that is not to be kept",
                args: { affinity: { clientIp: false } },
                path: "affinity.clientIp",
                says: ["is false", "true, or left out"],
            },
            { title: "no controller", args: { controller: undefined }, path: "controller", says: ["is missing"] },
            {
                title: "an empty controller",
                args: { controller: {} },
                path: "controller.gatewayApi",
                says: ["args.controller.agic", "exactly one"],
            },
            {
                title: "two controllers",
                args: { controller: { ...WAYS.agic, ...WAYS.contour } },
                path: "controller.agic",
                says: ["cannot stand beside args.controller.contour"],
            },
            { title: "no hosts", args: { hosts: [] }, path: "hosts", says: ["is missing"] },
            { title: "hosts left out", args: { hosts: undefined }, path: "hosts", says: ["is missing"] },
            { title: "no paths", args: { paths: [] }, path: "paths", says: ["is missing", "leave them out"] },
            {
                title: "a host twice",
                args: { hosts: ["a.b", "b.c", "a.b"] },
                path: "hosts[2]",
                says: ['is "a.b"', "once"],
            },
            { title: "no Service", args: { service: undefined }, path: "service", says: ["is missing"] },
            ...[0, 10001, 1.5].map((max) => ({
                title: `${max} replicas at most`,
                args: { replicas: { max } },
                path: "replicas.max",
                says: [`is ${max}:`, "1 to 10000"],
            })),
            { title: "no most replicas", args: { replicas: {} }, path: "replicas.max", says: ["is missing"] },
            ...[-1, 10001].map((min) => ({
                title: `${min} replicas at least`,
                args: { replicas: { min, max: 10000 } },
                path: "replicas.min",
                says: [`is ${min}:`, "0 to 10000"],
            })),
            {
                title: "fewest replicas above the most",
                args: { replicas: { min: 3, max: 2 } },
                path: "replicas.min",
                says: ["is 3:", "replicas.max, which is 2"],
            },
        ]),
        ...["a".repeat(55), "My_Shop", "web-", "9a"].map((name) => ({
            title: `the component's name ${name}`,
            args: {},
            name,
            path: "name",
            says: [`its name is "${name}"`, "at most 54 small letters"],
        })),
    ]);
});

describe("StickyRoute on ingress-nginx", () => {
    const nginx = (changed: object): RouteControllerArgs => ({
        ingressNginx: { ingressClassName: "nginx", ...changed },
    });
    refusesFaults<StickyRouteArgs>(subject("ingressNginx", [INGRESS]), [
        {
            title: "no class",
            args: { controller: nginx({ ingressClassName: undefined }) },
            path: "controller.ingressNginx.ingressClassName",
            says: ["is missing", "kubectl get ingressclass"],
        },
        ...(
            [
                ["affinity", "the component sets"],
                ["affinity-mode", "the component sets"],
                ["affinity-canary-behavior", "the component sets"],
                ["session-cookie-name", "the component sets"],
                ["session-cookie-max-age", "the component sets"],
                ["upstream-hash-by-subset", "the component sets"],
                ["session-cookie-hash", "no longer reads"],
                ["service-upstream", "no client is kept"],
            ] as const
        ).map(([key, says]) => ({
            title: `the annotation ${key}`,
            args: { annotations: { a: "b", [`nginx.ingress.kubernetes.io/${key}`]: "true" } },
            path: "annotations",
            says: [`has "nginx.ingress.kubernetes.io/${key}"`, says],
        })),
        ...plain([
            {
                title: "an unknown mode",
                args: { controller: nginx({ affinityMode: "sticky" }) },
                path: "controller.ingressNginx.affinityMode",
                says: ['"sticky"', '"persistent", "balanced"'],
            },
            {
                title: "a mode without a cookie",
                args: { controller: nginx({ affinityMode: "persistent" }), affinity: { clientIp: true } },
                path: "controller.ingressNginx.affinityMode",
                says: ["with a cookie only"],
            },
        ]),
    ]);
});

describe("StickyRoute on the Gateway API", () => {
    const gatewayApi = (changed: object): { controller: RouteControllerArgs } => ({
        controller: {
            gatewayApi: {
                gateway: { name: "edge" },
                release: "1.6",
                channel: "experimental",
                implementation: { envoyGateway: {} },
                ...changed,
            },
        },
    });
    const of = (implementation: object) => gatewayApi({ implementation });
    const at = "controller.gatewayApi";
    refusesFaults<StickyRouteArgs>(subject("gatewayApi.implementation.envoyGateway", [HTTP_ROUTE]), [
        {
            title: "a Gateway without a name",
            args: gatewayApi({ gateway: { name: "" } }),
            path: `${at}.gateway.name`,
            says: ["is missing"],
        },
        ...plain([
            {
                title: "no Gateway",
                args: gatewayApi({ gateway: undefined }),
                path: `${at}.gateway`,
                says: ["is missing"],
            },
            {
                title: "the standard channel",
                args: gatewayApi({ channel: "standard" }),
                path: `${at}.channel`,
                says: ['is "standard"', "has no sessionPersistence"],
            },
            { title: "no channel", args: gatewayApi({ channel: undefined }), path: `${at}.channel`, says: ["missing"] },
            { title: "no release", args: gatewayApi({ release: undefined }), path: `${at}.release`, says: ["missing"] },
            ...["1.0", "1.7", "v1.6"].map((release) => ({
                title: `release ${release}`,
                args: gatewayApi({ release }),
                path: `${at}.release`,
                says: [`is "${release}"`, '"1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "next"'],
            })),
            {
                title: "a header in release 1.1",
                args: { ...gatewayApi({ release: "1.1" }), affinity: { header: { name: "X-Id" } } },
                path: `${at}.release`,
                says: ['is "1.1"', "Install 1.2 or later"],
            },
            {
                title: "no implementation",
                args: gatewayApi({ implementation: undefined }),
                path: `${at}.implementation`,
                says: ["is missing", "most implementations ignore"],
            },
            {
                title: "an implementation of nothing",
                args: of({}),
                path: `${at}.implementation.envoyGateway`,
                says: ["is missing", "implementation.other"],
            },
            ...(
                [
                    ["istio", "Take controller.istio."],
                    ["Traefik", "Take controller.traefik."],
                    ["contour", "Take controller.contour."],
                    ["agc", "StickyRoutePolicy"],
                    ["Azure ALB", "StickyRoutePolicy"],
                    ["application-gateway-for-containers", "StickyRoutePolicy"],
                    ["gke", "Google"],
                    ["kong", "Kong"],
                    ["gloo", "Gloo"],
                ] as const
            ).flatMap(([name, says]) => [
                {
                    title: `${name}, which ignores it`,
                    args: of({ other: { name, honours: ["cookie"] } }),
                    path: `${at}.implementation`,
                    says: [`is "${name}", which ignores sessionPersistence`, says],
                },
                {
                    title: `${name}, which ignores it, as a member`,
                    args: of({ [name]: {} }),
                    path: `${at}.implementation`,
                    says: [`is "${name}", which ignores sessionPersistence`, says],
                },
            ]),
            {
                title: "open source NGINX Gateway Fabric",
                args: of({ nginxGatewayFabric: { experimentalFeatures: true } }),
                path: `${at}.implementation.nginxGatewayFabric.plus`,
                says: ["Only NGINX Plus"],
            },
            {
                title: "NGINX Gateway Fabric without experimental features",
                args: of({ nginxGatewayFabric: { plus: true, experimentalFeatures: false } }),
                path: `${at}.implementation.nginxGatewayFabric.experimentalFeatures`,
                says: ["--gateway-api-experimental-features"],
            },
            {
                title: "an early Cilium",
                args: of({ cilium: {} }),
                path: `${at}.implementation.cilium.sessionPersistence`,
                says: ["before August 2026"],
            },
            {
                title: "another implementation without a name",
                args: of({ other: { honours: ["cookie"] } }),
                path: `${at}.implementation.other.name`,
                says: ["is missing"],
            },
            {
                title: "another implementation that honours nothing",
                args: of({ other: { name: "easegress" } }),
                path: `${at}.implementation.other.honours`,
                says: ["is missing"],
            },
            {
                title: "another implementation that honours what there is not",
                args: of({ other: { name: "easegress", honours: ["cookie", "client-ip"] } }),
                path: `${at}.implementation.other.honours[1]`,
                says: ['is "client-ip"'],
            },
            {
                title: "another implementation that does not honour it",
                args: of({ other: { name: "easegress", honours: ["header"] } }),
                path: "affinity.cookie",
                says: ["easegress is not said to honour", "controller.agic (strong)"],
            },
            {
                title: "a certificate",
                args: { tlsSecretName: "shop" },
                path: "tlsSecretName",
                says: ["the Gateway's listener"],
            },
        ]),
    ]);
});

describe("StickyRoute on other controllers", () => {
    const nginxInc = (changed: object) => ({ controller: { nginxInc: changed } as RouteControllerArgs });
    const ingressClassName = "some";
    const refused = (title: string, way: RouteWay, key: string, says: string) => ({
        title,
        args: { controller: WAYS[way], annotations: { [key]: "true" } },
        path: "annotations",
        says: [`has "${key}"`, says],
    });
    refusesFaults<StickyRouteArgs>(
        subject("traefik.ingress", [INGRESS]),
        plain([
            {
                title: "nginxInc as nothing",
                args: nginxInc({ stickyCookies: "plus" }),
                path: "controller.nginxInc.ingress",
                says: ["args.controller.nginxInc.virtualServer is missing"],
            },
            {
                title: "nginxInc as two",
                args: nginxInc({ ingress: { ingressClassName }, virtualServer: { ingressClassName } }),
                path: "controller.nginxInc.virtualServer",
                says: ["cannot stand beside"],
            },
            ...(["ingress", "virtualServer"] as const).flatMap((object) => [
                {
                    title: `nginxInc's ${object} without a word on cookies`,
                    args: nginxInc({ [object]: { ingressClassName } }),
                    path: "controller.nginxInc.stickyCookies",
                    says: ["is missing", '"plus"', '"open-source-5.4"'],
                },
                {
                    title: `nginxInc's ${object} with a wrong word on cookies`,
                    args: nginxInc({ [object]: { ingressClassName }, stickyCookies: "oss" }),
                    path: "controller.nginxInc.stickyCookies",
                    says: ['is "oss"'],
                },
                {
                    title: `nginxInc's ${object} without a class`,
                    args: nginxInc({ [object]: {}, stickyCookies: "plus" }),
                    path: `controller.nginxInc.${object}.ingressClassName`,
                    says: ["is missing"],
                },
            ]),
            ...(
                [
                    [{ traefik: { ingress: {} } }, "traefik.ingress"],
                    [{ haproxyTech: {} }, "haproxyTech"],
                    [{ haproxyIngress: {} }, "haproxyIngress"],
                    [{ agic: {} }, "agic"],
                ] as const
            ).map(([controller, path]) => ({
                title: `${path} without a class`,
                args: { controller },
                path: `controller.${path}.ingressClassName`,
                says: ["is missing"],
            })),
            {
                title: "Traefik as nothing",
                args: { controller: { traefik: {} } },
                path: "controller.traefik.ingress",
                says: ["args.controller.traefik.ingressRoute is missing"],
            },
            {
                title: "Istio as nothing",
                args: { controller: { istio: { gateway: { name: "edge" } } } },
                path: "controller.istio.consistentHash",
                says: ["args.controller.istio.persistentSession is missing"],
            },
            {
                title: "Istio without its filter",
                args: { controller: { istio: { gateway: { name: "edge" }, persistentSession: {} } } },
                path: "controller.istio.persistentSession.filterEnabled",
                says: ["PILOT_ENABLE_PERSISTENT_SESSION_FILTER=true", "controller.istio.consistentHash"],
            },
            {
                title: "a cookie that is no label",
                args: { controller: WAYS["istio.persistentSession"], affinity: { cookie: { name: "_sid" } } },
                path: "affinity.cookie.name",
                says: ['is "_sid"', "begin and end with a letter or digit"],
            },
            {
                title: "a header that is no label",
                args: { controller: WAYS["istio.persistentSession"], affinity: { header: { name: "X-" } } },
                path: "affinity.header.name",
                says: ['is "X-"', "begin and end with a letter or digit"],
            },
            ...(["istio.consistentHash", "istio.persistentSession", "envoyGateway"] as const).map((way) => ({
                title: `a certificate with ${way}`,
                args: { controller: WAYS[way], tlsSecretName: "shop" },
                path: "tlsSecretName",
                says: ["the Gateway's listener"],
            })),
            {
                title: "Envoy Gateway without a Gateway",
                args: { controller: { envoyGateway: {} } },
                path: "controller.envoyGateway.gateway",
                says: ["is missing"],
            },
            {
                title: "Istio without a Gateway",
                args: { controller: { istio: { consistentHash: {} } } },
                path: "controller.istio.gateway",
                says: ["is missing"],
            },
            refused("nginx.org/use-cluster-ip", "nginxInc.ingress", "nginx.org/use-cluster-ip", "no client is kept"),
            refused(
                "the cookie's older annotation",
                "nginxInc.ingress",
                "nginx.com/sticky-cookie-services",
                "the component sets",
            ),
            refused("the method's annotation", "nginxInc.virtualServer", "nginx.org/lb-method", "the component sets"),
            refused(
                "a cookie of Traefik's Service on the Ingress",
                "traefik.ingress",
                "traefik.ingress.kubernetes.io/service.sticky.cookie",
                "off the Service only",
            ),
            refused(
                "native balancing on Traefik's IngressRoute",
                "traefik.ingressRoute",
                "traefik.ingress.kubernetes.io/service.nativelb",
                "off the Service only",
            ),
            refused(
                "HAProxy's cookie on the Ingress",
                "haproxyTech",
                "haproxy.com/cookie-persistence-no-dynamic",
                "on the Service",
            ),
            refused("HAProxy's method", "haproxyTech", "haproxy.org/load-balance", "on the Service"),
            refused(
                "HAProxy Ingress's method",
                "haproxyIngress",
                "haproxy-ingress.github.io/balance-algorithm",
                "the component sets",
            ),
            refused(
                "AGIC's affinity",
                "agic",
                "appgw.ingress.kubernetes.io/cookie-based-affinity-distinct-name",
                "the component sets",
            ),
        ]),
    );

    refusesFaults<StickyRouteArgs>(subject("istio.persistentSession", [SERVICE_PATCH], { name: "sid" }), [
        {
            title: "a cookie that is no label",
            args: { affinity: { cookie: { name: "_sid" } } },
            path: "affinity.cookie.name",
            says: ['is "_sid"', "begin and end with a letter or digit"],
        },
    ]);
});
