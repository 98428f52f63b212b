import { ApimBackend } from "pulumi-session-affinity/apim";

import { apim, gatewayPrincipalId, orders, stored, vault } from "./shop";

// No version in the id, so that API Management follows the secret's rotation. The role is for this one secret.
new ApimBackend("orders", {
    ...apim,
    functionApp: orders,
    auth: {
        functionKey: {
            keyVault: {
                secretId: stored.properties.secretUri,
                grant: { vaultId: vault.id, principalId: gatewayPrincipalId },
            },
        },
    },
});
