import type * as pulumi from "@pulumi/pulumi";

import { TypedObject, type TypedObjectArgs } from "./typed-object";

/** The pods of one Service. */
export interface VirtualServerUpstream {
    name: string;
    service: string;
    port: number;
    /** True sends to the Service's own address, so that nothing here chooses a pod. */
    "use-cluster-ip": boolean;
    /** Such as "ip_hash" or "hash $http_x_user consistent". Omitted: the controller's own. */
    "lb-method"?: string;
    sessionCookie?: { enable: boolean; name: string; path?: string; expires?: string };
}

/** https://docs.nginx.com/nginx-ingress-controller/configuration/virtualserver-and-virtualserverroute-resources/ */
export interface VirtualServerSpec {
    host: string;
    ingressClassName: string;
    tls?: { secret: string };
    upstreams: VirtualServerUpstream[];
    routes: { path: string; action: { pass: string } }[];
}

/** NGINX Ingress Controller's routes of one host. https://docs.nginx.com/nginx-ingress-controller/configuration/virtualserver-and-virtualserverroute-resources/ */
export class VirtualServer extends TypedObject<VirtualServerSpec> {
    constructor(name: string, args: TypedObjectArgs<VirtualServerSpec>, opts?: pulumi.CustomResourceOptions) {
        super({ apiVersion: "k8s.nginx.org/v1", kind: "VirtualServer" }, name, args, opts);
    }
}
