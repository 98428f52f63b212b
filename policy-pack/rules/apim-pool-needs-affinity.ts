import { STATELESS_KEY } from "../../components/affinity/stateless";

import { needsAffinity } from "./needs-affinity";

/** An API Management pool with several backends keeps its clients. */
export const apimPoolNeedsAffinity = needsAffinity(
    {
        name: "apim-pool-needs-affinity",
        displayName: "API Management pools with several backends have session affinity",
        description:
            "An API Management backend pool with several backends has session affinity, at an API version that stores it, " +
            "or is declared stateless.",
        severity: "high",
        scope: "resource",
        tags: ["session-affinity", "azure", "api-management"],
    },
    {
        platform: "api-management",
        targets: "backends",
        fix: 'Set pool.sessionAffinity to { sessionId: { source: "cookie", name } } at API version 2024-10-01-preview or later (StickyBackendPool does)',
        declare: `a line "${STATELESS_KEY}: <reason>" in its description`,
    },
);
