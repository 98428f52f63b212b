import * as storage from "@pulumi/azure-native/storage";
import * as pulumi from "@pulumi/pulumi";

import { FunctionApp } from "pulumi-session-affinity/app-service";

/** Creates the orders Function App of one region. */
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
    return new FunctionApp(name, {
        resourceGroupName,
        location,
        storageAccountId: account.id,
        flex: { deploymentContainerUrl: pulumi.interpolate`${account.primaryEndpoints.blob}${packages.name}` },
        runtime: { name: "node", version: "22" },
        stateless: { reason: "every call carries its own token, and orders lie in the database" },
    });
}
