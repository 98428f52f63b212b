import assert from "node:assert/strict";
import fc from "fast-check";

import { rules, type Finding } from "../../../../policy-pack/rules";
import { DEFAULT_CONFIG, type RuleConfig } from "../../../../policy-pack/rules/config";
import { fromState, readTopology, type StackResource } from "../../../../policy-pack/topology";
import { stacks } from "../arbitraries";
import {
    BACKEND_TYPES,
    CONTAINER_APP_TYPES,
    containerApp,
    COOKIE,
    ORIGIN_GROUP_TYPES,
    originGroup,
    pool,
    REASON,
    resource,
    route,
    service,
    SERVICE_TYPES,
    TODAY,
    UNKNOWN,
    UNKNOWN_MARKS,
    workload,
} from "../stacks";
import {
    annotated,
    attached,
    EG,
    extension,
    gateway,
    hashing,
    http,
    ingress,
    ingressClass,
    istio,
    MANAGED,
    NGINX,
    object,
    policy,
    proxy,
    routePolicy,
    server,
    servicePolicy,
    subsets,
    TRAEFIK,
    traefik,
    web,
    weighted,
} from "../topology/readers/routes/rows";

const NAME = "affinity-has-effect";

function evaluate(given: readonly StackResource[], config: Partial<RuleConfig> = {}): Finding[] {
    const rule = rules.find(({ name }) => name === NAME);
    assert.ok(rule);
    return rule.evaluate(readTopology(given), { ...DEFAULT_CONFIG, ...config }, TODAY);
}

type Row = readonly [about: string, resources: readonly StackResource[]];
/** With the path at fault, and a word of the evidence. */
type Fault = readonly [...Row, path: string, evidence: string];
/** With what it waits for. */
type Wait = readonly [...Row, path: string];

const STICKY = "configuration.ingress.stickySessions.affinity";
const sticky = (configuration: object, ingress: object = {}, type?: string) =>
    containerApp(
        { configuration: { ingress: { stickySessions: { affinity: "sticky" }, ...ingress }, ...configuration } },
        type,
    );
const clientIp = { sessionAffinity: "ClientIP" };
const timeout = { sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } } };
const at = (name: string) => `metadata.annotations["${name}"]`;
const APPGW = "appgw.ingress.kubernetes.io/cookie-based-affinity";
const AGC = "alb.networking.azure.io/alb-ingress-extension";
const HAPROXY = "haproxy.org/cookie-persistence";
const NIC = "nginx.org/sticky-cookie-services";
const definition = (channel: unknown, name = "httproutes.gateway.networking.k8s.io", provider?: string) =>
    resource(
        "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition",
        "definition",
        { metadata: { name, annotations: { "gateway.networking.k8s.io/channel": channel } } },
        provider === undefined ? {} : { provider },
    );
const PERSISTENCE = "spec.rules[].sessionPersistence";
const persistent = http({ sessionPersistence: { sessionName: "c" } });
const caching = (name: string) => route(name, { cacheConfiguration: {} });
const HASH = "spec.trafficPolicy.loadBalancer.consistentHash";
const inline = (spec: object, metadata: object = {}) =>
    object("alb.networking.azure.io/v1:RoutePolicy", spec, metadata);
const application = (more: object) => ({ affinityType: "application-cookie", ...more });
const AFFINITY = "spec.default.sessionAffinity";

