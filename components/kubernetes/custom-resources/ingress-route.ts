import type * as pulumi from "@pulumi/pulumi";

import { TypedObject, type TypedObjectArgs } from "./typed-object";

/** A Service behind a rule; only one of kind "Service" keeps sessions by these settings. */
export interface IngressRouteService {
    kind: "Service";
    name: string;
    port: number;
    /** True sends to the Service's own address, so that nothing here chooses a pod. */
    nativeLB: boolean;
    /** `maxAge` in seconds. */
    sticky?: { cookie: { name: string; maxAge?: number } };
}

/** https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/ingressroute/ */
export interface IngressRouteSpec {
    /** Omitted: all that are default. */
    entryPoints?: string[];
    routes: { kind: "Rule"; match: string; services: IngressRouteService[] }[];
    tls?: { secretName: string };
}

/** Traefik's routes. https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/ingressroute/ */
export class IngressRoute extends TypedObject<IngressRouteSpec> {
    constructor(name: string, args: TypedObjectArgs<IngressRouteSpec>, opts?: pulumi.CustomResourceOptions) {
        super({ apiVersion: "traefik.io/v1alpha1", kind: "IngressRoute" }, name, args, opts);
    }
}
