import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import { ApimApi, ApimBackend, policies, StickyBackendPool } from "pulumi-session-affinity/apim";

import { createRegion } from "./region";

const config = new pulumi.Config();
const sticky = config.getBoolean("sticky") ?? true;
const location = config.get("location") ?? "swedencentral";
const secondLocation = config.get("secondLocation") ?? "eastus2";
const model = config.get("model") ?? "gpt-5-mini";
const modelVersion = config.get("modelVersion") ?? "2025-08-07";

const group = new resources.ResourceGroup("openai-responses", { location });
const service = new apimanagement.ApiManagementService("openai-gateway", {
    resourceGroupName: group.name,
    publisherName: "Platform team",
    publisherEmail: config.get("publisherEmail") ?? "platform@example.com",
    sku: { name: config.get("apimSku") ?? "BasicV2", capacity: 1 },
    identity: { type: "SystemAssigned" },
});
const apim = { resourceGroupName: group.name, serviceName: service.name };
const principalId = service.identity.apply((identity) => {
    if (!identity)
        throw new Error("API Management has no identity, and Azure OpenAI takes calls of its identity only.");
    return identity.principalId;
});

// Names of accounts are unique in Azure, and stay taken for two days after an account is deleted.
const suffix = new random.RandomId("openai", { byteLength: 4 }).hex;

/** Azure OpenAI in one region, as a member of the pool. A region that fails or is out of quota takes no requests for a while. */
function createMember(name: string, region: string) {
    const url = createRegion(name, {
        resourceGroupName: group.name,
        location: region,
        accountName: pulumi.interpolate`${name}-${suffix}`,
        model: { model: { format: "OpenAI", name: model, version: modelVersion } },
        deploymentName: model,
        capacity: config.getNumber("capacity") ?? 50,
        principalId,
    });
    const backend = new ApimBackend(name, {
        ...apim,
        url,
        auth: { managedIdentity: { resource: "https://cognitiveservices.azure.com" } },
        circuitBreaker: {
            failureCount: 3,
            intervalSeconds: 60,
            tripSeconds: 60,
            statusCodes: [
                { min: 429, max: 429 },
                { min: 500, max: 599 },
            ],
            acceptRetryAfter: true,
        },
    });
    return { backend };
}

// A response is stored in the region that made it, and previous_response_id is known there alone.
const pool = new StickyBackendPool("openai", {
    ...apim,
    members: [createMember("openai-first", location), createMember("openai-second", secondLocation)],
    ...(sticky ? { cookieName: "openai-affinity" } : { sessionAffinity: "none" }),
});

new ApimApi("openai", {
    ...apim,
    path: "openai",
    operations: [
        { method: "POST", urlTemplate: "/v1/responses" },
        ...["GET", "POST", "DELETE"].map((method) => ({ method, urlTemplate: "/v1/responses/*" })),
    ],
    backend: pool,
    subscriptionKeyNames: { header: "api-key" },
    policy: [
        policies.streamResponses(),
        // The client's key is API Management's, and none of Azure OpenAI's business.
        { inbound: [policies.setHeader({ name: "api-key", existsAction: "delete" })] },
    ],
});

/** What an OpenAI client takes as its base URL. */
export const baseUrl = pulumi.interpolate`${service.gatewayUrl}/openai/v1/`;
/** What keeps a conversation in its region. */
export const affinity = pool.affinity;
