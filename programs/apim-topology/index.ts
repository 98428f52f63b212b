import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as app from "@pulumi/azure-native/app";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";

import { ApimApi, ApimBackend, policies, StickyBackendPool } from "pulumi-session-affinity/apim";
import { StickyContainerApp } from "pulumi-session-affinity/container-apps";
import { StickyRoutePolicy } from "pulumi-session-affinity/gateway-for-containers";
import { HttpRoute, StickyService } from "pulumi-session-affinity/kubernetes";

import { createCluster } from "./cluster";
import { createEdge } from "./edge";
import { createOrders } from "./orders";

const config = new pulumi.Config();
const sticky = config.getBoolean("sticky") ?? true;
const location = config.get("location") ?? "westeurope";
const secondLocation = config.get("secondLocation") ?? "northeurope";

const group = new resources.ResourceGroup("apim-topology", { location });
const service = new apimanagement.ApiManagementService("apim-affinity", {
    resourceGroupName: group.name,
    publisherName: "Platform team",
    publisherEmail: config.get("publisherEmail") ?? "platform@example.com",
    sku: { name: config.get("apimSku") ?? "BasicV2", capacity: 1 },
    identity: { type: "SystemAssigned" },
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

// The partners' API keeps a partner's working set in one pod: by a cookie, as all requests have API Management's address,
// and by the address of those who call it inside the cluster.
const cluster = createCluster("partners", group.name);
const partner = new StickyService(
    "partner-api",
    {
        podSpec: {
            containers: [{ name: "api", image: "kennethreitz/httpbin", ports: [{ containerPort: 80 }] }],
        },
        port: 80,
        readiness: { path: "/status/200" },
        replicas: 3,
        ...(sticky ? { timeoutSeconds: 3600 } : { sessionAffinity: "None" }),
    },
    { provider: cluster },
);
const edge = createEdge("partners", group.name, cluster);
const route = new HttpRoute(
    "partner-api",
    {
        spec: {
            parentRefs: [edge.parentRef],
            rules: [{ backendRefs: [{ name: partner.service.metadata.name, port: 80 }] }],
        },
    },
    { provider: cluster },
);
if (sticky) {
    const affinity = { applicationCookie: { name: "partner", durationSeconds: 3600 } };
    new StickyRoutePolicy("partner-api", { route, affinity, replicas: 3 }, { provider: cluster });
}

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
    backend: new ApimBackend("partner", { ...apim, url: pulumi.interpolate`http://${edge.fqdn}` }),
});

/** Address of API Management. */
export const gatewayUrl = service.gatewayUrl;
/** Address of the MCP gateway without API Management before it. */
export const mcpUrl = gateway.url;
/** What keeps each client where its session is. */
export const affinity = { orders: orders.affinity, mcp: gateway.affinity, partner: partner.affinity };
