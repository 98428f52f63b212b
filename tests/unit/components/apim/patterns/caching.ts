import { ApimApi, ApimBackend, policies } from "pulumi-session-affinity/apim";

import { apim, orders } from "./shop";

new ApimApi("orders", {
    ...apim,
    path: "orders",
    backend: new ApimBackend("orders", { ...apim, functionApp: orders }),
    policy: policies.cacheResponses({
        durationSeconds: 300,
        varyByHeaders: ["Accept"],
        varyByQueryParameters: ["category"],
    }),
});
