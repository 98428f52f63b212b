import * as app from "@pulumi/azure-native/app";
import * as resources from "@pulumi/azure-native/resources";

const group = new resources.ResourceGroup("shop");
const environment = new app.ManagedEnvironment("shop", { resourceGroupName: group.name });

// No scale block: up to 10 replicas.
new app.ContainerApp("cart", {
    resourceGroupName: group.name,
    managedEnvironmentId: environment.id,
    configuration: { ingress: { external: true, targetPort: 8080 } },
    template: { containers: [{ name: "cart", image: "ghcr.io/example/cart:1.4" }] },
});
