import * as kubernetes from "@pulumi/kubernetes";

import { type ForeignStack } from "./stack";

function named(name: string, replicas: number): void {
    const labels = { app: name };
    new kubernetes.apps.v1.Deployment(name, {
        metadata: { name },
        spec: {
            replicas,
            selector: { matchLabels: labels },
            template: { metadata: { labels }, spec: { containers: [{ name, image: `${name}:1` }] } },
        },
    });
    new kubernetes.core.v1.Service(name, { metadata: { name }, spec: { selector: labels, ports: [{ port: 80 }] } });
}

/** What one team deploys, and another one patches: a Service to keep clients, a Deployment to have more pods. */
export const patchedServices: ForeignStack = {
    title: "Services and Deployments with patches over them",
    program() {
        named("cart", 3);
        new kubernetes.core.v1.ServicePatch("cart-affinity", {
            metadata: { name: "cart" },
            spec: { sessionAffinity: "ClientIP" },
        });
        named("search", 1);
        new kubernetes.apps.v1.DeploymentPatch("search-size", { metadata: { name: "search" }, spec: { replicas: 4 } });
        named("orders", 3);
        new kubernetes.core.v1.ServicePatch("orders-affinity", {
            metadata: { name: "orders", namespace: "elsewhere" },
            spec: { sessionAffinity: "ClientIP" },
        });
        named("status", 3);
        new kubernetes.apps.v1.DeploymentPatch("status-size", { metadata: { name: "status" }, spec: { replicas: 1 } });
    },
    findings: [
        ["kubernetes-service-needs-affinity", "mandatory", "orders", "spec.sessionAffinity"],
        ["kubernetes-service-needs-affinity", "mandatory", "search", "spec.sessionAffinity"],
    ],
};
