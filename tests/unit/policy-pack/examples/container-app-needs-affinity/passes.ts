import * as app from "@pulumi/azure-native/app";
import * as resources from "@pulumi/azure-native/resources";
import { StickyContainerApp } from "pulumi-session-affinity/container-apps";

const group = new resources.ResourceGroup("shop");
const environment = new app.ManagedEnvironment("shop", { resourceGroupName: group.name });

// The component is sticky unless it is told otherwise.
new StickyContainerApp("cart", {
    resourceGroupName: group.name,
    managedEnvironmentId: environment.id,
    image: "ghcr.io/example/cart:1.4",
    targetPort: 8080,
    external: true,
});

// The same without it.
new app.ContainerApp("checkout", {
    resourceGroupName: group.name,
    managedEnvironmentId: environment.id,
    configuration: {
        activeRevisionsMode: "Single",
        ingress: { external: true, targetPort: 8080, stickySessions: { affinity: "sticky" } },
    },
    template: { containers: [{ name: "checkout", image: "ghcr.io/example/checkout:2.0" }] },
});
