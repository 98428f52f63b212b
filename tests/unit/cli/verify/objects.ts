import { type JsonObject } from "../../../../cli/azure/json";
import { CANARY } from "./support";

const meta = (name: string, more: JsonObject = {}): JsonObject => ({
    name,
    namespace: "shop",
    uid: `uid-${name}`,
    ...more,
});

export const service = (name: string, spec: JsonObject = {}, metadata: JsonObject = {}): JsonObject => ({
    metadata: meta(name, metadata),
    spec: { selector: { app: name }, ports: [{ port: 80 }], ...spec },
});

/** A Deployment whose pods hold secrets, as it is in a cluster. */
export const deployment = (name: string, replicas: number): JsonObject => ({
    metadata: meta(name, {
        annotations: {
            "kubectl.kubernetes.io/last-applied-configuration": `{"env":"${CANARY}"}`,
            "example.com/token": CANARY,
        },
        managedFields: [{ manager: CANARY }],
    }),
    spec: {
        replicas,
        selector: { matchLabels: { app: name } },
        template: {
            metadata: { labels: { app: name } },
            spec: { containers: [{ name: "main", image: "shop", env: [{ name: "KEY", value: CANARY }] }] },
        },
    },
});

export const autoscaler = (name: string, minReplicas: number, maxReplicas: number): JsonObject => ({
    metadata: meta(name),
    spec: { scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name }, minReplicas, maxReplicas },
});

export const ingress = (name: string, annotations: JsonObject): JsonObject => ({
    metadata: meta(name, { annotations }),
    spec: {
        ingressClassName: "nginx",
        rules: [
            {
                host: "shop.example.com",
                http: {
                    paths: [{ path: "/", pathType: "Prefix", backend: { service: { name, port: { number: 80 } } } }],
                },
            },
        ],
    },
});

/** An nginx Ingress that keeps clients by a cookie. */
export const COOKIE = {
    "nginx.ingress.kubernetes.io/affinity": "cookie",
    "nginx.ingress.kubernetes.io/session-cookie-name": "sid",
};
