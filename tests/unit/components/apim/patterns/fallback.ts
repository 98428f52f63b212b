import { ApimApi, ApimBackend, policies } from "pulumi-session-affinity/apim";

import { apim, orders, stock } from "./shop";

const primary = new ApimBackend("primary", { ...apim, functionApp: orders });
const secondary = new ApimBackend("secondary", { ...apim, functionApp: stock });

// In the backend section: on-error can send nothing.
new ApimApi("shop", {
    ...apim,
    path: "shop",
    backend: primary,
    policy: policies.fallBackTo(secondary, { timeoutSeconds: 10 }),
});
