import * as app from "@pulumi/azure-native/app";
import * as resources from "@pulumi/azure-native/resources";

import { type ForeignStack } from "./stack";

/** Two revisions that share the traffic, with the affinity that Container Apps has for one only. */
export const containerAppsBlueGreen: ForeignStack = {
    title: "a Container App, blue and green, with affinity that needs one revision",
    program() {
        const group = new resources.ResourceGroup("bookings");
        const environment = new app.ManagedEnvironment("bookings", { resourceGroupName: group.name });
        new app.ContainerApp("bookings", {
            resourceGroupName: group.name,
            managedEnvironmentId: environment.id,
            configuration: {
                activeRevisionsMode: "Multiple",
                ingress: {
                    external: true,
                    targetPort: 80,
                    stickySessions: { affinity: "sticky" },
                    traffic: [
                        { revisionName: "bookings--blue", weight: 80 },
                        { latestRevision: true, weight: 20 },
                    ],
                },
            },
            template: {
                revisionSuffix: "green",
                containers: [{ name: "bookings", image: "bookings:2" }],
                scale: { minReplicas: 2, maxReplicas: 4 },
            },
        });
    },
    findings: [
        ["affinity-has-effect", "mandatory", "bookings", "configuration.ingress.stickySessions.affinity"],
        ["container-app-needs-affinity", "mandatory", "bookings", "configuration.ingress.stickySessions"],
    ],
};
