import { type Kind } from "../kind";
import { guid, hex } from "../stable";
import { when, without } from "../values";
import { arm, TENANT } from "./arm";
import { validateClusterNetwork } from "./cluster-network";
import { identity } from "./resources";

/** What applications lean on: clusters, vaults, caches, logs, scaling. */

const workspace = arm({
    modules: ["operationalinsights"],
    kind: "Workspace",
    path: "Microsoft.OperationalInsights/workspaces/{workspaceName}",
    apiVersion: "2023-09-01",
    name: { pattern: /^[A-Za-z0-9][A-Za-z0-9-]+[A-Za-z0-9]$/, minimum: 4, maximum: 63 },
    computed: (inputs, { id }) => ({
        ...identity(inputs, id),
        customerId: guid(id),
        provisioningState: "Succeeded",
    }),
});

const component = arm({
    modules: ["applicationinsights", "insights"],
    kind: "Component",
    path: "Microsoft.Insights/components/{resourceName}",
    apiVersion: "2020-02-02",
    required: ["applicationType", "kind"],
    computed: (_inputs, { id, name }) => ({
        appId: guid(`${id}#app`),
        applicationId: name,
        connectionString: `InstrumentationKey=${guid(id)};IngestionEndpoint=https://sandbox.applicationinsights.azure.com/`,
        instrumentationKey: guid(id),
        provisioningState: "Succeeded",
        tenantId: TENANT,
    }),
});

const managedCluster = arm({
    modules: ["containerservice"],
    kind: "ManagedCluster",
    path: "Microsoft.ContainerService/managedClusters/{resourceName}",
    apiVersion: "2025-09-01",
    name: { pattern: /^[a-zA-Z0-9](?:[-_a-zA-Z0-9]*[a-zA-Z0-9])?$/, maximum: 63 },
    validate: validateClusterNetwork,
    computed: (inputs, { id, name }) => {
        const prefix = inputs.text("dnsPrefix") ?? name;
        const host = `${prefix}-${hex(id, 8)}`;
        const region = (inputs.text("location") ?? "westeurope").toLowerCase().replace(/[^a-z0-9]/g, "");
        const issuer = when(inputs.boolean("oidcIssuerProfile.enabled") === true, {
            oidcIssuerProfile: {
                enabled: true,
                issuerURL: `https://${region}.oic.prod-aks.azure.com/${TENANT}/${guid(id)}/`,
            },
        });
        return {
            ...identity(inputs, id),
            ...issuer,
            azurePortalFQDN: `${host}.portal.hcp.${region}.azmk8s.io`,
            fqdn: `${host}.hcp.${region}.azmk8s.io`,
            identityProfile: {
                kubeletidentity: { clientId: guid(`${id}#kubelet-client`), objectId: guid(`${id}#kubelet`) },
            },
            nodeResourceGroup:
                inputs.text("nodeResourceGroup") ?? `MC_${inputs.text("resourceGroupName") ?? ""}_${name}_${region}`,
            powerState: { code: "Running" },
            provisioningState: "Succeeded",
        };
    },
});

const agentPool = arm({
    modules: ["containerservice"],
    kind: "AgentPool",
    path: "Microsoft.ContainerService/managedClusters/{resourceName}/agentPools/{agentPoolName}",
    apiVersion: "2025-09-01",
    name: {
        pattern: /^[a-z][a-z0-9]{0,11}$/,
        maximum: 12,
        auto: (name, suffix) =>
            name
                .toLowerCase()
                .replace(/[^a-z0-9]/g, "")
                .slice(0, 4) + suffix(8),
    },
    computed: (inputs) => ({
        // https://learn.microsoft.com/azure/templates/microsoft.containerservice/managedclusters/agentpools: count defaults to 1.
        count: inputs.number("count") ?? 1,
        powerState: { code: "Running" },
        provisioningState: "Succeeded",
    }),
});

const vault = arm({
    modules: ["keyvault"],
    kind: "Vault",
    path: "Microsoft.KeyVault/vaults/{vaultName}",
    apiVersion: "2024-11-01",
    name: { pattern: /^[a-zA-Z0-9-]{3,24}$/, minimum: 3, maximum: 24 },
    required: ["properties", "properties.sku", "properties.tenantId"],
    computed: (inputs, { name }) => ({
        properties: {
            ...inputs.properties("properties"),
            provisioningState: "Succeeded",
            vaultUri: `https://${name}.vault.azure.net/`,
        },
    }),
});

const vaultSecret = arm({
    modules: ["keyvault"],
    kind: "Secret",
    path: "Microsoft.KeyVault/vaults/{vaultName}/secrets/{secretName}",
    apiVersion: "2024-11-01",
    name: { pattern: /^[a-zA-Z0-9-]{1,127}$/, maximum: 127 },
    required: ["properties"],
    computed: (inputs, { id, name }) => {
        // The value is write-only: https://learn.microsoft.com/rest/api/keyvault/secrets/get
        const given = without(inputs.properties("properties"), "value");
        const uri = `https://${inputs.text("vaultName") ?? ""}.vault.azure.net/secrets/${name}`;
        return { properties: { ...given, secretUri: uri, secretUriWithVersion: `${uri}/${hex(id, 32)}` } };
    },
});

const redis = arm({
    modules: ["redis", "cache"],
    kind: "Redis",
    path: "Microsoft.Cache/redis/{name}",
    apiVersion: "2024-11-01",
    name: { pattern: /^[a-zA-Z0-9](?:-?[a-zA-Z0-9])*$/, maximum: 63 },
    required: ["sku", "sku.capacity", "sku.family", "sku.name"],
    secretOutputs: ["accessKeys"],
    computed: (inputs, { id, name }) => ({
        ...identity(inputs, id),
        accessKeys: { primaryKey: hex(`${id}#1`, 43), secondaryKey: hex(`${id}#2`, 43) },
        hostName: `${name}.redis.cache.windows.net`,
        port: 6379,
        provisioningState: "Succeeded",
        sslPort: 6380,
    }),
});

const autoscale = arm({
    modules: ["monitor", "insights"],
    kind: "AutoscaleSetting",
    path: "Microsoft.Insights/autoscalesettings/{autoscaleSettingName}",
    apiVersion: "2021-05-01-preview",
    required: ["profiles"],
});

export const PLATFORM: readonly Kind[] = [
    ...workspace,
    ...component,
    ...managedCluster,
    ...agentPool,
    ...vault,
    ...vaultSecret,
    ...redis,
    ...autoscale,
];
