import * as kubernetes from "@pulumi/kubernetes";

// Each client sends its tenant with every request, the first among them.
new kubernetes.networking.v1.Ingress("tools", {
    metadata: { annotations: { "nginx.ingress.kubernetes.io/upstream-hash-by": "$http_x_tenant" } },
    spec: {
        ingressClassName: "nginx",
        defaultBackend: { service: { name: "tools", port: { number: 80 } } },
    },
});