const FAULTS: readonly Fault[] = [
    ...CONTAINER_APP_TYPES.flatMap((type): Fault[] => [
        ["several revisions", [sticky({ activeRevisionsMode: "Multiple" }, {}, type)], STICKY, '"Multiple"'],
        ["labelled revisions", [sticky({ activeRevisionsMode: "Labels" }, {}, type)], STICKY, '"Labels"'],
        ["TCP", [sticky({ activeRevisionsMode: "Single" }, { transport: "Tcp" }, type)], STICKY, '"Tcp"'],
    ]),
    [
        "TCP, while the mode is unknown",
        [sticky({ activeRevisionsMode: UNKNOWN }, { transport: "tcp" })],
        STICKY,
        '"tcp"',
    ],
    ["another spelling", [sticky({}, { stickySessions: { affinity: "Sticky" } })], STICKY, '"Sticky"'],
    ...BACKEND_TYPES.dropping.map((type): Fault => [
        "an API version without it",
        [pool({ sessionAffinity: COOKIE }, type)],
        "pool.sessionAffinity",
        "drops it",
    ]),
    ...BACKEND_TYPES.storing.map((type): Fault => [
        "a pool's cookie without a name",
        [pool({ size: 1, sessionAffinity: { sessionId: { source: "cookie" } } }, type)],
        "pool.sessionAffinity",
        "sessionId.name is not set",
    ]),
    ...ORIGIN_GROUP_TYPES.map((type): Fault => [
        "all routes cache",
        [originGroup({ sessionAffinityState: "Enabled" }, type), caching("one"), caching("two")],
        "sessionAffinityState",
        "Route one, two",
    ]),
    ...SERVICE_TYPES.flatMap((type): Fault[] => [
        ["headless", [service({ ...clientIp, clusterIP: "None" }, { type })], "spec.sessionAffinity", "headless"],
        [
            "ExternalName",
            [service({ ...clientIp, type: "ExternalName" }, { type })],
            "spec.sessionAffinity",
            "ExternalName",
        ],
        ["a timeout alone", [service(timeout, { type })], "spec.sessionAffinityConfig", "does nothing"],
        [
            "a timeout beside None",
            [service({ ...timeout, sessionAffinity: "None" }, { type })],
            "spec.sessionAffinityConfig",
            '"None"',
        ],
        ["another spelling", [service({ sessionAffinity: "clientIP" }, { type })], "spec.sessionAffinity", "clientIP"],
    ]),
    [
        "a patch of a headless Service",
        [service({ ...clientIp, clusterIP: "None" }, { type: "kubernetes:core/v1:ServicePatch" })],
        "spec.sessionAffinity",
        "headless",
    ],
    [
        "Traefik's on an Ingress",
        [ingress("traefik", { [`${TRAEFIK}sticky.cookie`]: "true" })],
        at(`${TRAEFIK}sticky.cookie`),
        "an object of kind Ingress",
    ],
    ...["nginx.ingress.kubernetes.io/affinity", "nginx.ingress.kubernetes.io/upstream-hash-by", NIC, APPGW, AGC].map(
        (name): Fault => [
            "an Ingress's on a Service",
            [annotated({ [name]: "cookie" })],
            at(name),
            "an object of kind Service",
        ],
    ),
    [
        "an Ingress's on a patch of a Service",
        [resource("kubernetes:core/v1:ServicePatch", "p", { metadata: { annotations: { [APPGW]: "true" } } })],
        at(APPGW),
        "an object of kind Service",
    ],
    [
        "a Service's on a Deployment",
        [workload("Deployment", {}, { metadata: { annotations: { [HAPROXY]: "c" } } })],
        at(HAPROXY),
        "an object of kind Deployment",
    ],
    [
        "an Ingress's on an HTTPRoute",
        [object("gateway.networking.k8s.io/v1:HTTPRoute", {}, { annotations: { [`${NGINX}affinity`]: "cookie" } })],
        at(`${NGINX}affinity`),
        "an object of kind HTTPRoute",
    ],
    [
        "haproxy-ingress's on a Deployment",
        [workload("Deployment", {}, { metadata: { annotations: { "haproxy-ingress.github.io/affinity": "cookie" } } })],
        at("haproxy-ingress.github.io/affinity"),
        "Ingress or Service",
    ],
    [
        "Istio's label as an annotation",
        [annotated({ "istio.io/persistent-session": "c" })],
        at("istio.io/persistent-session"),
        "labels",
    ],
    [
        "service-upstream",
        [ingress("nginx", { [`${NGINX}affinity`]: "cookie", [`${NGINX}service-upstream`]: "true" })],
        at(`${NGINX}affinity`),
        "service-upstream",
    ],
    [
        "service-upstream, with its Service",
        [ingress("nginx", { [`${NGINX}upstream-hash-by`]: "$http_x", [`${NGINX}service-upstream`]: "true" }), web()],
        at(`${NGINX}upstream-hash-by`),
        "service-upstream",
    ],
    ["an affinity that is none", [ingress("nginx", { [`${NGINX}affinity`]: "ip" })], at(`${NGINX}affinity`), '"ip"'],
    [
        "use-cluster-ip",
        [ingress("nginx", { [NIC]: "serviceName=web c", "nginx.org/use-cluster-ip": "true" }), web()],
        at(NIC),
        "use-cluster-ip",
    ],
    ["a cookie for another Service", [ingress("nginx", { [NIC]: "serviceName=api c" }), web()], at(NIC), "name web"],
    [
        "a distinct name alone",
        [ingress("azure-application-gateway", { [`${APPGW}-distinct-name`]: "true" })],
        at(`${APPGW}-distinct-name`),
        "is not set",
    ],
    [
        "a value that Go does not take for true",
        [ingress("azure-application-gateway", { [APPGW]: "yes" })],
        at(APPGW),
        '"yes"',
    ],
    [
        "another controller's, by its class's name",
        [ingress("azure-application-gateway", { [`${NGINX}affinity`]: "cookie" }), web()],
        at(`${NGINX}affinity`),
        `${APPGW} is not set`,
    ],
    [
        "another controller's, by its class",
        [
            ingress("edge", { [`${NGINX}affinity`]: "cookie" }),
            ingressClass("haproxy-ingress.github.io/controller"),
            web(),
        ],
        at(`${NGINX}affinity`),
        "haproxy-ingress.github.io/affinity is not set",
    ],
    [
        "nativelb of a Service",
        [annotated({ [`${TRAEFIK}sticky.cookie`]: "true", [`${TRAEFIK}nativelb`]: "true" })],
        at(`${TRAEFIK}sticky.cookie`),
        "nativelb",
    ],
    [
        "nativeLB of an IngressRoute",
        [traefik({ nativeLB: true, sticky: { cookie: { name: "c" } } })],
        "spec.routes[0].services[0].sticky",
        "nativeLB",
    ],
    [
        "a cookie's name beside it",
        [traefik({ sticky: { name: "c", cookie: null } })],
        "spec.routes[0].services[0].sticky",
        "is not set",
    ],
    [
        "nativeLB of a TraefikService",
        [weighted({}, { nativeLB: true, sticky: { cookie: {} } })],
        "spec.weighted.services[0].sticky",
        "nativeLB",
    ],
    [
        "use-cluster-ip of a VirtualServer",
        [server({ sessionCookie: { enable: true, name: "c" }, "use-cluster-ip": true })],
        "spec.upstreams[0]",
        "use-cluster-ip",
    ],
    ["a cookie without ttl", [istio({ httpCookie: { name: "c" } })], HASH, "no ttl"],
    [
        "a subset's cookie without ttl",
        [
            subsets([
                { name: "v1" },
                { name: "v2", trafficPolicy: { loadBalancer: { consistentHash: { httpCookie: { name: "c" } } } } },
            ]),
        ],
        "spec.subsets[1].trafficPolicy.loadBalancer.consistentHash",
        "no ttl",
    ],
    [
        "a port's cookie without ttl",
        [
            istio(undefined, {
                portLevelSettings: [{ loadBalancer: { consistentHash: { httpCookie: { name: "c" } } } }],
            }),
        ],
        "spec.trafficPolicy.portLevelSettings[0].loadBalancer.consistentHash",
        "no ttl",
    ],
    [
        "a strategy that Contour does not know",
        [proxy({ strategy: "cookie" })],
        "spec.routes[0].loadBalancerPolicy.strategy",
        '"cookie"',
    ],
    ["the standard channel", [persistent, definition("standard")], PERSISTENCE, "standard channel's HTTPRoute"],
    ["the standard channel, Envoy Gateway", [...EG, persistent, definition("standard")], PERSISTENCE, "standard"],
    [
        "the standard channel, of a GRPCRoute",
        [
            object("gateway.networking.k8s.io/v1:GRPCRoute", {
                rules: [{ backendRefs: [{ name: "web" }], sessionPersistence: {} }],
            }),
            definition("standard", "grpcroutes.gateway.networking.k8s.io"),
        ],
        PERSISTENCE,
        "standard channel's GRPCRoute",
    ],
    ["Istio", [...gateway("istio.io/gateway-controller"), persistent], PERSISTENCE, "Istio does not have"],
    [
        "Traefik's gateway, with its Service",
        [...gateway("traefik.io/gateway-controller"), persistent, web()],
        PERSISTENCE,
        "Traefik",
    ],
    [
        "headers, behind Cilium",
        [
            ...gateway("io.cilium/gateway-controller"),
            http({ sessionPersistence: { type: "Header", sessionName: "x" } }),
        ],
        PERSISTENCE,
        "Cilium",
    ],
    [
        "one of two rules",
        [
            ...gateway("io.cilium/gateway-controller"),
            object("gateway.networking.k8s.io/v1:HTTPRoute", {
                parentRefs: [{ name: "gw" }],
                rules: [
                    { backendRefs: [{ name: "web" }], sessionPersistence: {} },
                    { backendRefs: [{ name: "api" }], sessionPersistence: { type: "Header" } },
                ],
            }),
        ],
        PERSISTENCE,
        "Cilium",
    ],
    [
        "one of two Gateways",
        [
            ...EG,
            ...gateway("istio.io/gateway-controller", {}, "mesh"),
            attached([{ name: "gw" }, { name: "mesh" }], { sessionPersistence: {} }),
        ],
        PERSISTENCE,
        "Istio",
    ],
    [
        "Application Gateway for Containers without a policy",
        [...gateway("alb.networking.azure.io/alb-controller"), persistent],
        PERSISTENCE,
        "no RoutePolicy",
    ],
    ["an application cookie without a name", [policy(application({ cookieDuration: "1h" }))], AFFINITY, "cookieName"],
    ["... without a duration", [policy(application({ cookieName: "c" }))], AFFINITY, "cookieDuration"],
    ["... of a number", [policy(application({ cookieName: "c", cookieDuration: 3600 }))], AFFINITY, "cookieDuration"],
    ["... without a unit", [policy(application({ cookieName: "c", cookieDuration: "3600" }))], AFFINITY, '"3600s"'],
    [
        "an extension's cookie without a name",
        [extension({ service: "web", sessionAffinity: application({}) })],
        "spec.backendSettings[0].sessionAffinity",
        "cookieName",
    ],
    ["override", [policy(MANAGED, "shop", "override")], "spec.override.sessionAffinity", "does not support override"],
    [
        "a policy of a Gateway",
        [routePolicy({ kind: "Gateway", name: "shop" })],
        "spec.targetRef",
        'spec.targetRef.kind = "Gateway"',
    ],
    [
        "a policy of another group",
        [routePolicy({ group: "networking.k8s.io", kind: "HTTPRoute", name: "shop" })],
        "spec.targetRef",
        '"networking.k8s.io"',
    ],
    [
        "a policy in another namespace than it names",
        [
            inline(
                {
                    targetRef: { kind: "HTTPRoute", name: "x", namespace: "shop" },
                    default: { sessionAffinity: MANAGED },
                },
                { namespace: "infra" },
            ),
        ],
        AFFINITY,
        'the policy is in "infra"',
    ],
    [
        "a policy in another namespace than its route",
        [
            routePolicy({ kind: "HTTPRoute", name: "shop" }),
            object("gateway.networking.k8s.io/v1:HTTPRoute", {}, { namespace: "shop" }),
        ],
        AFFINITY,
        "another namespace than HTTPRoute shop",
    ],
];

