import * as pulumi from "@pulumi/pulumi";

import { ApimBackend } from "pulumi-session-affinity/apim";

import { apim, orders } from "./shop";

const config = new pulumi.Config();

// No version in the id, so that API Management follows the secret's rotation. The role is for this one secret.
new ApimBackend("orders", {
    ...apim,
    functionApp: orders,
    auth: {
        functionKey: {
            keyVault: {
                secretId: "https://shop-kv.vault.azure.net/secrets/orders-key",
                grant: { vaultId: config.require("vaultId"), principalId: config.require("gatewayPrincipalId") },
            },
        },
    },
});
