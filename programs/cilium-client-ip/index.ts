import * as pulumi from "@pulumi/pulumi";

import { StickyService } from "pulumi-session-affinity/kubernetes";

import { createAks, useKind } from "./clusters";

const config = new pulumi.Config();
const sticky = config.getBoolean("sticky") ?? true;
const onAks = (config.get("cluster", { allowedValues: ["aks", "kind"] }) ?? "aks") === "aks";
const location = config.get("location") ?? "westeurope";
const kindCluster = config.get("kindCluster") ?? "cilium";
const ciliumVersion = config.get("ciliumVersion") ?? "1.18.2";
const timeoutSeconds = config.getNumber("timeoutSeconds") ?? 3600;

const cluster = onAks ? createAks("cilium", location) : useKind(kindCluster, ciliumVersion);

// One pod a node where that can be, since a node that has none gets no clients with externalTrafficPolicy "Local".
const labels = { app: "web" };
const spread = { topologyKey: "kubernetes.io/hostname", maxSkew: 1, whenUnsatisfiable: "ScheduleAnyway" };

const web = new StickyService(
    "web",
    {
        podSpec: {
            containers: [
                {
                    name: "web",
                    // Answers /hostname with the pod's name, so that a test can tell pods apart.
                    image: "registry.k8s.io/e2e-test-images/agnhost:2.53",
                    args: ["netexec", "--http-port=8080"],
                    ports: [{ containerPort: 8080 }],
                },
            ],
            topologySpreadConstraints: [{ ...spread, labelSelector: { matchLabels: labels } }],
        },
        labels,
        port: 80,
        targetPort: 8080,
        replicas: 3,
        readiness: { path: "/healthz" },
        drainSeconds: 20,
        loadBalancer: {},
        // Azure's load balancer sends a client to a node that has a pod, and the pod sees the client's address. On kind a
        // client picks the node itself, by the node's address, and has to reach every pod by any of them.
        externalTrafficPolicy: onAks ? "Local" : "Cluster",
        ...(sticky ? { timeoutSeconds } : { sessionAffinity: "None" }),
    },
    { provider: cluster.provider, dependsOn: cluster.ready },
);

/** Answers with the name of the pod that answers. */
export const hostnameUrl = pulumi.interpolate`${web.url}/hostname`;
/** What keeps a client on its pod. */
export const affinity = web.affinity;
