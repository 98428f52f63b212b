import { ApimApi, ApimBackend, StickyBackendPool } from "pulumi-session-affinity/apim";

import { apim, orders, ordersAppId, stock } from "./shop";

// Both take the same token, since a policy signs requests before the pool picks the backend.
const auth = { managedIdentity: { resource: ordersAppId } };
const backend = new StickyBackendPool("shop", {
    ...apim,
    members: [
        { backend: new ApimBackend("orders", { ...apim, functionApp: orders, auth }), weight: 3 },
        { backend: new ApimBackend("stock", { ...apim, functionApp: stock, auth }), weight: 1 },
    ],
    cookieName: "shop-affinity",
});

new ApimApi("shop", { ...apim, path: "shop", backend });
