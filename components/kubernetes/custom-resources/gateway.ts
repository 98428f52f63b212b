import type * as pulumi from "@pulumi/pulumi";

import { TypedObject, type TypedObjectArgs } from "./typed-object";

/** A place where a gateway listens. */
export interface GatewayListener {
    /** Unique in the gateway; a route names it as `sectionName`. */
    name: string;
    port: number;
    protocol: "HTTP" | "HTTPS";
    /** Omitted: any host. */
    hostname?: string;
    /** For HTTPS. */
    tls?: {
        mode?: "Terminate";
        /** Secrets of the type kubernetes.io/tls. */
        certificateRefs?: { group?: string; kind?: string; name: string }[];
    };
    /** Omitted: routes of the gateway's own namespace. */
    allowedRoutes?: { namespaces?: { from?: "All" | "Same" } };
}

/** https://gateway-api.sigs.k8s.io/reference/spec/#gateway */
export interface GatewaySpec {
    gatewayClassName: string;
    listeners: GatewayListener[];
    /** Omitted: the class's controller chooses. */
    addresses?: { type?: string; value: string }[];
}

/** A point where traffic enters the cluster, for routes to attach to. https://gateway-api.sigs.k8s.io/api-types/gateway/ */
export class Gateway extends TypedObject<GatewaySpec> {
    constructor(name: string, args: TypedObjectArgs<GatewaySpec>, opts?: pulumi.CustomResourceOptions) {
        super({ apiVersion: "gateway.networking.k8s.io/v1", kind: "Gateway" }, name, args, opts);
    }
}
