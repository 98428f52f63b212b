import * as kubernetes from "@pulumi/kubernetes";
import { StickyService } from "pulumi-session-affinity/kubernetes";

// The component makes the Deployment and the Service, with ClientIP affinity unless it is told otherwise.
new StickyService("chat", {
    podSpec: { containers: [{ name: "chat", image: "ghcr.io/example/chat:3.1" }] },
    replicas: 3,
    port: 80,
    targetPort: 8080,
});

// The same without it.
const labels = { app: "lobby" };
new kubernetes.apps.v1.Deployment("lobby", {
    spec: {
        replicas: 3,
        selector: { matchLabels: labels },
        template: {
            metadata: { labels },
            spec: { containers: [{ name: "lobby", image: "ghcr.io/example/lobby:1.0" }] },
        },
    },
});
new kubernetes.core.v1.Service("lobby", {
    spec: {
        selector: labels,
        ports: [{ port: 80, targetPort: 8080 }],
        sessionAffinity: "ClientIP",
        sessionAffinityConfig: { clientIP: { timeoutSeconds: 3600 } },
    },
});
