import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as resources from "@pulumi/azure-native/resources";

/** An API Management service in a resource group of its own: what its children are created in. */
export function apimService() {
    const group = new resources.ResourceGroup("group", { location: "westeurope" });
    const service = new apimanagement.ApiManagementService("apim", {
        resourceGroupName: group.name,
        publisherEmail: "a@example.com",
        publisherName: "a",
        sku: { name: "Developer", capacity: 1 },
    });
    return { resourceGroupName: group.name, serviceName: service.name };
}