const SILENT: readonly Row[] = [
    ["a Container App in single revision mode", [sticky({ activeRevisionsMode: "single" }, { transport: "http2" })]],
    ["a Container App that says no more", [sticky({})]],
    [
        "affinity off in several revisions",
        [sticky({ activeRevisionsMode: "Multiple" }, { stickySessions: { affinity: "none" } })],
    ],
    [
        "several revisions without a word",
        [containerApp({ configuration: { activeRevisionsMode: "Multiple", ingress: {} } })],
    ],
    ["nothing known", [containerApp({ configuration: UNKNOWN_MARKS.object })]],
    ["a pool's cookie", [pool({ sessionAffinity: COOKIE }, BACKEND_TYPES.storing[0])]],
    ["a pool without", [pool({}, BACKEND_TYPES.dropping[0])]],
    ["one route that does not cache", [originGroup({ sessionAffinityState: "Enabled" }), caching("one"), route("two")]],
    ["Front Door, off", [originGroup({ sessionAffinityState: "Disabled" }), caching("one")]],
    ["ClientIP", [service({ ...clientIp, ...timeout, clusterIP: "10.0.0.1", type: "NodePort" })]],
    ["headless without", [service({ clusterIP: "None", sessionAffinity: "None" })]],
    ["headless, without a word", [service({ clusterIP: "None" })]],
    ["a patch of a timeout", [service(timeout, { type: "kubernetes:core/v1:ServicePatch" })]],
    ["Traefik's on the Service", [ingress("traefik"), annotated({ [`${TRAEFIK}sticky.cookie`]: "true" })]],
    ["Traefik's, off, on an Ingress", [ingress("traefik", { [`${TRAEFIK}sticky.cookie`]: "false" })]],
    ["HAProxy's on both", [ingress("haproxy", { [HAPROXY]: "c" }), annotated({ [HAPROXY]: "c" })]],
    ["haproxy-ingress's on a Service", [annotated({ "haproxy-ingress.github.io/affinity": "cookie" })]],
    [
        "an Ingress's on what hands it on",
        [object("serving.knative.dev/v1:Service", {}, { annotations: { [APPGW]: "true" } })],
    ],
    ["a cookie of ingress-nginx", [ingress("nginx", { [`${NGINX}affinity`]: "cookie" }), web()]],
    [
        "a cookie for one of two Services",
        [
            object(
                "networking.k8s.io/v1:Ingress",
                {
                    ingressClassName: "nginx",
                    defaultBackend: { service: { name: "web" } },
                    rules: [{ http: { paths: [{ backend: { service: { name: "api" } } }] } }],
                },
                { annotations: { [NIC]: "serviceName=web c" } },
            ),
            web(),
            service({}, { name: "api" }),
        ],
    ],
    ["NGINX Inc, while no Service is in the stack", [ingress("nginx", { [NIC]: "serviceName=web c" })]],
    [
        "a controller that is not read",
        [ingress("kong", { [`${NGINX}affinity`]: "cookie" }), ingressClass("kong", "kong"), web()],
    ],
    ["service-upstream alone", [ingress("nginx", { [`${NGINX}service-upstream`]: "true" }), web()]],
    ["nativeLB alone", [traefik({ nativeLB: true })]],
    ["a Traefik cookie", [traefik({ sticky: { cookie: {} } })]],
    ["a TraefikService below", [traefik({ kind: "TraefikService", sticky: { cookie: null } })]],
    ["use-cluster-ip alone", [server({ "use-cluster-ip": true })]],
    ["a VirtualServer's cookie", [server({ sessionCookie: { enable: true } })]],
    ["a VirtualServer's cookie that is off", [server({ sessionCookie: { enable: false }, "use-cluster-ip": true })]],
    ["Istio's cookie", [istio({ httpCookie: { name: "c", ttl: "0s" } })]],
    ["Istio, by a parameter", [istio({ httpQueryParameterName: "user" })]],
    ["Contour, spreading", [proxy({ strategy: "WeightedLeastRequest" })]],
    ["Contour, a cookie", [proxy({ strategy: "Cookie" })]],
    [
        "Contour, by a parameter",
        [proxy({ strategy: "RequestHash", requestHashPolicies: [{ queryParameterHashOptions: {} }] })],
    ],
    ["the experimental channel", [persistent, definition("experimental")]],
    [
        "the standard channel of another kind",
        [persistent, definition("standard", "grpcroutes.gateway.networking.k8s.io")],
    ],
    [
        "the standard channel of another cluster",
        [{ ...persistent, provider: "urn::a" }, definition("standard", undefined, "urn::b")],
    ],
    ["a route without persistence", [http({}), definition("standard")]],
    ["a Gateway that the stack does not tell of", [persistent]],
    ["Envoy Gateway", [...EG, persistent]],
    ["the standard channel, and a hash beside", [...EG, persistent, hashing, definition("standard")]],
    [
        "Istio, and a hash beside",
        [...gateway("istio.io/gateway-controller"), persistent, web(), istio({ useSourceIp: true })],
    ],
    ["a policy of the Service", [...EG, http({}), servicePolicy("gateway.networking.k8s.io/v1alpha2:BackendLBPolicy")]],
    ["a RoutePolicy", [policy(MANAGED), http({})]],
    [
        "a RoutePolicy without",
        [routePolicy({ kind: "Gateway" }, {})].map((one) => ({
            ...one,
            properties: { spec: { targetRef: { kind: "Gateway" } } },
        })),
    ],
    ["a RoutePolicy whose route is not in the stack", [policy(MANAGED)]],
    ["an application cookie", [policy(application({ cookieName: "c", cookieDuration: "1h30m" })), http({})]],
    [
        "one of two routes of that name",
        [
            policy(MANAGED),
            http({}),
            { ...object("gateway.networking.k8s.io/v1:HTTPRoute", {}, { namespace: "other" }), urn: "urn::other" },
        ],
    ],
    ["an extension's cookie", [extension({ service: "web", sessionAffinity: MANAGED })]],
    [
        "a RoutePolicy whose namespace is not known yet",
        [
            inline(
                {
                    targetRef: { kind: "HTTPRoute", name: "x", namespace: UNKNOWN },
                    default: { sessionAffinity: MANAGED },
                },
                { namespace: "infra" },
            ),
        ],
    ],
    [
        "Services by two controllers, of which one is not read",
        [
            object(
                "networking.k8s.io/v1:Ingress",
                {
                    defaultBackend: { service: { name: "web" } },
                    rules: [{ http: { paths: [{ backend: { service: { name: "api" } } }] } }],
                },
                { annotations: { [AGC]: "ext" } },
            ),
            annotated({ [`${TRAEFIK}nativelb`]: "false" }),
            service({}, { name: "api" }),
        ],
    ],
    [
        "a RoutePolicy, and a patch of a route of its name in another namespace",
        [policy(MANAGED), object("gateway.networking.k8s.io/v1:HTTPRoutePatch", {}, { namespace: "other" })],
    ],
    ["an extension without", [extension({ service: "web" })]],
];

