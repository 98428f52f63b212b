/** A kind of resource that the pack reads, in ARM's words and in Pulumi's. */
export interface AzureKind {
    /** ARM's type. What lies below another kind has its type at its front. */
    readonly type: string;
    /** Module and kind of azure-native. */
    readonly token: readonly [module: string, kind: string];
    /** The first that Azure has is used. */
    readonly apiVersions: readonly string[];
    /** Properties that the names in an id fill, as azure-native calls them. */
    readonly parameters: readonly string[];
    /** Dotted paths, through lists too, of all that is kept of a resource. */
    readonly keeps: readonly string[];
    /** Types whose ids in a resource are followed, since it cannot be judged without them. */
    readonly follows?: readonly string[];
    /** Types that lie in the same group and belong to it. */
    readonly beside?: readonly string[];
    /** Left out: what lies below is always read. */
    readonly hasChildren?: (settings: Readonly<Record<string, unknown>>) => boolean;
}

const APIM = "Microsoft.ApiManagement/service";
const PROFILES = "Microsoft.Cdn/profiles";
const PLANS = "Microsoft.Web/serverfarms";
const SETTINGS = "Microsoft.Insights/autoscalesettings";
const ADDRESSES = "Microsoft.Network/publicIPAddresses";
const INTERFACES = "Microsoft.Network/networkInterfaces";
const SCALE_SETS = "Microsoft.Compute/virtualMachineScaleSets";
const CONTROLLERS = "Microsoft.ServiceNetworking/trafficControllers";

/** The first that has session affinity of pools comes last, for clouds that lack newer ones. */
const APIM_VERSIONS = ["2025-09-01-preview", "2025-03-01-preview", "2024-10-01-preview", "2024-05-01"];
const APP_VERSIONS = ["2025-01-01", "2024-03-01", "2023-05-01"];
const WEB_VERSIONS = ["2024-11-01", "2023-12-01"];
const CDN_VERSIONS = ["2025-06-01", "2024-02-01"];
const NETWORK_VERSIONS = ["2024-05-01", "2023-09-01"];
const SERVICE_NETWORKING_VERSIONS = ["2025-01-01", "2023-11-01"];

const SITE_KEEPS = [
    "kind",
    "serverFarmId",
    "managedEnvironmentId",
    "clientAffinityEnabled",
    "clientAffinityProxyEnabled",
    "defaultHostName",
    "hostNames",
    "siteConfig.numberOfWorkers",
    "siteConfig.elasticWebAppScaleLimit",
    "siteConfig.functionAppScaleLimit",
    "siteConfig.minimumElasticInstanceCount",
    "functionAppConfig.scaleAndConcurrency",
];
const BACKEND_KEEPS = ["description", "url", "resourceId", "pool", "circuitBreaker"];
const POLICY_KEEPS = ["value"];

/** What lies in a service of API Management, and again in each of its workspaces. */
function apimParts(above: string, prefix: string, parameters: readonly string[]): AzureKind[] {
    const part = (path: string, kind: string, names: readonly string[], keeps: readonly string[]): AzureKind => ({
        type: `${above}/${path}`,
        token: ["apimanagement", `${prefix}${kind}`],
        apiVersions: APIM_VERSIONS,
        parameters: [...parameters, ...names],
        keeps,
    });
    return [
        part("backends", "Backend", ["backendId"], BACKEND_KEEPS),
        part("policies", "Policy", ["policyId"], POLICY_KEEPS),
        part("policyFragments", "PolicyFragment", ["id"], POLICY_KEEPS),
        part("apis", "Api", ["apiId"], ["serviceUrl"]),
        part("apis/policies", "ApiPolicy", ["apiId", "policyId"], POLICY_KEEPS),
        part("products", "Product", ["productId"], []),
        part("products/policies", "ProductPolicy", ["productId", "policyId"], POLICY_KEEPS),
    ];
}

