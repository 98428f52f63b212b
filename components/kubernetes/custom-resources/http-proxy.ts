import type * as pulumi from "@pulumi/pulumi";

import { TypedObject, type TypedObjectArgs } from "./typed-object";

/** How a route's pods are chosen. Contour takes an unknown strategy for RoundRobin without a word. */
export interface HttpProxyLoadBalancerPolicy {
    strategy: "Cookie" | "RequestHash";
    /** Only with "RequestHash"; each has exactly one member. */
    requestHashPolicies?: { headerHashOptions?: { headerName: string }; hashSourceIP?: true }[];
}

/** One route of a virtual host. */
export interface HttpProxyRoute {
    conditions: { prefix: string }[];
    services: { name: string; port: number }[];
    loadBalancerPolicy?: HttpProxyLoadBalancerPolicy;
}

/** https://projectcontour.io/docs/main/config/api/#projectcontour.io/v1.HTTPProxySpec */
export interface HttpProxySpec {
    ingressClassName?: string;
    virtualhost: { fqdn: string; tls?: { secretName: string } };
    routes: HttpProxyRoute[];
}

/** Contour's routes of one host. https://projectcontour.io/docs/main/config/fundamentals/ */
export class HttpProxy extends TypedObject<HttpProxySpec> {
    constructor(name: string, args: TypedObjectArgs<HttpProxySpec>, opts?: pulumi.CustomResourceOptions) {
        super({ apiVersion: "projectcontour.io/v1", kind: "HTTPProxy" }, name, args, opts);
    }
}
