import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as resources from "@pulumi/azure-native/resources";

const group = new resources.ResourceGroup("shop");
const place = { resourceGroupName: group.name, serviceName: "shop-gateway" };

const main = new apimanagement.Backend("main", { ...place, protocol: "http", url: "https://main.example.com" });
const spare = new apimanagement.Backend("spare", { ...place, protocol: "http", url: "https://spare.example.com" });

// Nothing ever tells the pool that the first group is down.
new apimanagement.Backend("orders", {
    ...place,
    type: "Pool",
    pool: {
        services: [
            { id: main.id, priority: 1 },
            { id: spare.id, priority: 2 },
        ],
    },
});