/** Every kind that is read, those above ahead of those below. */
export const AZURE_KINDS: readonly AzureKind[] = [
    {
        type: APIM,
        token: ["apimanagement", "ApiManagementService"],
        apiVersions: APIM_VERSIONS,
        parameters: ["serviceName"],
        keeps: ["sku", "gatewayUrl", "hostnameConfigurations.hostName"],
    },
    ...apimParts(APIM, "", ["serviceName"]),
    {
        type: `${APIM}/workspaces`,
        token: ["apimanagement", "Workspace"],
        apiVersions: APIM_VERSIONS,
        parameters: ["serviceName", "workspaceId"],
        keeps: [],
    },
    ...apimParts(`${APIM}/workspaces`, "Workspace", ["serviceName", "workspaceId"]),
    {
        type: "Microsoft.App/containerApps",
        token: ["app", "ContainerApp"],
        apiVersions: APP_VERSIONS,
        parameters: ["containerAppName"],
        keeps: [
            "configuration.activeRevisionsMode",
            "configuration.ingress.external",
            "configuration.ingress.fqdn",
            "configuration.ingress.transport",
            "configuration.ingress.stickySessions",
            "template.scale.minReplicas",
            "template.scale.maxReplicas",
        ],
    },
    {
        type: PLANS,
        token: ["web", "AppServicePlan"],
        apiVersions: WEB_VERSIONS,
        parameters: ["name"],
        keeps: ["kind", "sku", "zoneRedundant", "perSiteScaling", "elasticScaleEnabled", "maximumElasticWorkerCount"],
        beside: [SETTINGS],
    },
    {
        type: "Microsoft.Web/sites",
        token: ["web", "WebApp"],
        apiVersions: WEB_VERSIONS,
        parameters: ["name"],
        keeps: SITE_KEEPS,
        follows: [PLANS],
    },
    {
        type: "Microsoft.Web/sites/slots",
        token: ["web", "WebAppSlot"],
        apiVersions: WEB_VERSIONS,
        parameters: ["name", "slot"],
        keeps: SITE_KEEPS,
        follows: [PLANS],
    },
    {
        type: SETTINGS,
        token: ["monitor", "AutoscaleSetting"],
        apiVersions: ["2022-10-01", "2015-04-01"],
        parameters: ["autoscaleSettingName"],
        keeps: ["enabled", "targetResourceUri", "profiles.name", "profiles.capacity"],
    },
    {
        type: PROFILES,
        token: ["cdn", "Profile"],
        apiVersions: CDN_VERSIONS,
        parameters: ["profileName"],
        keeps: ["sku"],
        // Profiles of the older CDN have neither origin groups of this sort nor routes.
        hasChildren: ({ sku }) => /_AzureFrontDoor$/i.test(String((sku as { name?: unknown } | undefined)?.name)),
    },
    {
        type: `${PROFILES}/originGroups`,
        token: ["cdn", "AFDOriginGroup"],
        apiVersions: CDN_VERSIONS,
        parameters: ["profileName", "originGroupName"],
        keeps: ["sessionAffinityState"],
    },
    {
        type: `${PROFILES}/originGroups/origins`,
        token: ["cdn", "AFDOrigin"],
        apiVersions: CDN_VERSIONS,
        parameters: ["profileName", "originGroupName", "originName"],
        keeps: ["hostName", "azureOrigin.id", "enabledState", "priority", "weight"],
    },
    {
        type: `${PROFILES}/afdEndpoints`,
        token: ["cdn", "AFDEndpoint"],
        apiVersions: CDN_VERSIONS,
        parameters: ["profileName", "endpointName"],
        keeps: ["hostName"],
    },
    {
        type: `${PROFILES}/afdEndpoints/routes`,
        token: ["cdn", "Route"],
        apiVersions: CDN_VERSIONS,
        parameters: ["profileName", "endpointName", "routeName"],
        keeps: ["originGroup.id", "cacheConfiguration", "enabledState", "patternsToMatch"],
    },
    {
        type: "Microsoft.Network/frontDoors",
        token: ["frontdoor", "FrontDoor"],
        apiVersions: ["2021-06-01", "2020-05-01"],
        parameters: ["frontDoorName"],
        keeps: [
            "frontendEndpoints.name",
            "frontendEndpoints.hostName",
            "frontendEndpoints.sessionAffinityEnabledState",
            "backendPools.name",
            "backendPools.backends.address",
            "backendPools.backends.enabledState",
            "backendPools.backends.priority",
        ],
    },
    {
        type: "Microsoft.Network/trafficManagerProfiles",
        token: ["trafficmanager", "Profile"],
        apiVersions: ["2022-04-01", "2018-08-01"],
        parameters: ["profileName"],
        keeps: ["trafficRoutingMethod", "endpoints.name", "endpoints.target", "endpoints.endpointStatus"],
    },
    {
        type: "Microsoft.Network/applicationGateways",
        token: ["network", "ApplicationGateway"],
        apiVersions: NETWORK_VERSIONS,
        parameters: ["applicationGatewayName"],
        keeps: [
            "sku",
            "backendAddressPools.id",
            "backendAddressPools.name",
            "backendAddressPools.backendAddresses",
            "backendHttpSettingsCollection.id",
            "backendHttpSettingsCollection.name",
            "backendHttpSettingsCollection.cookieBasedAffinity",
            "backendHttpSettingsCollection.affinityCookieName",
            "frontendIPConfigurations.name",
            "frontendIPConfigurations.privateIPAddress",
            "frontendIPConfigurations.publicIPAddress.id",
            "requestRoutingRules",
            "routingRules",
            "urlPathMaps",
        ],
        follows: [ADDRESSES, INTERFACES, SCALE_SETS],
    },
    {
        type: "Microsoft.Network/loadBalancers",
        token: ["network", "LoadBalancer"],
        apiVersions: NETWORK_VERSIONS,
        parameters: ["loadBalancerName"],
        keeps: [
            "sku",
            "backendAddressPools.id",
            "backendAddressPools.name",
            "backendAddressPools.loadBalancerBackendAddresses",
            "frontendIPConfigurations.name",
            "frontendIPConfigurations.privateIPAddress",
            "frontendIPConfigurations.publicIPAddress.id",
            "loadBalancingRules",
        ],
        follows: [ADDRESSES, INTERFACES, SCALE_SETS],
    },
    {
        type: ADDRESSES,
        token: ["network", "PublicIPAddress"],
        apiVersions: NETWORK_VERSIONS,
        parameters: ["publicIpAddressName"],
        keeps: ["ipAddress", "dnsSettings.fqdn"],
    },
    {
        type: INTERFACES,
        token: ["network", "NetworkInterface"],
        apiVersions: NETWORK_VERSIONS,
        parameters: ["networkInterfaceName"],
        keeps: [
            "ipConfigurations.name",
            "ipConfigurations.loadBalancerBackendAddressPools.id",
            "ipConfigurations.applicationGatewayBackendAddressPools.id",
        ],
    },
    {
        type: SCALE_SETS,
        token: ["compute", "VirtualMachineScaleSet"],
        apiVersions: ["2024-11-01", "2023-09-01"],
        parameters: ["vmScaleSetName"],
        keeps: ["sku", "virtualMachineProfile.networkProfile.networkInterfaceConfigurations"],
    },
    {
        type: CONTROLLERS,
        token: ["servicenetworking", "TrafficControllerInterface"],
        apiVersions: SERVICE_NETWORKING_VERSIONS,
        parameters: ["trafficControllerName"],
        keeps: [],
    },
    {
        type: `${CONTROLLERS}/frontends`,
        token: ["servicenetworking", "FrontendsInterface"],
        apiVersions: SERVICE_NETWORKING_VERSIONS,
        parameters: ["trafficControllerName", "frontendName"],
        keeps: ["fqdn"],
    },
];

const BY_TYPE = new Map(AZURE_KINDS.map((kind) => [kind.type.toLowerCase(), kind]));

/** The kind with ARM's type, in any case; undefined for one that the pack does not read. */
export function azureKind(type: string): AzureKind | undefined {
    return BY_TYPE.get(type.toLowerCase());
}

/** The kinds right below another. */
export function childrenOf({ type, token }: AzureKind): AzureKind[] {
    return AZURE_KINDS.filter(
        (one) =>
            one.token !== token && one.type.slice(0, one.type.lastIndexOf("/")).toLowerCase() === type.toLowerCase(),
    );
}
