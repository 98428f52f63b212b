import * as kubernetes from "@pulumi/kubernetes";

const labels = { app: "cart" };
new kubernetes.apps.v1.Deployment("cart", {
    spec: {
        replicas: 3,
        selector: { matchLabels: labels },
        template: {
            metadata: { labels },
            spec: { containers: [{ name: "cart", image: "ghcr.io/example/cart:2.0" }] },
        },
    },
});
const service = new kubernetes.core.v1.Service("cart", {
    metadata: { name: "cart" },
    spec: { selector: labels, ports: [{ port: 80, targetPort: 8080 }] },
});

// What picks the pods keeps the client.
new kubernetes.networking.v1.Ingress("shop", {
    metadata: {
        annotations: {
            "nginx.ingress.kubernetes.io/affinity": "cookie",
        },
    },
    spec: {
        ingressClassName: "nginx",
        rules: [
            {
                host: "shop.example.com",
                http: {
                    paths: [
                        {
                            path: "/",
                            pathType: "Prefix",
                            backend: { service: { name: service.metadata.name, port: { number: 80 } } },
                        },
                    ],
                },
            },
        ],
    },
});
