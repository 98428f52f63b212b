import * as cdn from "@pulumi/azure-native/cdn";
import * as kubernetes from "@pulumi/kubernetes";

// Front Door's cookie lives as long as the browser is open.
const place = { resourceGroupName: "shop", profileName: "shop" };
const origins = new cdn.AFDOriginGroup("shop", {
    ...place,
    originGroupName: "shop",
    loadBalancingSettings: { sampleSize: 4, successfulSamplesRequired: 3, additionalLatencyInMilliseconds: 50 },
    sessionAffinityState: "Enabled",
});
for (const name of ["shop", "spare"]) {
    const host = `${name}.example.com`;
    new cdn.AFDOrigin(name, { ...place, originGroupName: origins.name, hostName: host, originHostHeader: host });
}

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

// Without session-cookie-max-age the cookie ends with the browser too.
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
