import { ApimApi, ApimBackend, policies } from "pulumi-session-affinity/apim";

import { apim, orders } from "./shop";

// The request's body is kept for the next try by itself.
new ApimApi("orders", {
    ...apim,
    path: "orders",
    backend: new ApimBackend("orders", { ...apim, functionApp: orders }),
    policy: policies.retryRequests({ count: 3, intervalSeconds: 1, timeoutSeconds: 30 }),
});
