import { ApimApi, ApimBackend } from "pulumi-session-affinity/apim";

import { apim, key, orders } from "./shop";

// The key becomes a secret named value, which the backend sends in x-functions-key.
const backend = new ApimBackend("orders", { ...apim, functionApp: orders, auth: { functionKey: { value: key } } });

new ApimApi("orders", {
    ...apim,
    path: "orders",
    operations: [{ method: "GET", urlTemplate: "/{id}" }],
    backend,
});
