import * as cdn from "@pulumi/azure-native/cdn";
import * as resources from "@pulumi/azure-native/resources";
import * as web from "@pulumi/azure-native/web";

import { type ForeignStack } from "./stack";

/** The same web app in two regions, and Front Door that sends each request to the nearer one. */
export const frontDoorWebApps: ForeignStack = {
    title: "web apps of two regions behind Front Door",
    program() {
        const group = new resources.ResourceGroup("portal");
        const inGroup = { resourceGroupName: group.name };
        const profile = new cdn.Profile("portal", {
            ...inGroup,
            location: "Global",
            sku: { name: "Standard_AzureFrontDoor" },
        });
        const inProfile = { ...inGroup, profileName: profile.name };
        const origins = new cdn.AFDOriginGroup("portal", {
            ...inProfile,
            loadBalancingSettings: { sampleSize: 4, successfulSamplesRequired: 3, additionalLatencyInMilliseconds: 50 },
        });
        const made = ["westeurope", "northeurope"].map((location) => {
            const plan = new web.AppServicePlan(location, { ...inGroup, location, sku: { name: "P1v3", capacity: 2 } });
            const site = new web.WebApp(location, {
                ...inGroup,
                location,
                serverFarmId: plan.id,
                clientAffinityEnabled: true,
            });
            return new cdn.AFDOrigin(location, {
                ...inProfile,
                originGroupName: origins.name,
                hostName: site.defaultHostName,
                originHostHeader: site.defaultHostName,
            });
        });
        const endpoint = new cdn.AFDEndpoint("portal", { ...inProfile, location: "Global" });
        new cdn.Route(
            "portal",
            {
                ...inProfile,
                endpointName: endpoint.name,
                originGroup: { id: origins.id },
                patternsToMatch: ["/*"],
                supportedProtocols: ["Https"],
                linkToDefaultDomain: "Enabled",
                forwardingProtocol: "HttpsOnly",
            },
            { dependsOn: made },
        );
    },
    findings: [["front-door-needs-affinity", "mandatory", "portal", "sessionAffinityState"]],
};
