import * as cdn from "@pulumi/azure-native/cdn";
import * as resources from "@pulumi/azure-native/resources";

const group = new resources.ResourceGroup("shop");
const profile = new cdn.Profile("shop", {
    resourceGroupName: group.name,
    location: "Global",
    sku: { name: "Standard_AzureFrontDoor" },
});
const place = { resourceGroupName: group.name, profileName: profile.name };
const endpoint = new cdn.AFDEndpoint("shop", { ...place, location: "Global" });

// Two origins, and nothing said of affinity: it is off.
const origins = new cdn.AFDOriginGroup("shop", {
    ...place,
    originGroupName: "shop",
    loadBalancingSettings: { sampleSize: 4, successfulSamplesRequired: 3, additionalLatencyInMilliseconds: 50 },
});
const members = ["west", "north"].map(
    (region) =>
        new cdn.AFDOrigin(region, {
            ...place,
            originGroupName: origins.name,
            hostName: `${region}.example.com`,
            originHostHeader: `${region}.example.com`,
        }),
);
new cdn.Route(
    "shop",
    {
        ...place,
        endpointName: endpoint.name,
        originGroup: { id: origins.id },
        patternsToMatch: ["/*"],
        linkToDefaultDomain: "Enabled",
        supportedProtocols: ["Http", "Https"],
    },
    { dependsOn: members },
);
