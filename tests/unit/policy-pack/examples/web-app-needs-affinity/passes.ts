import * as resources from "@pulumi/azure-native/resources";
import * as web from "@pulumi/azure-native/web";
import { StickyWebApp } from "pulumi-session-affinity/app-service";

const group = new resources.ResourceGroup("shop");
const plan = new web.AppServicePlan("shop", {
    resourceGroupName: group.name,
    kind: "linux",
    reserved: true,
    sku: { name: "P1v3", capacity: 3 },
});

// The component is sticky unless it is told otherwise.
new StickyWebApp("cart", {
    resourceGroupName: group.name,
    serverFarmId: plan.id,
    siteConfig: { linuxFxVersion: "NODE|20-lts" },
});

// The same without it.
new web.WebApp("checkout", {
    resourceGroupName: group.name,
    serverFarmId: plan.id,
    siteConfig: { linuxFxVersion: "NODE|20-lts" },
    clientAffinityEnabled: true,
});
