import { ApimApi, ApimBackend, policies } from "pulumi-session-affinity/apim";

import { apim, carts, orders, stock } from "./shop";

const [first, second, beta] = [
    new ApimBackend("v1", { ...apim, functionApp: orders }),
    new ApimBackend("v2", { ...apim, functionApp: stock }),
    new ApimBackend("beta", { ...apim, containerApp: carts }),
];
const pick = policies.routeRequests(
    [
        { header: { name: "X-Channel", value: "beta" }, backend: beta },
        { path: "/shop/v2", backend: second },
        { query: { name: "api-version", value: "2" }, backend: second },
    ],
    first,
);

new ApimApi("shop", { ...apim, path: "shop", policy: { inbound: [pick] } });
