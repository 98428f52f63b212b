import * as kubernetes from "@pulumi/kubernetes";

// The request that begins a session has no Mcp-Session-Id yet: the pod that mints it is picked without it.
new kubernetes.networking.v1.Ingress("tools", {
    metadata: { annotations: { "nginx.ingress.kubernetes.io/upstream-hash-by": "$http_mcp_session_id" } },
    spec: {
        ingressClassName: "nginx",
        defaultBackend: { service: { name: "tools", port: { number: 80 } } },
    },
});
