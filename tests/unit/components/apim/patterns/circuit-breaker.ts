import { ApimApi, ApimBackend, StickyBackendPool } from "pulumi-session-affinity/apim";

import { apim, orders, stock } from "./shop";

// Five failures within a minute take a backend out for half a minute, or for as long as its Retry-After says.
const circuitBreaker = {
    failureCount: 5,
    intervalSeconds: 60,
    tripSeconds: 30,
    statusCodes: [{ min: 500, max: 599 }],
    acceptRetryAfter: true,
};
const primary = new ApimBackend("primary", { ...apim, functionApp: orders, circuitBreaker });
const secondary = new ApimBackend("secondary", { ...apim, functionApp: stock, circuitBreaker });
const backend = new StickyBackendPool("shop", {
    ...apim,
    members: [
        { backend: primary, priority: 1 },
        { backend: secondary, priority: 2 },
    ],
});

new ApimApi("shop", { ...apim, path: "shop", backend });
