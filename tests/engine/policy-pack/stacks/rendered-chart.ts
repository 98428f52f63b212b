import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { type ForeignStack } from "./stack";

/** What a chart of a content management system renders to, below the token that Pulumi's Helm charts have. */
class Chart extends pulumi.ComponentResource {
    constructor(name: string) {
        super("kubernetes:helm.sh/v3:Chart", name);
        const metadata = { name, namespace: "default" };
        const labels = { "app.kubernetes.io/name": "wordpress", "app.kubernetes.io/instance": name };
        const options = { parent: this };
        const at = (kind: string) => `${name}/${kind}`;
        new kubernetes.apps.v1.Deployment(
            at("deployment"),
            {
                metadata,
                spec: {
                    selector: { matchLabels: labels },
                    template: {
                        metadata: { labels },
                        spec: { containers: [{ name: "wordpress", image: "wordpress:6" }] },
                    },
                },
            },
            options,
        );
        new kubernetes.autoscaling.v2.HorizontalPodAutoscaler(
            at("autoscaler"),
            {
                metadata,
                spec: {
                    minReplicas: 1,
                    maxReplicas: 11,
                    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
                },
            },
            options,
        );
        new kubernetes.core.v1.Service(
            at("service"),
            {
                metadata,
                spec: { type: "ClusterIP", sessionAffinity: "ClientIP", selector: labels, ports: [{ port: 80 }] },
            },
            options,
        );
        new kubernetes.networking.v1.Ingress(
            at("ingress"),
            {
                metadata,
                spec: {
                    ingressClassName: "nginx",
                    rules: [
                        {
                            host: "blog.example.com",
                            http: {
                                paths: [
                                    {
                                        path: "/",
                                        pathType: "Prefix",
                                        backend: { service: { name, port: { number: 80 } } },
                                    },
                                ],
                            },
                        },
                    ],
                },
            },
            options,
        );
    }
}

/** A chart's usual way out, ClientIP, which does nothing behind its own Ingress. */
export const renderedChart: ForeignStack = {
    title: "a rendered Helm chart with ClientIP behind its Ingress",
    program: () => void new Chart("blog"),
    findings: [["client-ip-behind-proxy", "mandatory", "blog/service", "spec.sessionAffinity"]],
};
