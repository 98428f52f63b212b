import { type Cloud, type Properties } from "../../../sandbox/cloud";

const SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000000";
const TENANT = "11111111-1111-1111-1111-111111111111";
export const GROUP = `${SUBSCRIPTION}/resourceGroups/rg`;

/** What the components stand on and do not create: all in the resource group `rg`, in API Management `gw`. */
export const ENVIRONMENT_ID = `${GROUP}/providers/Microsoft.App/managedEnvironments/env`;
export const PLAN_ID = `${GROUP}/providers/Microsoft.Web/serverfarms/plan`;
export const WEB_PLAN_ID = `${PLAN_ID}-web`;
export const CONSUMPTION_PLAN_ID = `${PLAN_ID}-consumption`;
export const ELASTIC_PLAN_ID = `${PLAN_ID}-elastic`;
export const WORKFLOW_PLAN_ID = `${PLAN_ID}-workflow`;
export const STORAGE_ID = `${GROUP}/providers/Microsoft.Storage/storageAccounts/store`;
export const SERVICE_ID = `${GROUP}/providers/Microsoft.ApiManagement/service/gw`;
export const OWNER_ROLE_ID = `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/b7e6dc6d-f1e8-4753-8033-0f276bb0955b`;
export const SUBNET_ID = `${GROUP}/providers/Microsoft.Network/virtualNetworks/vnet/subnets/edge`;
export const VIRTUAL_NETWORK_ID = `${GROUP}/providers/Microsoft.Network/virtualNetworks/vnet`;
export const PUBLIC_IP_ID = `${GROUP}/providers/Microsoft.Network/publicIPAddresses/address`;
export const DELEGATED_SUBNET_ID = `${GROUP}/providers/Microsoft.Network/virtualNetworks/net/subnets/gateway`;
export const containerAppId = (name: string) => `${GROUP}/providers/Microsoft.App/containerApps/${name}`;
export const webAppId = (name: string) => `${GROUP}/providers/Microsoft.Web/sites/${name}`;
export const backendId = (name: string) => `${SERVICE_ID}/backends/${name}`;

/** Names and sizes of the plans. */
const PLANS = {
    plan: "FC1",
    "plan-web": "P1v3",
    "plan-consumption": "Y1",
    "plan-elastic": "EP1",
    "plan-workflow": "WS1",
} as const;

/**
 * Creates it all, with the backends `west` and `north`, the key vault `shop-keys` with the secret `api-key`, the network
 * `vnet` with the subnet `edge`, the network `net` with the subnet `gateway` that is delegated to Application Gateway for
 * Containers, the public address `address`, the Front Door profile `fd` with the endpoint `www`, and the Kubernetes
 * namespace `shop`.
 */
export function furnish(cloud: Cloud): void {
    const inGroup = (properties: Properties): Properties => ({ resourceGroupName: "rg", ...properties });
    cloud.create("azure-native:resources:ResourceGroup", inGroup({ location: "westeurope" }));
    cloud.create("azure-native:app:ManagedEnvironment", inGroup({ environmentName: "env" }));
    for (const [name, size] of Object.entries(PLANS)) {
        cloud.create("azure-native:web:AppServicePlan", inGroup({ name, sku: { name: size } }));
    }
    cloud.create(
        "azure-native:storage:StorageAccount",
        inGroup({ accountName: "store", kind: "StorageV2", sku: { name: "Standard_LRS" } }),
    );
    cloud.create(
        "azure-native:apimanagement:ApiManagementService",
        inGroup({
            serviceName: "gw",
            publisherEmail: "a@example.com",
            publisherName: "a",
            sku: { name: "BasicV2", capacity: 1 },
        }),
    );
    cloud.create(
        "azure-native:keyvault:Vault",
        inGroup({ vaultName: "shop-keys", properties: { tenantId: TENANT, sku: { family: "A", name: "standard" } } }),
    );
    cloud.create(
        "azure-native:keyvault:Secret",
        inGroup({ vaultName: "shop-keys", secretName: "api-key", properties: { value: "0" } }),
    );
    cloud.create("azure-native:network:VirtualNetwork", inGroup({ virtualNetworkName: "vnet" }));
    cloud.create("azure-native:network:Subnet", inGroup({ virtualNetworkName: "vnet", subnetName: "edge" }));
    cloud.create(
        "azure-native:network:PublicIPAddress",
        inGroup({ publicIpAddressName: "address", sku: { name: "Standard" } }),
    );
    cloud.create("azure-native:cdn:Profile", inGroup({ profileName: "fd", sku: { name: "Standard_AzureFrontDoor" } }));
    cloud.create("azure-native:cdn:AFDEndpoint", inGroup({ profileName: "fd", endpointName: "www" }));
    cloud.create(
        "azure-native:network:VirtualNetwork",
        inGroup({
            virtualNetworkName: "net",
            addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
            subnets: [
                {
                    name: "gateway",
                    addressPrefix: "10.0.4.0/24",
                    delegations: [{ name: "gateway", serviceName: "Microsoft.ServiceNetworking/trafficControllers" }],
                },
            ],
        }),
    );
    cloud.create("kubernetes:core/v1:Namespace", { metadata: { name: "shop" } });
    for (const backend of ["west", "north"]) {
        cloud.create(
            "azure-native:apimanagement:Backend",
            inGroup({ serviceName: "gw", backendId: backend, url: `https://${backend}.example.com`, protocol: "http" }),
        );
    }
}

/** Domain of the environment. */
export function environmentDomain(cloud: Cloud): string {
    const environment = cloud.list().find(({ id }) => id === ENVIRONMENT_ID);
    return environment?.outputs["defaultDomain"] as string;
}
