import * as assert from "node:assert/strict";
import { Cloud, Refusal, type Properties } from "../../../../sandbox/cloud";

export const SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000000";
export const GROUP_ID = `${SUBSCRIPTION}/resourceGroups/rg`;

export const GROUP = "azure-native:resources:ResourceGroup";
export const ENVIRONMENT = "azure-native:app:ManagedEnvironment";
export const CONTAINER_APP = "azure-native:app:ContainerApp";
export const GATEWAY = "azure-native:apimanagement:ApiManagementService";
export const BACKEND = "azure-native:apimanagement:Backend";
export const AFFINE_BACKEND = "azure-native_apimanagement_v20241001preview:apimanagement:Backend";
export const SERVICE = "kubernetes:core/v1:Service";
export const DEPLOYMENT = "kubernetes:apps/v1:Deployment";

/** A cloud with a resource group, a Container Apps environment and an API Management service. */
export function furnished(): { cloud: Cloud; environmentId: string; serviceId: string } {
    const cloud = Cloud.inMemory();
    cloud.create(GROUP, { resourceGroupName: "rg", location: "westeurope" });
    const { id: environmentId } = cloud.create(ENVIRONMENT, { resourceGroupName: "rg", environmentName: "env" });
    const { id: serviceId } = cloud.create(GATEWAY, {
        resourceGroupName: "rg",
        serviceName: "gw",
        publisherEmail: "a@example.com",
        publisherName: "a",
        sku: { name: "Developer", capacity: 1 },
    });
    return { cloud, environmentId, serviceId };
}

export const inRg = (properties: Properties): Properties => ({ resourceGroupName: "rg", ...properties });
export const inGateway = (properties: Properties): Properties => inRg({ serviceName: "gw", ...properties });

/** The value as text: anything else fails the test. */
export function text(value: unknown): string {
    assert.equal(typeof value, "string");
    return value as string;
}

export function refused(action: () => unknown, message: RegExp): void {
    assert.throws(action, (error: unknown) => {
        assert.ok(error instanceof Refusal, String(error));
        assert.match(error.message, message);
        return true;
    });
}

export function deployment(name: string, labels: Properties = { app: name }): Properties {
    return {
        metadata: { name },
        spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: {} } },
    };
}
