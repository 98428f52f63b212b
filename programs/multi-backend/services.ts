import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { StickyRoute, StickyService } from "pulumi-session-affinity/kubernetes";

const IMAGE = "kennethreitz/httpbin";

/** Three pods. The ingress picks one of them itself, past the Service, so that the Service keeps nobody. */
export function createService(name: string, opts: pulumi.ComponentResourceOptions, stateless?: string): StickyService {
    return new StickyService(
        name,
        {
            podSpec: { containers: [{ name, image: IMAGE, ports: [{ containerPort: 80 }] }] },
            port: 80,
            readiness: { path: "/status/200" },
            replicas: 3,
            serviceName: name,
            ...(stateless === undefined ? { sessionAffinity: "None" } : { stateless: { reason: stateless } }),
        },
        opts,
    );
}

/** A route to the Service, whose clients it keeps by a cookie or, where none need to be kept, does not. */
export function createRoute(
    name: string,
    service: StickyService,
    host: string,
    sticky: boolean,
    opts: pulumi.ComponentResourceOptions,
): void {
    const ingressClassName = "traefik";
    if (sticky) {
        const controller = { traefik: { ingress: { ingressClassName } } };
        new StickyRoute(name, { service, hosts: [host], affinity: { cookie: {} }, controller }, opts);
        return;
    }
    const backend = { service: { name: service.name, port: { number: 80 } } };
    const http = { paths: [{ path: "/", pathType: "Prefix", backend }] };
    new kubernetes.networking.v1.Ingress(name, { spec: { ingressClassName, rules: [{ host, http }] } }, opts);
}
