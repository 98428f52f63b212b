import * as app from "@pulumi/azure-native/app";
import * as operationalinsights from "@pulumi/azure-native/operationalinsights";
import * as resources from "@pulumi/azure-native/resources";

import { type ForeignStack } from "./stack";

/** A shop of three Container Apps: one on the Internet, one for the others only, one that nobody calls. */
export const containerAppsStore: ForeignStack = {
    title: "a shop of three Container Apps",
    program() {
        const group = new resources.ResourceGroup("store");
        const workspace = new operationalinsights.Workspace("store", {
            resourceGroupName: group.name,
            sku: { name: "PerGB2018" },
            retentionInDays: 30,
        });
        const keys = operationalinsights.getSharedKeysOutput({
            resourceGroupName: group.name,
            workspaceName: workspace.name,
        });
        const environment = new app.ManagedEnvironment("store", {
            resourceGroupName: group.name,
            appLogsConfiguration: {
                destination: "log-analytics",
                logAnalyticsConfiguration: {
                    customerId: workspace.customerId,
                    sharedKey: keys.apply(({ primarySharedKey }) => primarySharedKey ?? ""),
                },
            },
        });
        const common = { resourceGroupName: group.name, managedEnvironmentId: environment.id };
        const containers = (name: string) => [
            { name, image: `store/${name}:1`, resources: { cpu: 0.5, memory: "1Gi" } },
        ];
        new app.ContainerApp("front", {
            ...common,
            configuration: { ingress: { external: true, targetPort: 3000 } },
            template: { containers: containers("front") },
        });
        new app.ContainerApp("inventory", {
            ...common,
            configuration: {
                ingress: { external: false, targetPort: 8050 },
                dapr: { enabled: true, appId: "inventory" },
            },
            template: { containers: containers("inventory"), scale: { minReplicas: 1, maxReplicas: 1 } },
        });
        new app.ContainerApp("mailer", {
            ...common,
            configuration: {},
            template: { containers: containers("mailer"), scale: { minReplicas: 0, maxReplicas: 5 } },
        });
    },
    findings: [["container-app-needs-affinity", "mandatory", "front", "configuration.ingress.stickySessions"]],
};
