import { ApimApi, ApimBackend } from "pulumi-session-affinity/apim";

import { apim, orders, ordersAppId } from "./shop";

// The client's own token stays in Authorization; API Management's goes into a header of its own.
const backend = new ApimBackend("orders", {
    ...apim,
    functionApp: orders,
    auth: { managedIdentity: { resource: ordersAppId, header: "X-Gateway-Authorization" } },
});

new ApimApi("orders", { ...apim, path: "orders", backend });
