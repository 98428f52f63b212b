import { ApimApi, ApimBackend, policies } from "pulumi-session-affinity/apim";

import { apim, orders } from "./shop";

const backend = new ApimBackend("orders", { ...apim, functionApp: orders });

// Asked once in ten seconds, not with each request. A circuit breaker needs no request at all: prefer it.
new ApimApi("orders", {
    ...apim,
    path: "orders",
    backend,
    policy: { inbound: policies.refuseWhileUnhealthy({ url: "https://shop-orders.azurewebsites.net/api/health" }) },
});
