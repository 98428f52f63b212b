import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as resources from "@pulumi/azure-native/resources";

const group = new resources.ResourceGroup("shop");
const place = { resourceGroupName: group.name, serviceName: "shop-gateway" };
const failureCondition = { count: 3, interval: "PT1M", statusCodeRanges: [{ min: 500, max: 599 }] };
const circuitBreaker = { rules: [{ name: "down", failureCondition, tripDuration: "PT1M" }] };

const main = new apimanagement.Backend("main", {
    ...place,
    protocol: "http",
    url: "https://main.example.com",
    circuitBreaker,
});
const spare = new apimanagement.Backend("spare", { ...place, protocol: "http", url: "https://spare.example.com" });

// The last group needs none: there is nothing behind it.
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
