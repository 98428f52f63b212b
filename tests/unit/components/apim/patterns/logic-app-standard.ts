import { ApimApi, ApimBackend } from "pulumi-session-affinity/apim";

import { apim, flows, key } from "./shop";

// `key` is the sig of the trigger's callback URL.
const backend = new ApimBackend("approve", {
    ...apim,
    logicApp: { app: flows, workflow: "approve", trigger: "request" },
    auth: { signature: { value: key } },
});

new ApimApi("approve", { ...apim, path: "approve", operations: [{ method: "POST", urlTemplate: "/" }], backend });
