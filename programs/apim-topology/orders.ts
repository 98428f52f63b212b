import * as storage from "@pulumi/azure-native/storage";
import * as web from "@pulumi/azure-native/web";
import * as pulumi from "@pulumi/pulumi";

import { FunctionApp } from "pulumi-session-affinity/app-service";

/** Creates the orders Function App of one region, with its plan and its storage. */
export function createOrders(
    name: string,
    resourceGroupName: pulumi.Input<string>,
    location: pulumi.Input<string>,
): FunctionApp {
    const account = new storage.StorageAccount(name.replaceAll("-", ""), {
        resourceGroupName,
        location,
        kind: "StorageV2",
        sku: { name: "Standard_LRS" },
        allowSharedKeyAccess: false,
        allowBlobPublicAccess: false,
        minimumTlsVersion: "TLS1_2",
    });
    const packages = new storage.BlobContainer(`${name}-packages`, { resourceGroupName, accountName: account.name });
    const plan = new web.AppServicePlan(name, {
        resourceGroupName,
        location,
        kind: "functionapp",
        reserved: true,
        sku: { name: "FC1", tier: "FlexConsumption" },
    });
    return new FunctionApp(name, {
        resourceGroupName,
        serverFarmId: plan.id,
        storageAccountId: account.id,
        flex: { deploymentContainerUrl: pulumi.interpolate`${account.primaryEndpoints.blob}${packages.name}` },
        runtime: { name: "node", version: "20" },
        stateless: { reason: "every call carries its own token, and orders lie in the database" },
    });
}
