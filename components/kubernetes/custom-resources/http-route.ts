import type * as pulumi from "@pulumi/pulumi";

import { TypedObject, type TypedObjectArgs } from "./typed-object";

/** A reference to an object that a route belongs to. */
export interface ParentReference {
    /** Omitted: "gateway.networking.k8s.io". */
    group?: string;
    /** Omitted: "Gateway". */
    kind?: string;
    name: string;
    /** Omitted: the route's own. */
    namespace?: string;
    /** Listener of the gateway. Omitted: all that admit the route. */
    sectionName?: string;
    /** Port of the gateway's listeners. Omitted: all. */
    port?: number;
}

/** What a rule applies to; the members of one are all required. */
export interface HttpRouteMatch {
    path?: { type?: "Exact" | "PathPrefix" | "RegularExpression"; value?: string };
    headers?: { type?: "Exact" | "RegularExpression"; name: string; value: string }[];
    method?: string;
}

/** A Service that a rule sends to. */
export interface HttpBackendRef {
    name: string;
    /** Omitted: the route's own; another one needs a ReferenceGrant there. */
    namespace?: string;
    port: number;
    /** Share of the rule's requests. Omitted: 1. */
    weight?: number;
}

/** Up to release 1.6 of the Gateway API's experimental channel. https://gateway-api.sigs.k8s.io/geps/gep-1619/ */
export interface NamedSessionPersistence {
    sessionName?: string;
    /** Gateway API duration, such as "1h". */
    absoluteTimeout?: string;
    /** Gateway API duration. Gone in 1.6. */
    idleTimeout?: string;
    type?: "Cookie" | "Header";
    cookieConfig?: { lifetimeType?: "Session" | "Permanent" };
}

/** After release 1.6. https://gateway-api.sigs.k8s.io/geps/gep-1619/ */
export interface TypedSessionPersistence {
    absoluteTimeout?: string;
    type: "Cookie" | "Header";
    cookie?: { name?: string; path?: string; lifetimeType?: "Session" | "Permanent" };
    header?: { name: string };
}

/** One rule of a route. */
export interface HttpRouteRule {
    name?: string;
    matches?: HttpRouteMatch[];
    backendRefs?: HttpBackendRef[];
    /** Gateway API durations; "0s" is none. */
    timeouts?: { request?: string; backendRequest?: string };
    /** Experimental channel only. */
    sessionPersistence?: NamedSessionPersistence | TypedSessionPersistence;
}

/** https://gateway-api.sigs.k8s.io/reference/spec/#httproute */
export interface HttpRouteSpec {
    parentRefs?: ParentReference[];
    hostnames?: string[];
    rules?: HttpRouteRule[];
}

/** Routes HTTP requests from a Gateway to Services. https://gateway-api.sigs.k8s.io/api-types/httproute/ */
export class HttpRoute extends TypedObject<HttpRouteSpec> {
    constructor(name: string, args: TypedObjectArgs<HttpRouteSpec>, opts?: pulumi.CustomResourceOptions) {
        super({ apiVersion: "gateway.networking.k8s.io/v1", kind: "HTTPRoute" }, name, args, opts);
    }
}
