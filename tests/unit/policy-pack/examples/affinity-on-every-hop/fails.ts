import * as web from "@pulumi/azure-native/web";
import { ApimBackend, StickyBackendPool } from "pulumi-session-affinity/apim";

const plan = new web.AppServicePlan("orders", {
    resourceGroupName: "shop",
    sku: { name: "EP1", tier: "ElasticPremium" },
    maximumElasticWorkerCount: 20,
});
const orders = new web.WebApp("orders", {
    resourceGroupName: "shop",
    kind: "functionapp",
    serverFarmId: plan.id,
});

// The pool's cookie keeps a client on the Function App, and nothing on one of its instances.
const apim = { resourceGroupName: "shop", serviceName: "shop-apim" };
const members = [
    new ApimBackend("orders", { ...apim, functionApp: orders }),
    new ApimBackend("spare", { ...apim, url: "https://spare.example.com" }),
];
new StickyBackendPool("shop", { ...apim, members: members.map((backend) => ({ backend })) });
