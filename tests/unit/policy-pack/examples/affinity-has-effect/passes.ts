import * as app from "@pulumi/azure-native/app";
import * as resources from "@pulumi/azure-native/resources";
import * as kubernetes from "@pulumi/kubernetes";

const group = new resources.ResourceGroup("shop");
const environment = new app.ManagedEnvironment("shop", { resourceGroupName: group.name });

new app.ContainerApp("cart", {
    resourceGroupName: group.name,
    managedEnvironmentId: environment.id,
    configuration: {
        activeRevisionsMode: "Single",
        ingress: { external: true, targetPort: 8080, stickySessions: { affinity: "sticky" } },
    },
    template: { containers: [{ name: "cart", image: "ghcr.io/example/cart:1.4" }] },
});

// A timeout counts only beside ClientIP.
new kubernetes.core.v1.Service("chat", {
    spec: {
        selector: { app: "chat" },
        ports: [{ port: 80 }],
        sessionAffinity: "ClientIP",
        sessionAffinityConfig: { clientIP: { timeoutSeconds: 3600 } },
    },
});
