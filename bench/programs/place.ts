import * as app from "@pulumi/azure-native/app";
import * as resources from "@pulumi/azure-native/resources";

/** Resources that {@link makePlace} makes. */
export const PLACE_RESOURCES = 2;

/** A resource group and a Container Apps environment, which every program here needs. */
export function makePlace() {
    const group = new resources.ResourceGroup("shop", { location: "westeurope" });
    const environment = new app.ManagedEnvironment("shop", { resourceGroupName: group.name });
    return { resourceGroupName: group.name, managedEnvironmentId: environment.id };
}
