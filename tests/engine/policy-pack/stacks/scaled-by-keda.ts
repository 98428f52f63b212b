import * as kubernetes from "@pulumi/kubernetes";

import { type ForeignStack } from "./stack";

function scaled(name: string, bounds: { minReplicaCount?: number; maxReplicaCount?: number }): void {
    new kubernetes.apiextensions.CustomResource(`${name}-scaler`, {
        apiVersion: "keda.sh/v1alpha1",
        kind: "ScaledObject",
        spec: {
            scaleTargetRef: { name },
            ...bounds,
            triggers: [
                {
                    type: "prometheus",
                    metadata: {
                        serverAddress: "http://prometheus.monitoring:9090",
                        query: `sum(rate(http_requests_total{deployment="${name}"}[2m]))`,
                        threshold: "100",
                    },
                },
            ],
        },
    });
}

/** Deployments of one pod each, whose number only KEDA's objects tell. */
export const scaledByKeda: ForeignStack = {
    title: "Deployments that KEDA scales",
    program() {
        const names = ["checkout", "worker", "catalog", "status"] as const;
        for (const name of names) {
            const metadata = { name };
            const labels = { app: name };
            new kubernetes.apps.v1.Deployment(name, {
                metadata,
                spec: {
                    selector: { matchLabels: labels },
                    template: { metadata: { labels }, spec: { containers: [{ name, image: `${name}:1` }] } },
                },
            });
            new kubernetes.core.v1.Service(name, { metadata, spec: { selector: labels, ports: [{ port: 80 }] } });
        }
        scaled("checkout", { minReplicaCount: 1, maxReplicaCount: 10 });
        // KEDA scales to a hundred where nothing is said.
        scaled("worker", {});
        scaled("catalog", { minReplicaCount: 0, maxReplicaCount: 1 });
    },
    findings: [
        ["kubernetes-service-needs-affinity", "mandatory", "checkout", "spec.sessionAffinity"],
        ["kubernetes-service-needs-affinity", "mandatory", "worker", "spec.sessionAffinity"],
    ],
};
