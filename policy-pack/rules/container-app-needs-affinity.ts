import { declareBy, needsAffinity } from "./needs-affinity";
import { remediateContainerApp } from "./remediations/container-app";

/** A Container App with several replicas keeps its clients. */
export const containerAppNeedsAffinity = needsAffinity(
    {
        name: "container-app-needs-affinity",
        displayName: "Container Apps with several replicas have sticky sessions",
        description:
            "A Container App that can have several replicas has sticky sessions, or is declared stateless. " +
            "Without a scale block it has up to 10.",
        severity: "high",
        scope: "resource",
        remediate: remediateContainerApp,
        tags: ["session-affinity", "azure", "container-apps"],
    },
    {
        platform: "container-apps",
        targets: "replicas",
        fix: 'Set configuration.ingress.stickySessions.affinity to "sticky"',
        declare: declareBy("tag"),
    },
);
