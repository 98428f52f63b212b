import { declareBy, needsAffinity } from "./needs-affinity";

/** An Application Gateway that sends to several servers keeps its clients. */
export const applicationGatewayNeedsAffinity = needsAffinity(
    {
        name: "application-gateway-needs-affinity",
        displayName: "Application Gateways with several servers have cookie-based affinity",
        description:
            "An Application Gateway whose rules send to a pool of several servers has cookie-based affinity in the settings " +
            "that they do so by, or is declared stateless.",
        severity: "high",
        scope: "stack",
        tags: ["session-affinity", "azure", "application-gateway"],
    },
    {
        platform: "application-gateway",
        targets: "servers",
        fix: 'Set cookieBasedAffinity to "Enabled" in the backendHttpSettingsCollection (StickyApplicationGateway does)',
        declare: declareBy("tag"),
    },
);
