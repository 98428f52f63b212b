import * as kubernetes from "@pulumi/kubernetes";

const labels = { app: "tools" };
new kubernetes.apps.v1.Deployment("tools", {
    spec: {
        replicas: 3,
        selector: { matchLabels: labels },
        template: {
            metadata: { labels },
            spec: { containers: [{ name: "tools", image: "ghcr.io/example/tools:2.0" }] },
        },
    },
});
const service = new kubernetes.core.v1.Service("tools", {
    metadata: { name: "tools" },
    spec: { selector: labels, ports: [{ port: 80 }] },
});

// An address is there with every request, whatever the client does.
new kubernetes.networking.v1.Ingress("tools", {
    metadata: { annotations: { "nginx.ingress.kubernetes.io/upstream-hash-by": "$binary_remote_addr" } },
    spec: {
        ingressClassName: "nginx",
        rules: [
            {
                http: {
                    paths: [
                        {
                            path: "/mcp",
                            pathType: "Prefix",
                            backend: { service: { name: service.metadata.name, port: { number: 80 } } },
                        },
                    ],
                },
            },
        ],
    },
});
