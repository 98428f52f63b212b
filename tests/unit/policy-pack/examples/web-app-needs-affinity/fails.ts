import * as resources from "@pulumi/azure-native/resources";
import * as web from "@pulumi/azure-native/web";

const group = new resources.ResourceGroup("shop");
const plan = new web.AppServicePlan("shop", {
    resourceGroupName: group.name,
    kind: "linux",
    reserved: true,
    sku: { name: "P1v3", capacity: 3 },
});

// Nothing is said of client affinity: azure-native turns it off.
new web.WebApp("cart", {
    resourceGroupName: group.name,
    serverFarmId: plan.id,
    siteConfig: { linuxFxVersion: "NODE|20-lts" },
});
