import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";

import { createCluster } from "./cluster";
import { createNetwork } from "./network";
import { createProjectOne } from "./project-1";
import { createProjectTwo } from "./project-2";

const config = new pulumi.Config();
const group = new resources.ResourceGroup("multi-backend", { location: config.get("location") ?? "westeurope" });
const network = createNetwork("shop", group.name);

const service = new apimanagement.ApiManagementService("shop", {
    resourceGroupName: group.name,
    publisherName: "Platform team",
    publisherEmail: config.get("publisherEmail") ?? "platform@example.com",
    sku: { name: config.get("apimSku") ?? "StandardV2", capacity: 1 },
    identity: { type: "SystemAssigned" },
    virtualNetworkType: "External",
    virtualNetworkConfiguration: { subnetResourceId: network.gateway.id },
});
const apim = { resourceGroupName: group.name, serviceName: service.name };
const principalId = service.identity.apply((identity) => identity?.principalId ?? "");

const projectOne = createProjectOne(apim, principalId, {
    sales: config.get("salesAppId") ?? "5a1e5a99-0000-4000-8000-000000000001",
    billing: config.get("billingAppId") ?? "b1111e99-0000-4000-8000-000000000002",
});
const inCluster = createCluster("shop", group.name, network.nodes.id);
const projectTwo = createProjectTwo(apim, network.vnet.id, inCluster, config.getBoolean("sticky") ?? true);

/** Address of API Management. */
export const gatewayUrl = service.gatewayUrl;
/** The products; a subscription to one opens its APIs. */
export const products = [projectOne.name, projectTwo.name];
