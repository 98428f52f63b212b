import * as kubernetes from "@pulumi/kubernetes";

new kubernetes.core.v1.Service(
    "chat",
    { spec: { selector: { app: "chat" }, ports: [{ port: 80 }], sessionAffinity: "ClientIP" } },
    { ignoreChanges: ["spec.ports"] },
);
