import { UNKNOWN } from "../../../stacks";
import {
    AGC,
    annotated,
    extension,
    ingress,
    ingressClass,
    itReads,
    MANAGED,
    NGINX,
    object,
    patch,
    TRAEFIK,
} from "./rows";

describe("Ingresses", () => {
    itReads([
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
        ["own class, nginx annotations", "soft", [ingress("shop", { [`${NGINX}affinity`]: "cookie" })]],
        [
            "own class, Traefik's Service",
            "strong",
            [ingress("shop"), annotated({ [`${TRAEFIK}sticky.cookie`]: "true" })],
        ],
        ["AKS application routing", "none", [ingress("webapprouting.kubernetes.azure.com")]],
        [
            "another controller's class, nginx annotations",
            "not read",
            [
                ingress("kong", { [`${NGINX}affinity`]: "cookie" }),
                ingressClass("ingress-controllers.konghq.com/kong", "kong"),
            ],
        ],
        ["class unknown", "unknown", [ingress(UNKNOWN, { [`${NGINX}affinity`]: "cookie" })]],
        [
            "NGINX Inc",
            "strong",
            [ingress("nginx", { "nginx.org/sticky-cookie-services": "serviceName=web srv path=/" })],
        ],
        ["NGINX Inc, other", "none", [ingress("nginx", { "nginx.com/sticky-cookie-services": "serviceName=api srv" })]],
        ["Traefik", "strong", [ingress("traefik"), annotated({ [`${TRAEFIK}sticky.cookie`]: "true" })]],
        ["Traefik, on the Ingress", "none", [ingress("traefik", { [`${TRAEFIK}sticky.cookie`]: "true" })]],
        [
            "Traefik, nativelb",
            "none",
            [ingress("traefik"), annotated({ [`${TRAEFIK}sticky.cookie`]: "true", [`${TRAEFIK}nativelb`]: "true" })],
        ],
        ["HAProxy", "strong", [ingress("haproxy"), annotated({ "haproxy.org/cookie-persistence": "srv" })]],
        ["HAProxy, on the Ingress", "not read", [ingress("haproxy", { "haproxy.org/cookie-persistence": "srv" })]],
        ["HAProxy, hash on the Ingress", "not read", [ingress("haproxy", { "haproxy.org/load-balance": "source" })]],
        ["HAProxy, unknown on the Ingress", "not read", [ingress("haproxy", { "haproxy.com/load-balance": UNKNOWN })]],
        ["HAProxy, nothing that keeps", "none", [ingress("haproxy", { "haproxy.org/load-balance": "leastconn" })]],
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
        [
            "AGC Ingress",
            "strong",
            [ingress("azure-alb-external", AGC), extension({ service: "web", sessionAffinity: MANAGED })],
        ],
        ["AGC Ingress, other service", "none", [ingress("azure-alb-external", AGC), extension({ service: "api" })]],
        ["AGC Ingress, no extension", "none", [ingress("azure-alb-external")]],
        [
            "ingress-nginx, cookie and unknown service-upstream",
            "unknown",
            [ingress("nginx", { [`${NGINX}affinity`]: "cookie", [`${NGINX}service-upstream`]: UNKNOWN })],
        ],
        ["ingress-nginx, hash by header", "soft", [ingress("nginx", { [`${NGINX}upstream-hash-by`]: "$http_x_user" })]],
        ["ingress-nginx, hash by path", "none", [ingress("nginx", { [`${NGINX}upstream-hash-by`]: "$request_uri" })]],
        ["ingress-nginx, hash unknown", "unknown", [ingress("nginx", { [`${NGINX}upstream-hash-by`]: UNKNOWN })]],
        [
            "ingress-nginx, annotations unknown",
            "unknown",
            [
                object(
                    "networking.k8s.io/v1:Ingress",
                    { ingressClassName: "nginx", defaultBackend: { service: { name: "web" } } },
                    { annotations: UNKNOWN },
                ),
            ],
        ],
        [
            "NGINX Inc, use-cluster-ip",
            "none",
            [
                ingress("nginx", {
                    "nginx.org/sticky-cookie-services": "serviceName=web srv",
                    "nginx.org/use-cluster-ip": "true",
                }),
            ],
        ],
        [
            "NGINX Inc, unknown use-cluster-ip",
            "unknown",
            [
                ingress("nginx", {
                    "nginx.org/sticky-cookie-services": "serviceName=web srv",
                    "nginx.org/use-cluster-ip": UNKNOWN,
                }),
            ],
        ],
        ["NGINX Inc, ip_hash", "soft", [ingress("nginx", { "nginx.org/lb-method": "ip_hash" })]],
        [
            "NGINX Inc, hash by header, for another cookie",
            "soft",
            [
                ingress("nginx", {
                    "nginx.org/lb-method": "hash $http_x consistent",
                    "nginx.org/sticky-cookie-services": "serviceName=api srv",
                }),
            ],
        ],
        ["NGINX Inc, hash by path", "none", [ingress("nginx", { "nginx.org/lb-method": "hash $request_uri" })]],
        ["NGINX Inc, least_conn", "none", [ingress("nginx", { "nginx.org/lb-method": "least_conn" })]],
        ["NGINX Inc, method unknown", "unknown", [ingress("nginx", { "nginx.org/lb-method": UNKNOWN })]],
        ["NGINX Inc, cookies unknown", "unknown", [ingress("nginx", { "nginx.org/sticky-cookie-services": UNKNOWN })]],
        ["Traefik, unknown", "unknown", [ingress("traefik"), annotated({ [`${TRAEFIK}sticky.cookie`]: UNKNOWN })]],
        [
            "Traefik, by a patch",
            "strong",
            [ingress("traefik"), patch("web", { annotations: { [`${TRAEFIK}sticky.cookie`]: "true" } })],
        ],
        [
            "Traefik, by a patch of another Service",
            "none",
            [ingress("traefik"), patch("api", { annotations: { [`${TRAEFIK}sticky.cookie`]: "true" } })],
        ],
        [
            "Traefik, by a patch in another namespace",
            "none",
            [
                ingress("traefik"),
                patch("web", { namespace: "other", annotations: { [`${TRAEFIK}sticky.cookie`]: "true" } }),
            ],
        ],
        [
            "Traefik, by a patch of an unknown Service",
            "unknown",
            [ingress("traefik"), patch(UNKNOWN, { annotations: { [`${TRAEFIK}sticky.cookie`]: "true" } })],
        ],
        [
            "Traefik, by unknown annotations of a patch",
            "unknown",
            [ingress("traefik"), patch("web", { annotations: UNKNOWN })],
        ],
        [
            "Traefik, off by a patch",
            "none",
            [
                ingress("traefik"),
                annotated({ [`${TRAEFIK}sticky.cookie`]: "true" }),
                patch("web", { annotations: { [`${TRAEFIK}nativelb`]: "true" } }),
            ],
        ],
        [
            "HAProxy, balance by source",
            "soft",
            [ingress("haproxy"), annotated({ "haproxy.org/load-balance": "source" })],
        ],
        [
            "HAProxy, balance by header",
            "soft",
            [ingress("haproxy"), annotated({ "haproxy.org/load-balance": "hdr(x)" })],
        ],
        [
            "HAProxy, balance by turns",
            "none",
            [ingress("haproxy"), annotated({ "haproxy.org/load-balance": "roundrobin" })],
        ],
        [
            "HAProxy, balance unknown",
            "unknown",
            [ingress("haproxy"), annotated({ "haproxy.org/load-balance": UNKNOWN })],
        ],
        [
            "haproxy-ingress, balance by source",
            "soft",
            [ingress("haproxy", { "haproxy-ingress.github.io/balance-algorithm": "source" })],
        ],
        [
            "haproxy-ingress, balance unknown",
            "unknown",
            [ingress("haproxy", { "haproxy-ingress.github.io/balance-algorithm": UNKNOWN })],
        ],
        [
            "haproxy-ingress, other affinity",
            "none",
            [ingress("haproxy", { "haproxy-ingress.github.io/affinity": "ip" })],
        ],
        [
            "AGIC, unknown",
            "unknown",
            [ingress("azure-application-gateway", { "appgw.ingress.kubernetes.io/cookie-based-affinity": UNKNOWN })],
        ],
        [
            "an IngressClass of ingress-nginx",
            "strong",
            [
                ingress("edge", { [`${NGINX}affinity`]: "cookie", [`${NGINX}affinity-mode`]: "persistent" }),
                ingressClass("k8s.io/ingress-nginx"),
            ],
        ],
        [
            "an IngressClass of HAProxy, with a name of its own",
            "strong",
            [
                ingress("edge"),
                annotated({ "haproxy.org/cookie-persistence": "srv" }),
                ingressClass("haproxy.org/ingress-controller/prod"),
            ],
        ],
        [
            "an IngressClass of NGINX Inc",
            "none",
            [ingress("edge", { [`${NGINX}affinity`]: "cookie" }), ingressClass("nginx.org/ingress-controller")],
        ],
        [
            "an IngressClass of Traefik",
            "none",
            [ingress("edge", { [`${NGINX}affinity`]: "cookie" }), ingressClass("traefik.io/ingress-controller")],
        ],
        [
            "an IngressClass of haproxy-ingress",
            "none",
            [ingress("edge"), ingressClass("haproxy-ingress.github.io/controller")],
        ],
        ["an IngressClass of AGIC", "none", [ingress("edge"), ingressClass("azure/application-gateway")]],
        [
            "an IngressClass of AGC",
            "strong",
            [
                ingress("edge", AGC),
                ingressClass("alb.networking.azure.io/alb-controller"),
                extension({ service: "web", sessionAffinity: MANAGED }),
            ],
        ],
        [
            "an IngressClass of another controller, under a usual name",
            "not read",
            [ingress("nginx", { [`${NGINX}affinity`]: "cookie" }), ingressClass("konghq.com/x", "nginx")],
        ],
        [
            "an IngressClass of an unknown controller",
            "unknown",
            [ingress("nginx", { [`${NGINX}affinity`]: "cookie" }), ingressClass(UNKNOWN, "nginx")],
        ],
        [
            "an IngressClass of an unknown name",
            "unknown",
            [ingress("edge"), ingressClass("k8s.io/ingress-nginx", UNKNOWN)],
        ],
        [
            "an IngressClass of a namespace that does not count",
            "none",
            [
                ingress("edge"),
                object(
                    "networking.k8s.io/v1:IngressClass",
                    { controller: "k8s.io/ingress-nginx" },
                    { namespace: "other" },
                    "edge",
                ),
            ],
        ],
        ["AGC Ingress, extension not in the stack", "unknown", [ingress("azure-alb-external", AGC)]],
        [
            "AGC Ingress, extension in another namespace",
            "unknown",
            [
                ingress("azure-alb-external", AGC),
                object(
                    "alb.networking.azure.io/v1:IngressExtension",
                    { backendSettings: [{ service: "web", sessionAffinity: MANAGED }] },
                    { namespace: "other" },
                    "ext",
                ),
            ],
        ],
        [
            "AGC Ingress, unknown settings",
            "unknown",
            [
                ingress("azure-alb-external", AGC),
                object("alb.networking.azure.io/v1:IngressExtension", { backendSettings: UNKNOWN }, {}, "ext"),
            ],
        ],
    ]);
});
