import { ApimApi, ApimBackend, policies } from "pulumi-session-affinity/apim";

import { apim, carts } from "./shop";

// Server-sent events and MCP reach the client as they come.
new ApimApi("mcp", {
    ...apim,
    path: "mcp",
    backend: new ApimBackend("mcp", { ...apim, containerApp: carts }),
    policy: policies.streamResponses(),
});