const WAITING: readonly Wait[] = [
    ["the mode", [sticky({ activeRevisionsMode: UNKNOWN })], "configuration.activeRevisionsMode"],
    ["the transport", [sticky({}, { transport: UNKNOWN })], "configuration.ingress.transport"],
    [
        "affinity, in several revisions",
        [sticky({ activeRevisionsMode: "Multiple" }, { stickySessions: { affinity: UNKNOWN } })],
        STICKY,
    ],
    [
        "a pool's source",
        [pool({ sessionAffinity: { sessionId: { source: UNKNOWN, name: "c" } } }, BACKEND_TYPES.storing[0])],
        "pool.sessionAffinity.sessionId.source",
    ],
    [
        "a route's caching",
        [originGroup({ sessionAffinityState: "Enabled" }), route("one", { cacheConfiguration: UNKNOWN_MARKS.object })],
        "cacheConfiguration of Route one",
    ],
    ["a Service's address", [service({ ...clientIp, clusterIP: UNKNOWN })], "spec.clusterIP"],
    [
        "a headless Service's affinity",
        [service({ clusterIP: "None", sessionAffinity: UNKNOWN })],
        "spec.sessionAffinity",
    ],
    [
        "service-upstream",
        [ingress("nginx", { [`${NGINX}affinity`]: "cookie", [`${NGINX}service-upstream`]: UNKNOWN }), web()],
        at(`${NGINX}service-upstream`).replace('metadata.annotations["', "metadata.annotations.").replace('"]', ""),
    ],
    [
        "HAProxy's release",
        [ingress("haproxy", { [HAPROXY]: "c" })],
        "the release of HAProxy's controller (those up to 3.2 read it off an Ingress, later ones do not)",
    ],
    ["nativeLB", [traefik({ nativeLB: UNKNOWN, sticky: { cookie: {} } })], "spec.routes[0].services[0].nativeLB"],
    [
        "use-cluster-ip",
        [server({ sessionCookie: { enable: true }, "use-cluster-ip": UNKNOWN })],
        "spec.upstreams[].use-cluster-ip",
    ],
    ["a cookie's ttl", [istio({ httpCookie: { name: "c", ttl: UNKNOWN } })], `${HASH}.httpCookie.ttl`],
    ["a Gateway", [attached([{ name: UNKNOWN }], { sessionPersistence: {} })], "spec.parentRefs[0].name"],
    [
        "a cookie's duration",
        [policy(application({ cookieName: "c", cookieDuration: UNKNOWN }))],
        "spec.default.sessionAffinity.cookieDuration",
    ],
    ["a policy's kind", [routePolicy({ kind: UNKNOWN, name: "shop" })], "spec.targetRef.kind"],
    [
        "a policy's namespace",
        [routePolicy({ kind: "HTTPRoute", name: "shop" }, { namespace: UNKNOWN }), http({})],
        "metadata.namespace of RoutePolicy shop",
    ],
];

