import * as kubernetes from "@pulumi/kubernetes";

new kubernetes.core.v1.Service("chat", {
    metadata: {
        annotations: {
            "session-affinity-stateless": "messages go through the shared broker",
            "session-affinity-stateless-until": "2099-12-31",
        },
    },
    spec: { selector: { app: "chat" }, ports: [{ port: 80 }] },
});
