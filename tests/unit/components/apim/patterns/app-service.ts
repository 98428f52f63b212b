import { ApimApi, ApimBackend } from "pulumi-session-affinity/apim";

import { apim, legacy, ordersAppId } from "./shop";

// X-Forwarded-Host goes with each request, so that the app's own affinity cookie is for the host that clients call.
const backend = new ApimBackend("legacy", {
    ...apim,
    webApp: legacy,
    auth: { managedIdentity: { resource: ordersAppId } },
});

new ApimApi("legacy", { ...apim, path: "legacy", backend });