describe(NAME, () => {
    for (const [about, given, path, evidence] of FAULTS) {
        it(`rejects ${about}: ${given[0]?.type}`, () => {
            for (const order of [given, [...given].reverse()]) {
                const found = evaluate(order);
                assert.deepEqual(
                    found.map(({ kind, path: where }) => [kind, where]),
                    [["violation", path]],
                    JSON.stringify(found),
                );
                const [{ message, fix }] = found as [Finding];
                assert.ok(message.startsWith("set, and without effect (") && message.includes(evidence), message);
                assert.match(fix, /^[A-Z].*, or remove it, or declare the workload stateless: .*\.$/s);
            }
        });
    }

    for (const [about, given] of SILENT) {
        it(`says nothing of ${about}`, () => assert.deepEqual(evaluate(given), []));
    }

    for (const [about, given, path] of WAITING) {
        it(`cannot decide by ${about}`, () => {
            for (const order of [given, [...given].reverse()]) {
                const found = evaluate(order);
                assert.deepEqual(
                    found.map(({ kind, path: where }) => [kind, where]),
                    [["undecided", path]],
                );
                assert.match(
                    found[0]?.message ?? "",
                    /^cannot decide: .* is not known yet, and .* may be without effect$/,
                );
            }
        });
    }

    const tags = (reason: string) => ({ "session-affinity-stateless": reason });
    const fault = (more: object) => {
        const one = sticky({ activeRevisionsMode: "Multiple" });
        return [{ ...one, properties: { ...one.properties, ...more } }];
    };

    it("passes what is declared stateless, or exempt by the configuration", () => {
        assert.deepEqual(evaluate(fault({ tags: tags(REASON) })), []);
        const annotations = tags(REASON);
        assert.deepEqual(evaluate([service({ ...clientIp, clusterIP: "None" }, { metadata: { annotations } })]), []);
        const described = pool(
            { sessionAffinity: COOKIE, description: `session-affinity-stateless: ${REASON}` },
            BACKEND_TYPES.dropping[0],
        );
        assert.deepEqual(evaluate([described]), []);
        assert.deepEqual(evaluate(fault({}), { exempt: [{ resource: "web", reason: REASON }] }), []);
        assert.equal(evaluate(fault({}), { exempt: [{ resource: "other", reason: REASON }] }).length, 1);
    });

    it("rejects what declarations that do not count are on, and waits for those that are not known", () => {
        const [short] = evaluate(fault({ tags: tags("because") }));
        assert.match(
            short?.message ?? "",
            /it keeps no client\. And the declaration as stateless does not count: its reason has 7/,
        );
        const [forbidden] = evaluate(fault({ tags: tags(REASON) }), { allowExemptions: false });
        assert.match(forbidden?.message ?? "", /allows no exemptions\.$/);
        const [waiting] = evaluate(fault({ tags: UNKNOWN_MARKS.object }));
        assert.deepEqual([waiting?.kind, waiting?.path], ["undecided", "tags"]);
    });

    it("is never silent on what leaves affinity without effect, known or not, whatever is beside", () => {
        const certain = FAULTS.filter(([, given]) => given.length === 1);
        const waiting = WAITING.filter(([, given]) => given.length === 1);
        fc.assert(
            fc.property(stacks, fc.constantFrom(...certain, ...waiting), (others, [, given]) => {
                const [one] = given;
                assert.ok(one);
                const found = evaluate([...others.filter(({ type }) => !type.startsWith("kubernetes:")), one]);
                assert.equal(found.filter(({ urn }) => urn === one.urn).length, 1);
            }),
            { numRuns: 300 },
        );
    });

    it("says by what a Service keeps its clients", () => {
        const [misspelt] = evaluate([service({ sessionAffinity: "clientIP" })]);
        assert.match(misspelt?.fix ?? "", /^Set spec\.sessionAffinity to "ClientIP", or remove it/);
        const [headless] = evaluate([service({ ...clientIp, clusterIP: "None" })]);
        assert.match(headless?.fix ?? "", /^Let the Service pick the pods/);
    });

    it("cannot decide where HAProxy's cookie is on one of two Services", () => {
        const both = object(
            "networking.k8s.io/v1:Ingress",
            {
                ingressClassName: "haproxy",
                defaultBackend: { service: { name: "web" } },
                rules: [{ http: { paths: [{ backend: { service: { name: "api" } } }] } }],
            },
            { annotations: { [HAPROXY]: "c" } },
        );
        const found = evaluate([both, annotated({ [HAPROXY]: "c" }), service({}, { name: "api" })]);
        assert.deepEqual(
            found.map(({ kind }) => kind),
            ["undecided"],
        );
    });

    it("sees what the service dropped, in the inputs", () => {
        const dropped = { ...service({ sessionAffinity: "None" }), inputs: service(timeout).properties };
        assert.deepEqual(
            evaluate([dropped]).map(({ path }) => path),
            ["spec.sessionAffinityConfig"],
        );
        const { urn, type, inputs, properties } = dropped;
        const state = fromState([{ urn, type, inputs, outputs: properties }]);
        assert.deepEqual(
            evaluate(state).map(({ path }) => path),
            ["spec.sessionAffinityConfig"],
        );
        const kept = {
            ...service({ ...clientIp, ...timeout }),
            inputs: service({ ...clientIp, ...timeout, clusterIP: UNKNOWN }).properties,
        };
        assert.deepEqual(evaluate([kept]), []);
    });

    it("speaks with the fix of the platform's own rule", () => {
        const stacks: [rule: string, given: StackResource[]][] = [
            ["container-app-needs-affinity", fault({})],
            ["apim-pool-needs-affinity", [pool({ sessionAffinity: COOKIE }, BACKEND_TYPES.dropping[0])]],
            ["kubernetes-service-needs-affinity", [service(timeout), workload("Deployment")]],
            [
                "kubernetes-service-needs-affinity",
                [
                    ingress("nginx", { [`${NGINX}affinity`]: "cookie", [`${NGINX}service-upstream`]: "true" }),
                    web(),
                    workload("Deployment"),
                ],
            ],
        ];
        for (const [name, given] of stacks) {
            const topology = readTopology(given);
            const findings = rules.flatMap((rule) => rule.evaluate(topology, DEFAULT_CONFIG, TODAY));
            assert.deepEqual(findings.map(({ rule }) => rule).sort(), [NAME, name].sort());
            const [first, second] = findings.map(({ fix }) => fix.split(", or ")[0]);
            assert.equal(first, second);
        }
    });
});
