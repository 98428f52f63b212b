import { STATELESS_KEY } from "../../components/affinity/stateless";

import { needsAffinity } from "./needs-affinity";

/** A Front Door origin group of several origins keeps its clients. */
export const frontDoorNeedsAffinity = needsAffinity(
    {
        name: "front-door-needs-affinity",
        displayName: "Front Door origin groups with several origins have session affinity",
        description:
            "A Front Door origin group of several origins has session affinity and a route that does not cache, or its profile " +
            "is declared stateless. Front Door (classic) has it on its frontends, and Traffic Manager cannot have it.",
        severity: "high",
        scope: "stack",
        tags: ["session-affinity", "azure", "front-door"],
    },
    {
        platform: "front-door",
        targets: "origins",
        fix: 'Set sessionAffinityState of the origin group to "Enabled", and turn caching off on a route to it (StickyOriginGroup does)',
        declare: `tag ${STATELESS_KEY} = "<reason>" on the profile`,
    },
);
