import { ApimApi, ApimBackend } from "pulumi-session-affinity/apim";

import { apim, orders, ordersAppId } from "./shop";

// The app has to ask for Entra ID tokens; the token is for the app itself, not for Azure's management.
const backend = new ApimBackend("orders", {
    ...apim,
    functionApp: orders,
    auth: { managedIdentity: { resource: ordersAppId } },
});

new ApimApi("orders", { ...apim, path: "orders", backend });

/** What an administrator still has to assign. */
export const roles = backend.requiredRoles;
