import { UNKNOWN } from "../../../stacks";
import { istio, itReads, object, patch, proxy, server, subsets, traefik, virtual, web, weighted } from "./rows";

describe("controllers' own kinds of routes", () => {
    itReads([
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
        [
            "Contour, hash by a header",
            "soft",
            [proxy({ strategy: "RequestHash", requestHashPolicies: [{ headerHashOptions: { headerName: "x" } }] })],
        ],
        [
            "Contour, hash by a query",
            "none",
            [
                proxy({
                    strategy: "RequestHash",
                    requestHashPolicies: [{ queryParameterHashOptions: { parameterName: "x" } }],
                }),
            ],
        ],
        ["Contour, unknown strategy yet", "unknown", [proxy({ strategy: UNKNOWN })]],
        [
            "Contour, unknown header",
            "unknown",
            [proxy({ strategy: "RequestHash", requestHashPolicies: [{ headerHashOptions: { headerName: UNKNOWN } }] })],
        ],
        ["VirtualServer, enable false", "none", [server({ sessionCookie: { enable: false } })]],
        ["VirtualServer, unknown enable", "unknown", [server({ sessionCookie: { enable: UNKNOWN } })]],
        ["VirtualServer, ip_hash", "soft", [server({ "lb-method": "ip_hash" })]],
        ["VirtualServer, unknown method", "unknown", [server({ "lb-method": UNKNOWN })]],
        [
            "VirtualServer, unknown cluster IP",
            "unknown",
            [server({ sessionCookie: { enable: true }, "use-cluster-ip": UNKNOWN })],
        ],
        ["IngressRoute, unknown kind", "unknown", [traefik({ kind: UNKNOWN, sticky: { cookie: {} } })]],
        ["IngressRoute, unknown cookie", "unknown", [traefik({ sticky: { cookie: UNKNOWN } })]],
        ["IngressRoute, unknown nativeLB", "unknown", [traefik({ sticky: { cookie: {} }, nativeLB: UNKNOWN })]],
        ["TraefikService, both levels", "strong", [weighted({ sticky: { cookie: {} } }, { sticky: { cookie: {} } })]],
        ["TraefikService, upper level only", "none", [weighted({ sticky: { cookie: {} } }, {})]],
        ["TraefikService, lower level only", "none", [weighted({}, { sticky: { cookie: {} } })]],
        [
            "TraefikService, upper level unknown",
            "unknown",
            [weighted({ sticky: { cookie: UNKNOWN } }, { sticky: { cookie: {} } })],
        ],
        [
            "TraefikService, one Service",
            "strong",
            [
                object("traefik.io/v1alpha1:TraefikService", {
                    weighted: { services: [{ name: "web", sticky: { cookie: {} } }] },
                }),
            ],
        ],
        [
            "TraefikService, unknown kind",
            "unknown",
            [
                object("traefik.io/v1alpha1:TraefikService", {
                    weighted: { services: [{ kind: UNKNOWN, name: "web", sticky: { cookie: {} } }] },
                }),
            ],
        ],
        [
            "TraefikService, mirroring",
            "strong",
            [object("traefik.io/v1alpha1:TraefikService", { mirroring: { name: "web", sticky: { cookie: {} } } })],
        ],
        [
            "TraefikService, mirroring without a cookie",
            "none",
            [object("traefik.io/v1alpha1:TraefikService", { mirroring: { name: "web" } })],
        ],
        [
            "TraefikService behind an IngressRoute",
            "strong",
            [
                traefik({ kind: "TraefikService", name: "ts" }),
                object(
                    "traefik.io/v1alpha1:TraefikService",
                    { weighted: { services: [{ name: "web", sticky: { cookie: {} } }] } },
                    {},
                    "ts",
                ),
            ],
        ],
        ["Istio, header", "soft", [istio({ httpHeaderName: "x" })]],
        ["Istio, unknown header", "unknown", [istio({ httpHeaderName: UNKNOWN })]],
        ["Istio, unknown ttl", "unknown", [istio({ httpCookie: { name: "c", ttl: UNKNOWN } })]],
        ["Istio, query", "none", [istio({ httpQueryParameterName: "q" })]],
        [
            "Istio, every port",
            "soft",
            [
                istio(
                    { useSourceIp: true },
                    { portLevelSettings: [{ loadBalancer: { consistentHash: { useSourceIp: true } } }] },
                ),
            ],
        ],
        ["Istio, unknown ports", "unknown", [istio({ useSourceIp: true }, { portLevelSettings: UNKNOWN })]],
        ["Istio, unknown subsets", "unknown", [subsets(UNKNOWN)]],
        ["Istio, unknown policy of a subset", "unknown", [subsets([{ trafficPolicy: UNKNOWN }])]],
        ["Istio, policy of a subset", "not read", [subsets([{ trafficPolicy: {} }])]],
        ["Istio, a subset without a policy", "soft", [subsets([{ name: "v1" }])]],
        [
            "Istio, header label",
            "strong",
            [istio(undefined), web({ labels: { "istio.io/persistent-session-header": "x" } })],
        ],
        [
            "Istio, unknown label",
            "unknown",
            [istio(undefined), web({ labels: { "istio.io/persistent-session": UNKNOWN } })],
        ],
        [
            "Istio, label by a patch",
            "strong",
            [istio(undefined), patch("web", { labels: { "istio.io/persistent-session": "c" } })],
        ],
        ["VirtualService, no rule", "none", [virtual]],
        ["VirtualService, label", "strong", [virtual, web({ labels: { "istio.io/persistent-session": "c" } })]],
    ]);
});
