import * as cdn from "@pulumi/azure-native/cdn";
import * as resources from "@pulumi/azure-native/resources";
import * as storage from "@pulumi/azure-native/storage";
import * as pulumi from "@pulumi/pulumi";

import { StickyOriginGroup } from "pulumi-session-affinity/load-balancers";

import { createRegion } from "./region";

const config = new pulumi.Config();
const sticky = config.getBoolean("sticky") ?? true;
const location = config.get("location") ?? "westeurope";
const secondLocation = config.get("secondLocation") ?? "northeurope";
const plan = { size: config.get("planSku") ?? "P0v3", instances: config.getNumber("instances") ?? 2 };

const group = new resources.ResourceGroup("sticky-web-apps", { location });
const profile = new cdn.Profile("shop", {
    resourceGroupName: group.name,
    location: "Global",
    sku: { name: "Standard_AzureFrontDoor" },
});
const frontDoor = { resourceGroupName: group.name, profileName: profile.name };
const endpoint = new cdn.AFDEndpoint("shop", { ...frontDoor, location: "Global" });

const common = { resourceGroupName: group.name, frontDoorId: profile.frontDoorId, plan, sticky };
const regions = {
    we: createRegion("we", { ...common, location }),
    ne: createRegion("ne", { ...common, location: secondLocation }),
};

// Every page of the shop belongs to a session, so its route caches nothing: an answer that can be cached gets no cookie.
const shop = new StickyOriginGroup("shop", {
    ...frontDoor,
    origins: Object.entries(regions).map(([name, { ipAddress }]) => ({
        name,
        hostName: ipAddress,
        hostHeader: endpoint.hostName,
    })),
    healthProbe: { path: "/", protocol: "Http" },
    routes: [{ name: "pages", endpointName: endpoint.name, forwardingProtocol: "HttpOnly" }],
    sessionAffinityState: sticky ? "Enabled" : "Disabled",
});

// What is the same for everybody lies in one place, has no session, and is cached.
const account = new storage.StorageAccount("shopassets", {
    resourceGroupName: group.name,
    location,
    kind: "StorageV2",
    sku: { name: "Standard_LRS" },
    allowSharedKeyAccess: false,
    allowBlobPublicAccess: true,
    minimumTlsVersion: "TLS1_2",
});
const container = new storage.BlobContainer("assets", {
    resourceGroupName: group.name,
    accountName: account.name,
    containerName: "assets",
    publicAccess: "Blob",
});
new StickyOriginGroup(
    "assets",
    {
        ...frontDoor,
        origins: [{ name: "storage", hostName: pulumi.interpolate`${account.name}.blob.core.windows.net` }],
        routes: [
            {
                name: "assets",
                endpointName: endpoint.name,
                patternsToMatch: ["/assets/*"],
                cacheConfiguration: { queryStringCachingBehavior: "UseQueryString" },
            },
        ],
        sessionAffinityState: "Disabled",
    },
    { dependsOn: [container] },
);

/** Address of the shop. */
export const url = pulumi.interpolate`https://${endpoint.hostName}`;
/** What keeps a client: in its region, on one of the region's two apps, and on one of the app's instances. */
export const affinity = {
    frontDoor: shop.affinity,
    gateways: Object.values(regions).map(({ gateway }) => gateway.affinity),
    apps: Object.values(regions).flatMap(({ apps }) => apps.map((app) => app.affinity)),
};
