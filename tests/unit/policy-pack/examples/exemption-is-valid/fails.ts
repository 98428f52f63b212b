import * as kubernetes from "@pulumi/kubernetes";

// The word of an owner, of whom nobody can ask why.
new kubernetes.core.v1.Service("chat", {
    metadata: { annotations: { "session-affinity-stateless": "yes" } },
    spec: { selector: { app: "chat" }, ports: [{ port: 80 }] },
});
