import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { type StickyService } from "../sticky-service";
import { type RouteControllerArgs } from "./controller-args";

/** A cookie that keeps a client on its pod. */
export interface RouteCookieArgs {
    /** Name of the cookie, 1 to 63 letters, digits, hyphens, dots and underscores. Omitted: `<component's name>-affinity`. */
    name?: pulumi.Input<string>;
    /** Seconds for which the client keeps the cookie, 1 to 34560000 (400 days). Omitted: until the browser closes. */
    ttlSeconds?: pulumi.Input<number>;
}

/** A header that every request of a client carries. */
export interface RouteHeaderArgs {
    /** Name of the header: letters, digits and hyphens, beginning with a letter. */
    name: pulumi.Input<string>;
}

/** What keeps a client on its pod: exactly one member. */
export interface RouteAffinityArgs {
    /** A cookie that the controller sets. */
    cookie?: RouteCookieArgs;
    /** A header: one that clients send by themselves where it is hashed, one that the controller issues where it is not. */
    header?: RouteHeaderArgs;
    /** The client's address: all clients behind one proxy or NAT are one client. */
    clientIp?: true;
}

/** A Service by its name. */
export interface RouteServiceReference {
    /** Name of the Service. */
    name: pulumi.Input<string>;
    /** Port of the Service, 1 to 65535. */
    port: pulumi.Input<number>;
    /** Namespace of the Service, which the route is made in too. Omitted: the provider's. */
    namespace?: pulumi.Input<string | undefined>;
}

/** A Service: the component's, Kubernetes' with one port, or one by its name and port. */
export type RouteService = StickyService | kubernetes.core.v1.Service | RouteServiceReference;

/** How many pods the Service has, for reports and policies. */
export interface RouteReplicasArgs {
    /** Fewest pods, 0 to 10000. Omitted: 0. */
    min?: pulumi.Input<number | undefined>;
    /** Most pods, 1 to 10000. */
    max: pulumi.Input<number>;
}

/** Arguments of {@link StickyRoute}. What decides which objects are made is plain; all other values may be Outputs. */
export interface StickyRouteArgs {
    /** Where the requests go. The route is made in the Service's namespace. */
    service: RouteService;
    /** Host names of the route, one or more, each once, without wildcards. */
    hosts: pulumi.Input<string>[];
    /** Beginnings of the paths of the route. Omitted: all paths, "/". */
    paths?: pulumi.Input<string>[];
    /** What keeps a client on its pod. */
    affinity: RouteAffinityArgs;
    /** What serves the route: exactly one member. */
    controller: RouteControllerArgs;
    /**
     * Secret with the hosts' certificate. Omitted: the controller's own settings decide. Not with `gatewayApi`,
     * `envoyGateway` and `istio`, whose gateway's listener holds it.
     */
    tlsSecretName?: pulumi.Input<string>;
    /** Annotations of the route's own objects beside those of the component. Omitted: none. */
    annotations?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
    /** How many pods the Service has, for reports and policies. Omitted: taken to be any number. */
    replicas?: RouteReplicasArgs;
}
