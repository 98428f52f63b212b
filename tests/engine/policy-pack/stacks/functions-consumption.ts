import * as resources from "@pulumi/azure-native/resources";
import * as storage from "@pulumi/azure-native/storage";
import * as web from "@pulumi/azure-native/web";

import { type ForeignStack } from "./stack";

/** A Function App on the Consumption plan, which has no affinity to turn on. */
export const functionsConsumption: ForeignStack = {
    title: "a Function App on the Consumption plan",
    program() {
        const group = new resources.ResourceGroup("thumbs");
        const inGroup = { resourceGroupName: group.name };
        const account = new storage.StorageAccount("thumbs", {
            ...inGroup,
            kind: "StorageV2",
            sku: { name: "Standard_LRS" },
        });
        const keys = storage.listStorageAccountKeysOutput({ ...inGroup, accountName: account.name });
        const plan = new web.AppServicePlan("thumbs", { ...inGroup, sku: { name: "Y1", tier: "Dynamic" } });
        new web.WebApp("thumbs", {
            ...inGroup,
            kind: "functionapp",
            serverFarmId: plan.id,
            siteConfig: {
                appSettings: [
                    { name: "FUNCTIONS_EXTENSION_VERSION", value: "~4" },
                    { name: "AzureWebJobsStorage", value: keys.apply(({ keys: [first] }) => first?.value ?? "") },
                ],
            },
        });
    },
    findings: [],
};
