import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as app from "@pulumi/azure-native/app";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";

import { ApimApi, ApimBackend, policies, StickyBackendPool } from "pulumi-session-affinity/apim";
import { StickyContainerApp } from "pulumi-session-affinity/container-apps";

import { createNetwork } from "./network";
import { createOrders } from "./orders";
import { createPartner } from "./partner";

const config = new pulumi.Config();
const sticky = config.getBoolean("sticky") ?? true;
const location = config.get("location") ?? "westeurope";
const secondLocation = config.get("secondLocation") ?? "northeurope";

const group = new resources.ResourceGroup("apim-topology", { location });
const network = createNetwork("apim-topology", group.name);
const service = new apimanagement.ApiManagementService("apim-affinity", {
    resourceGroupName: group.name,
    publisherName: "Platform team",
    publisherEmail: config.get("publisherEmail") ?? "platform@example.com",
    sku: { name: config.get("apimSku") ?? "StandardV2", capacity: 1 },
    identity: { type: "SystemAssigned" },
    virtualNetworkType: "External",
    virtualNetworkConfiguration: { subnetResourceId: network.gateway.id },
});
const apim = { resourceGroupName: group.name, serviceName: service.name };

// An MCP gateway keeps each session in the replica that opened it.
const environment = new app.ManagedEnvironment("apps", { resourceGroupName: group.name });
const gateway = new StickyContainerApp("mcp-gateway", {
    resourceGroupName: group.name,
    managedEnvironmentId: environment.id,
    image: "ghcr.io/agentgateway/agentgateway:1.4.1",
    targetPort: 3000,
    external: true,
    minReplicas: 2,
    maxReplicas: 10,
    affinity: sticky ? "sticky" : "none",
});

// The partners' API is in a cluster that API Management reaches through a network of its own.
const partner = createPartner(group.name, network, sticky);

// Orders runs in two regions; a client that began in one stays there, where its data is nearest.
const west = createOrders("orders-we", group.name, location);
const north = createOrders("orders-ne", group.name, secondLocation);
const orders = new StickyBackendPool("orders", {
    ...apim,
    members: [
        { backend: new ApimBackend("orders-we", { ...apim, functionApp: west }), weight: 3 },
        { backend: new ApimBackend("orders-ne", { ...apim, functionApp: north }), weight: 1 },
    ],
    ...(sticky ? { cookieName: "orders-affinity" } : { sessionAffinity: "none" }),
});

const operations = ["GET", "POST", "DELETE"].map((method) => ({ method, urlTemplate: "/*" }));
new ApimApi("orders", { ...apim, path: "orders", operations, backend: orders });
new ApimApi("mcp", {
    ...apim,
    path: "mcp",
    operations,
    backend: new ApimBackend("mcp", { ...apim, containerApp: gateway }),
    policy: policies.streamResponses(),
});
new ApimApi("partner", {
    ...apim,
    path: "partner",
    operations,
    backend: new ApimBackend("partner", { ...apim, url: partner.url }),
});

/** Address of API Management. */
export const gatewayUrl = service.gatewayUrl;
/** Address of the MCP gateway without API Management before it. */
export const mcpUrl = gateway.url;
/** What keeps each client where its session is. */
export const affinity = { orders: orders.affinity, mcp: gateway.affinity, partner: partner.affinity };
