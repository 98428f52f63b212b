import { ApimApi, ApimBackend } from "pulumi-session-affinity/apim";

import { apim, invoices } from "./shop";

// The trigger's callback URL is asked for, and its sig kept in a named value.
const backend = new ApimBackend("invoices", {
    ...apim,
    workflow: { workflow: invoices, resourceGroupName: "rg", trigger: "manual" },
});

new ApimApi("invoices", { ...apim, path: "invoices", operations: [{ method: "POST", urlTemplate: "/" }], backend });
