import * as app from "@pulumi/azure-native/app";
import * as resources from "@pulumi/azure-native/resources";

const group = new resources.ResourceGroup("shop");
const environment = new app.ManagedEnvironment("shop", { resourceGroupName: group.name });

// Sticky sessions are for apps with one active revision: with several, no cookie is set.
new app.ContainerApp("cart", {
    resourceGroupName: group.name,
    managedEnvironmentId: environment.id,
    configuration: {
        activeRevisionsMode: "Multiple",
        ingress: { external: true, targetPort: 8080, stickySessions: { affinity: "sticky" } },
    },
    template: { containers: [{ name: "cart", image: "ghcr.io/example/cart:1.4" }] },
});
