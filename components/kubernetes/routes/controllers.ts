import { type AffinityKind } from "../../affinity/vocabulary";

/** One way of keeping clients, as it stands below `controller` in the arguments of a StickyRoute. */
export type RouteWay =
    | "gatewayApi.implementation.envoyGateway"
    | "gatewayApi.implementation.nginxGatewayFabric"
    | "gatewayApi.implementation.cilium"
    | "ingressNginx"
    | "nginxInc.ingress"
    | "nginxInc.virtualServer"
    | "traefik.ingress"
    | "traefik.ingressRoute"
    | "haproxyTech"
    | "haproxyIngress"
    | "contour"
    | "agic"
    | "istio.consistentHash"
    | "istio.persistentSession"
    | "envoyGateway";

/** What a controller can do for one kind of affinity. */
export interface RouteCapability {
    /** Where the controller stands in the arguments, without the leading `controller.`. */
    readonly way: RouteWay;
    /** Name of the controller. */
    readonly title: string;
    readonly kind: Exclude<AffinityKind, "none">;
    readonly strength: "strong" | "soft";
    /** False where the cookie's name is the controller's own. */
    readonly customName: boolean;
    /** False where the cookie cannot outlive the browser's session. */
    readonly customLifetime: boolean;
    /** The fixed name of the cookie, where the controller tells it. */
    readonly key?: string;
    /** Property that carries the setting. */
    readonly source: string;
    /** Where the controller says so. */
    readonly url: string;
}

/** Cookie's settings: all that can be asked for. */
const ANY = { kind: "cookie", customName: true, customLifetime: true } as const;
/** Cookie's settings: a name, and the browser's session. */
const SESSION = { kind: "cookie", customName: true, customLifetime: false } as const;
const HEADER = { kind: "header", customName: true, customLifetime: false } as const;
const CLIENT_IP = { kind: "client-ip", customName: false, customLifetime: false } as const;

const annotation = (key: string) => `metadata.annotations["${key}"]`;
const PERSISTENCE = "spec.rules[0].sessionPersistence";

interface Controller extends Pick<RouteCapability, "way" | "title" | "url"> {
    readonly does: readonly Omit<RouteCapability, "way" | "title" | "url">[];
}

