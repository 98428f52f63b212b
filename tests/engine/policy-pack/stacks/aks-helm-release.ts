import * as kubernetes from "@pulumi/kubernetes";

import { aksCluster } from "./cluster";
import { type ForeignStack } from "./stack";
import { workload } from "./workload";

const COOKIE = { "nginx.ingress.kubernetes.io/affinity": "cookie" };

/** Two shops behind an ingress controller from a Helm release, of which one keeps its clients. */
export const aksHelmRelease: ForeignStack = {
    title: "ingress-nginx by Helm on AKS, and two shops behind it",
    program() {
        const { provider } = aksCluster("shops");
        const controller = new kubernetes.helm.v3.Release(
            "ingress-nginx",
            {
                chart: "ingress-nginx",
                version: "4.12.1",
                namespace: "ingress",
                createNamespace: true,
                repositoryOpts: { repo: "https://kubernetes.github.io/ingress-nginx" },
                values: { controller: { replicaCount: 2 } },
            },
            { provider },
        );
        for (const [name, annotations] of [
            ["old-shop", {}],
            ["new-shop", COOKIE],
        ] as const) {
            const service = workload(name, { image: `${name}:1`, port: 80, replicas: 2 }, { provider });
            const backend = { service: { name: service.metadata.name, port: { number: 80 } } };
            new kubernetes.networking.v1.Ingress(
                name,
                {
                    metadata: { annotations },
                    spec: {
                        ingressClassName: "nginx",
                        rules: [
                            {
                                host: `${name}.example.com`,
                                http: { paths: [{ path: "/", pathType: "Prefix", backend }] },
                            },
                        ],
                    },
                },
                { provider, dependsOn: controller },
            );
        }
    },
    findings: [["kubernetes-service-needs-affinity", "mandatory", "old-shop", "spec.sessionAffinity"]],
};
