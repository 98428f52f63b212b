import { ApimApi, ApimBackend } from "pulumi-session-affinity/apim";

import { apim, key, publicPartners } from "./shop";

const backend = new ApimBackend("partners", {
    ...apim,
    service: publicPartners,
    auth: { apiKey: { header: "X-API-Key", value: key } },
});

new ApimApi("partners", { ...apim, path: "partners", backend });