const CONTROLLERS: readonly Controller[] = [
    {
        way: "gatewayApi.implementation.envoyGateway",
        title: "Envoy Gateway's session persistence",
        url: "https://gateway.envoyproxy.io/docs/tasks/traffic/session-persistence/",
        does: [
            { ...ANY, strength: "strong", source: PERSISTENCE },
            { ...HEADER, strength: "strong", source: PERSISTENCE },
        ],
    },
    {
        way: "gatewayApi.implementation.nginxGatewayFabric",
        title: "NGINX Gateway Fabric",
        url: "https://docs.nginx.com/nginx-gateway-fabric/traffic-management/session-persistence/",
        does: [{ ...ANY, strength: "strong", source: PERSISTENCE }],
    },
    {
        // Whether it takes a lifetime too is not confirmed.
        way: "gatewayApi.implementation.cilium",
        title: "Cilium",
        url: "https://github.com/cilium/cilium/pull/48029",
        does: [{ ...SESSION, strength: "strong", source: PERSISTENCE }],
    },
    {
        way: "ingressNginx",
        title: "ingress-nginx",
        url: "https://kubernetes.github.io/ingress-nginx/examples/affinity/cookie/",
        does: [
            { ...ANY, strength: "strong", source: annotation("nginx.ingress.kubernetes.io/affinity") },
            { ...HEADER, strength: "soft", source: annotation("nginx.ingress.kubernetes.io/upstream-hash-by") },
            { ...CLIENT_IP, strength: "soft", source: annotation("nginx.ingress.kubernetes.io/upstream-hash-by") },
        ],
    },
    {
        way: "nginxInc.ingress",
        title: "NGINX Ingress Controller",
        url: "https://docs.nginx.com/nginx-ingress-controller/configuration/ingress-resources/advanced-configuration-with-annotations/",
        does: [
            { ...ANY, strength: "strong", source: annotation("nginx.org/sticky-cookie-services") },
            { ...HEADER, strength: "soft", source: annotation("nginx.org/lb-method") },
            { ...CLIENT_IP, strength: "soft", source: annotation("nginx.org/lb-method") },
        ],
    },
    {
        way: "nginxInc.virtualServer",
        title: "NGINX Ingress Controller's VirtualServer",
        url: "https://docs.nginx.com/nginx-ingress-controller/configuration/virtualserver-and-virtualserverroute-resources/",
        does: [
            { ...ANY, strength: "strong", source: "spec.upstreams[0].sessionCookie" },
            { ...HEADER, strength: "soft", source: "spec.upstreams[0].lb-method" },
            { ...CLIENT_IP, strength: "soft", source: "spec.upstreams[0].lb-method" },
        ],
    },
    {
        way: "traefik.ingress",
        title: "Traefik",
        url: "https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/ingress/",
        does: [
            { ...ANY, strength: "strong", source: annotation("traefik.ingress.kubernetes.io/service.sticky.cookie") },
        ],
    },
    {
        way: "traefik.ingressRoute",
        title: "Traefik's IngressRoute",
        url: "https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/ingressroute/",
        does: [{ ...ANY, strength: "strong", source: "spec.routes[0].services[0].sticky.cookie" }],
    },
    {
        way: "haproxyTech",
        title: "HAProxy Technologies' Ingress Controller",
        url: "https://github.com/haproxytech/kubernetes-ingress/blob/master/documentation/annotations.md",
        does: [
            { ...SESSION, strength: "strong", source: annotation("haproxy.org/cookie-persistence") },
            { ...HEADER, strength: "soft", source: annotation("haproxy.org/load-balance") },
            { ...CLIENT_IP, strength: "soft", source: annotation("haproxy.org/load-balance") },
        ],
    },
    {
        way: "haproxyIngress",
        title: "HAProxy Ingress",
        url: "https://haproxy-ingress.github.io/docs/configuration/keys/#affinity",
        does: [
            { ...SESSION, strength: "strong", source: annotation("haproxy-ingress.github.io/affinity") },
            { ...HEADER, strength: "soft", source: annotation("haproxy-ingress.github.io/balance-algorithm") },
            { ...CLIENT_IP, strength: "soft", source: annotation("haproxy-ingress.github.io/balance-algorithm") },
        ],
    },
    {
        way: "contour",
        title: "Contour",
        url: "https://projectcontour.io/docs/main/config/request-routing/#session-affinity",
        does: [
            {
                kind: "cookie",
                strength: "soft",
                customName: false,
                customLifetime: false,
                key: "X-Contour-Session-Affinity",
                source: "spec.routes[0].loadBalancerPolicy.strategy",
            },
            { ...HEADER, strength: "soft", source: "spec.routes[0].loadBalancerPolicy.requestHashPolicies[0]" },
            { ...CLIENT_IP, strength: "soft", source: "spec.routes[0].loadBalancerPolicy.requestHashPolicies[0]" },
        ],
    },
    {
        way: "agic",
        title: "Application Gateway Ingress Controller",
        url: "https://azure.github.io/application-gateway-kubernetes-ingress/annotations/#cookie-based-affinity",
        does: [
            {
                kind: "cookie",
                strength: "strong",
                customName: false,
                customLifetime: false,
                source: annotation("appgw.ingress.kubernetes.io/cookie-based-affinity"),
            },
        ],
    },
    {
        way: "istio.consistentHash",
        title: "Istio's DestinationRule",
        url: "https://istio.io/latest/docs/reference/config/networking/destination-rule/",
        does: [
            { ...ANY, strength: "soft", source: "spec.trafficPolicy.loadBalancer.consistentHash.httpCookie" },
            { ...HEADER, strength: "soft", source: "spec.trafficPolicy.loadBalancer.consistentHash.httpHeaderName" },
            { ...CLIENT_IP, strength: "soft", source: "spec.trafficPolicy.loadBalancer.consistentHash.useSourceIp" },
        ],
    },
    {
        way: "istio.persistentSession",
        title: "Istio's persistent sessions",
        url: "https://istio.io/latest/docs/reference/commands/pilot-discovery/#envvars",
        does: [
            { ...SESSION, strength: "strong", source: 'metadata.labels["istio.io/persistent-session"]' },
            { ...HEADER, strength: "strong", source: 'metadata.labels["istio.io/persistent-session-header"]' },
        ],
    },
    {
        way: "envoyGateway",
        title: "Envoy Gateway's BackendTrafficPolicy",
        url: "https://gateway.envoyproxy.io/docs/tasks/traffic/load-balancing/",
        does: [
            { ...ANY, strength: "soft", source: "spec.loadBalancer.consistentHash.cookie" },
            { ...HEADER, strength: "soft", source: "spec.loadBalancer.consistentHash.header" },
            { ...CLIENT_IP, strength: "soft", source: "spec.loadBalancer.consistentHash.type" },
        ],
    },
];

/** What each controller can do: one entry for each kind of affinity that it has. */
export const ROUTE_CAPABILITIES: readonly RouteCapability[] = CONTROLLERS.flatMap(({ does, ...controller }) =>
    does.map((capability) => ({ ...controller, ...capability })),
);

/** What of one controller is known. */
export function capabilitiesOf(way: RouteWay): readonly RouteCapability[] {
    return ROUTE_CAPABILITIES.filter((capability) => capability.way === way);
}
