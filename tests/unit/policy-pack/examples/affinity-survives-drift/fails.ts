import * as kubernetes from "@pulumi/kubernetes";

// Something else writes ports of this Service, so that its whole spec is left alone: with its affinity.
new kubernetes.core.v1.Service(
    "chat",
    { spec: { selector: { app: "chat" }, ports: [{ port: 80 }], sessionAffinity: "ClientIP" } },
    { ignoreChanges: ["spec"] },
);
