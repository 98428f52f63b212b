import * as storage from "@pulumi/azure-native/storage";
import * as pulumi from "@pulumi/pulumi";

import { ApimBackend, ApimProduct } from "pulumi-session-affinity/apim";
import { FunctionApp } from "pulumi-session-affinity/app-service";

import { type Apim, createApi } from "./apis";

/** Project 1: ten operations go to one Function App, five to another. */
export function createProjectOne(
    apim: Apim,
    gatewayPrincipalId: pulumi.Input<string>,
    appIds: { readonly sales: string; readonly billing: string },
): ApimProduct {
    const backend = (name: string, clientId: string) => {
        const functionApp = createFunctionApp(name, apim.resourceGroupName, clientId, gatewayPrincipalId);
        // API Management asks for a token for exactly the app that checks it.
        const auth = { managedIdentity: { resource: functionApp.authResource } };
        return new ApimBackend(name, { ...apim, functionApp, auth });
    };
    const sales = [
        createApi(apim, "orders", ["GET /", "GET /{id}", "POST /"]),
        createApi(apim, "inventory", ["GET /", "GET /{sku}", "PUT /{sku}"]),
        createApi(apim, "products", ["GET /", "GET /{id}"]),
        createApi(apim, "shipping", ["POST /", "GET /{id}"]),
    ];
    const billing = [
        createApi(apim, "customers", ["GET /{id}", "PUT /{id}"]),
        createApi(apim, "invoices", ["GET /", "GET /{id}"]),
        createApi(apim, "payments", ["POST /"]),
    ];
    return new ApimProduct("project-1", {
        ...apim,
        apis: [...sales, ...billing],
        routes: [
            { apis: sales, backend: backend("sales", appIds.sales) },
            { apis: billing, backend: backend("billing", appIds.billing) },
        ],
    });
}

function createFunctionApp(
    name: string,
    resourceGroupName: pulumi.Input<string>,
    clientId: string,
    caller: pulumi.Input<string>,
): FunctionApp {
    const account = new storage.StorageAccount(name, {
        resourceGroupName,
        kind: "StorageV2",
        sku: { name: "Standard_LRS" },
        allowSharedKeyAccess: false,
        allowBlobPublicAccess: false,
        minimumTlsVersion: "TLS1_2",
    });
    const packages = new storage.BlobContainer(`${name}-packages`, { resourceGroupName, accountName: account.name });
    return new FunctionApp(name, {
        resourceGroupName,
        flex: { deploymentContainerUrl: pulumi.interpolate`${account.primaryEndpoints.blob}${packages.name}` },
        storageAccountId: account.id,
        runtime: { name: "node", version: "22" },
        authentication: { entra: { clientId, allowedPrincipals: [caller] } },
        stateless: { reason: "every call carries its own token, and what it changes lies in the database" },
    });
}
