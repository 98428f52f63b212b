import { declareBy, needsAffinity } from "./needs-affinity";
import { remediateWebApp } from "./remediations/web-app";

/** A web app with several instances keeps its clients. */
export const webAppNeedsAffinity = needsAffinity(
    {
        name: "web-app-needs-affinity",
        displayName: "Web apps with several instances have client affinity",
        description:
            "A web app of App Service, or a slot of one, whose plan can have several instances has client affinity, or is " +
            "declared stateless. azure-native turns it off where it is left out.",
        severity: "high",
        scope: "stack",
        remediate: remediateWebApp,
        tags: ["session-affinity", "azure", "app-service"],
    },
    {
        platform: "app-service",
        targets: "instances",
        fix: "Set clientAffinityEnabled to true",
        declare: declareBy("tag"),
    },
);
