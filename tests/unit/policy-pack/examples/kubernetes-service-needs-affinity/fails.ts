import * as kubernetes from "@pulumi/kubernetes";

const labels = { app: "chat" };
new kubernetes.apps.v1.Deployment("chat", {
    spec: {
        replicas: 3,
        selector: { matchLabels: labels },
        template: {
            metadata: { labels },
            spec: { containers: [{ name: "chat", image: "ghcr.io/example/chat:3.1" }] },
        },
    },
});

// Each connection may go to any of the three pods.
new kubernetes.core.v1.Service("chat", {
    spec: { selector: labels, ports: [{ port: 80, targetPort: 8080 }] },
});
