import type * as pulumi from "@pulumi/pulumi";

/** An Ingress of a class. */
export interface IngressClassArgs {
    /** Class that the controller answers to, as `kubectl get ingressclass` shows it. */
    ingressClassName: pulumi.Input<string>;
}

/** A Gateway that the route belongs to. */
export interface RouteGatewayArgs {
    /** Name of the Gateway. */
    name: pulumi.Input<string>;
    /** Its namespace. Omitted: the Service's. */
    namespace?: pulumi.Input<string | undefined>;
    /** Its listener. Omitted: all that admit the route. */
    sectionName?: pulumi.Input<string | undefined>;
}

/** A controller that serves Gateway API routes. */
export interface GatewayArgs {
    /** The Gateway that the route belongs to. */
    gateway: RouteGatewayArgs;
}

/** Releases of the Gateway API; "next" is what follows 1.6. */
export type GatewayApiRelease = "1.1" | "1.2" | "1.3" | "1.4" | "1.5" | "1.6" | "next";

/** What serves the Gateway: exactly one member. */
export interface GatewayApiImplementationArgs {
    /** Envoy Gateway: cookie and header. */
    envoyGateway?: object;
    /** NGINX Gateway Fabric 2.4.0 or later: cookie. It needs NGINX Plus and its experimental features, which are declared. */
    nginxGatewayFabric?: { plus: true; experimentalFeatures: true };
    /** Cilium, in a release later than August 2026: cookie. Earlier ones ignore it, so that it is declared. */
    cilium?: { sessionPersistence: true };
    /** Another one, and what its documentation says that it honours. */
    other?: { name: string; honours: ("cookie" | "header")[] };
}

/** An HTTPRoute with `sessionPersistence`. https://gateway-api.sigs.k8s.io/geps/gep-1619/ */
export interface GatewayApiArgs extends GatewayArgs {
    /** Release of the custom resource definitions in the cluster; the field's shape follows it. */
    release: GatewayApiRelease;
    /** Channel of the definitions in the cluster. The standard channel has no `sessionPersistence`. */
    channel: "experimental";
    /** What serves the Gateway. Most ignore the field without a word. */
    implementation: GatewayApiImplementationArgs;
}

/** An Ingress for ingress-nginx, which is retired: its maintenance ended in March 2026. */
export interface IngressNginxArgs extends IngressClassArgs {
    /** "balanced" gives up some sessions when pods are added. Omitted: "persistent". Only with a cookie. */
    affinityMode?: "persistent" | "balanced";
}

/** NGINX's own controller: exactly one of `ingress` and `virtualServer`. */
export interface NginxIncArgs {
    /** Writes an Ingress. */
    ingress?: IngressClassArgs;
    /** Writes a VirtualServer for each host. */
    virtualServer?: IngressClassArgs;
    /** What lets it keep cookies: NGINX Plus, or open source in release 5.4 or later. Needed for a cookie. */
    stickyCookies?: "plus" | "open-source-5.4";
}

/** Traefik: exactly one of `ingress` and `ingressRoute`. */
export interface TraefikArgs {
    /** Writes an Ingress, and annotations of the Service. */
    ingress?: IngressClassArgs;
    /** Writes an IngressRoute. */
    ingressRoute?: {
        /** Names of Traefik's entry points. Omitted: its default ones. */
        entryPoints?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    };
}

/** An HTTPProxy for each host. */
export interface ContourArgs {
    /** Class that Contour answers to. Omitted: Contour's own choice. */
    ingressClassName?: pulumi.Input<string | undefined>;
}

/** Istio: exactly one of `consistentHash` and `persistentSession`. */
export interface IstioArgs extends GatewayArgs {
    /**
     * Writes a DestinationRule: soft, since clients move when pods come or go. It is not reliable in ambient mode, nor with
     * locality load balancing. https://github.com/istio/istio/issues/55259
     */
    consistentHash?: object;
    /** Writes a label of the Service: strong. It needs istiod's `PILOT_ENABLE_PERSISTENT_SESSION_FILTER=true`, which is declared. */
    persistentSession?: { filterEnabled: true };
}

/** What serves the route: exactly one member. */
export interface RouteControllerArgs {
    gatewayApi?: GatewayApiArgs;
    ingressNginx?: IngressNginxArgs;
    nginxInc?: NginxIncArgs;
    traefik?: TraefikArgs;
    /** HAProxy Technologies' controller: an Ingress, and annotations of the Service. */
    haproxyTech?: IngressClassArgs;
    /** The community's HAProxy Ingress (jcmoraisjr). */
    haproxyIngress?: IngressClassArgs;
    contour?: ContourArgs;
    /** Azure's Application Gateway Ingress Controller. */
    agic?: IngressClassArgs;
    istio?: IstioArgs;
    /** Envoy Gateway's BackendTrafficPolicy: soft. For strong affinity take `gatewayApi`. */
    envoyGateway?: GatewayArgs;
}

/** Name of a controller, as it stands in `controller`. */
export type RouteController = keyof RouteControllerArgs;
