import { resource, UNKNOWN } from "../../../stacks";
import {
    APPLICATION,
    attached,
    balancing,
    EG,
    GATEWAY,
    gateway,
    HASH,
    hashing,
    http,
    itReads,
    MANAGED,
    object,
    policy,
    routePolicy,
    servicePolicy,
} from "./rows";

describe("routes of Gateways", () => {
    itReads([
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
        ["Envoy Gateway, hash by another route's policy", "none", [...EG, balancing("HTTPRoute", "other"), http({})]],
        ["Envoy Gateway, hash by the Gateway's policy", "soft", [...EG, balancing("Gateway", "gw"), http({})]],
        [
            "Envoy Gateway, the route's policy before the Gateway's",
            "none",
            [
                ...EG,
                balancing("Gateway", "gw"),
                balancing("HTTPRoute", "shop", { type: "RoundRobin" }, "other"),
                http({}),
            ],
        ],
        ["Envoy Gateway, a policy of an unknown kind", "unknown", [...EG, balancing(UNKNOWN, "shop"), http({})]],
        ["Envoy Gateway, a policy of an unknown name", "unknown", [...EG, balancing("HTTPRoute", UNKNOWN), http({})]],
        [
            "Envoy Gateway, a policy of unknown targets",
            "unknown",
            [...EG, object("gateway.envoyproxy.io/v1alpha1:BackendTrafficPolicy", { targetRefs: UNKNOWN }), http({})],
        ],
        [
            "Envoy Gateway, a policy in another namespace",
            "none",
            [...EG, balancing("HTTPRoute", "shop", HASH, "p", { namespace: "other" }), http({})],
        ],
        [
            "Envoy Gateway, a policy in an unknown namespace",
            "unknown",
            [...EG, balancing("HTTPRoute", "shop", HASH, "p", { namespace: UNKNOWN }), http({})],
        ],
        [
            "Envoy Gateway, hash by headers",
            "soft",
            [
                ...EG,
                balancing("HTTPRoute", "shop", {
                    type: "ConsistentHash",
                    consistentHash: { type: "Headers", headers: [{ name: "x" }] },
                }),
                http({}),
            ],
        ],
        [
            "Envoy Gateway, hash by a cookie",
            "soft",
            [
                ...EG,
                balancing("HTTPRoute", "shop", {
                    type: "ConsistentHash",
                    consistentHash: { type: "Cookie", cookie: { name: "x" } },
                }),
                http({}),
            ],
        ],
        [
            "Envoy Gateway, hash by a query",
            "none",
            [
                ...EG,
                balancing("HTTPRoute", "shop", { type: "ConsistentHash", consistentHash: { type: "QueryParams" } }),
                http({}),
            ],
        ],
        [
            "Envoy Gateway, hash by what is unknown",
            "unknown",
            [
                ...EG,
                balancing("HTTPRoute", "shop", { type: "ConsistentHash", consistentHash: { type: UNKNOWN } }),
                http({}),
            ],
        ],
        [
            "Envoy Gateway, unknown balancing",
            "unknown",
            [...EG, balancing("HTTPRoute", "shop", { type: UNKNOWN }), http({})],
        ],
        ["a policy without its Gateway", "soft", [balancing("HTTPRoute", "shop"), http({})]],
        [
            "a Gateway of an unknown class",
            "unknown",
            [object(`${GATEWAY}:Gateway`, { gatewayClassName: UNKNOWN }, {}, "gw"), http({ sessionPersistence: {} })],
        ],
        ["a class of an unknown controller", "unknown", [...gateway(UNKNOWN), http({ sessionPersistence: {} })]],
        [
            "a class of an unknown name",
            "unknown",
            [
                object(`${GATEWAY}:Gateway`, { gatewayClassName: "c" }, {}, "gw"),
                resource(`kubernetes:${GATEWAY}:GatewayClass`, "c", {
                    metadata: { name: UNKNOWN },
                    spec: { controllerName: "x" },
                }),
                http({ sessionPersistence: {} }),
            ],
        ],
        ["unknown parents", "unknown", [...EG, attached(UNKNOWN, { sessionPersistence: {} })]],
        ["a parent of an unknown name", "unknown", [...EG, attached([{ name: UNKNOWN }], { sessionPersistence: {} })]],
        [
            "a parent of an unknown kind",
            "unknown",
            [...EG, attached([{ name: "gw", kind: UNKNOWN }], { sessionPersistence: {} })],
        ],
        [
            "a Gateway in another namespace than it names",
            "not read",
            [...gateway("istio.io/gateway-controller"), attached([{ name: "gw", namespace: "other" }], {})],
        ],
        [
            "a Gateway in the namespace that it names",
            "none",
            [
                ...gateway("istio.io/gateway-controller", { namespace: "other" }),
                attached([{ name: "gw", namespace: "other" }], {}),
            ],
        ],
        [
            "the weakest of two Gateways",
            "none",
            [
                ...EG,
                ...gateway("istio.io/gateway-controller", {}, "mesh"),
                attached([{ name: "gw" }, { name: "mesh" }], { sessionPersistence: {} }),
            ],
        ],
        ["a mesh's route", "not read", [attached([{ kind: "Service", name: "web" }], {})]],
        ["Traefik's gateway", "none", [...gateway("traefik.io/gateway-controller"), http({ sessionPersistence: {} })]],
        [
            "Cilium, a header",
            "none",
            [
                ...gateway("io.cilium/gateway-controller"),
                http({ sessionPersistence: { type: "Header", sessionName: "x" } }),
            ],
        ],
        [
            "NGINX Gateway Fabric, a header",
            "none",
            [
                ...gateway("gateway.nginx.org/nginx-gateway-controller"),
                http({ sessionPersistence: { type: "Header", sessionName: "x" } }),
            ],
        ],
        [
            "NGINX Gateway Fabric, a cookie",
            "strong",
            [...gateway("gateway.nginx.org/nginx-gateway-controller"), http({ sessionPersistence: {} })],
        ],
        ["a type unknown", "unknown", [...EG, http({ sessionPersistence: { type: UNKNOWN } })]],
        [
            "a policy of the Service",
            "not read",
            [...EG, http({}), servicePolicy("gateway.networking.x-k8s.io/v1alpha1:XBackendTrafficPolicy")],
        ],
        [
            "an older policy of the Service",
            "not read",
            [...EG, http({}), servicePolicy("gateway.networking.k8s.io/v1alpha2:BackendLBPolicy")],
        ],
        [
            "a policy of the Service below Istio, which takes none",
            "none",
            [
                ...gateway("istio.io/gateway-controller"),
                http({}),
                servicePolicy("gateway.networking.x-k8s.io/v1alpha1:XBackendTrafficPolicy"),
            ],
        ],
        [
            "a policy of another Service",
            "none",
            [...EG, http({}), servicePolicy("gateway.networking.x-k8s.io/v1alpha1:XBackendTrafficPolicy", "api")],
        ],
        [
            "a policy of the Service that sets no persistence",
            "none",
            [
                ...EG,
                http({}),
                object("gateway.networking.x-k8s.io/v1alpha1:XBackendTrafficPolicy", {
                    targetRefs: [{ kind: "Service", name: "web" }],
                }),
            ],
        ],
        ["AGC by its class, no policy", "none", [...gateway("alb.networking.azure.io/alb-controller"), http({})]],
        [
            "AGC by its class's name, no policy",
            "none",
            [object(`${GATEWAY}:Gateway`, { gatewayClassName: "azure-alb-external" }, {}, "gw"), http({})],
        ],
        ["AGC, a policy that Envoy Gateway does not read", "none", [...EG, http({}), policy(MANAGED)]],
        ["AGC, another group", "not read", [http({}), routePolicy({ group: "x", kind: "HTTPRoute", name: "shop" })]],
        ["AGC, an empty group", "strong", [http({}), routePolicy({ group: "", kind: "HTTPRoute", name: "shop" })]],
        [
            "AGC, an unknown group",
            "unknown",
            [http({}), routePolicy({ group: UNKNOWN, kind: "HTTPRoute", name: "shop" })],
        ],
        ["AGC, another kind", "not read", [http({}), routePolicy({ kind: "GRPCRoute", name: "shop" })]],
        ["AGC, an unknown kind", "unknown", [http({}), routePolicy({ kind: UNKNOWN, name: "shop" })]],
        [
            "AGC, another namespace",
            "not read",
            [http({}), routePolicy({ kind: "HTTPRoute", name: "shop" }, { namespace: "other" })],
        ],
        [
            "AGC, an unknown namespace",
            "unknown",
            [http({}), routePolicy({ kind: "HTTPRoute", name: "shop" }, { namespace: UNKNOWN })],
        ],
    ]);
});
