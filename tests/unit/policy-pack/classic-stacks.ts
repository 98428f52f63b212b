import { type StackResource } from "../../../policy-pack/topology";

import { resource, urnOf } from "./stacks";

const SUBSCRIPTION = "/subscriptions/0/resourceGroups/rg/providers";
const ROUND = "Microsoft.Network/loadBalancers/edge/backendAddressPools/web";

/** Properties of a resource, and what its properties were made from. */
export type Dependencies = Record<string, readonly string[]>;

function classic(
    type: string,
    name: string,
    properties: Record<string, unknown>,
    propertyDependencies: Dependencies = {},
): StackResource {
    return resource(`azure:${type}`, name, properties, { propertyDependencies });
}

/** A classic Container App with an ingress. */
export function classicApp(template: unknown = {}, more: Record<string, unknown> = {}): StackResource {
    return classic("containerapp/app:App", "web", {
        revisionMode: "Single",
        ingress: { externalEnabled: true, targetPort: 80 },
        template,
        ...more,
    });
}

/** Classic kinds of web apps: their types, and the property that names their plan. */
export const CLASSIC_SITES = [
    { type: "azure:appservice/linuxWebApp:LinuxWebApp", plan: "servicePlanId" },
    { type: "azure:appservice/windowsWebApp:WindowsWebApp", plan: "servicePlanId" },
    { type: "azure:appservice/appService:AppService", plan: "appServicePlanId" },
    { type: "azure:appservice/linuxWebAppSlot:LinuxWebAppSlot", plan: "servicePlanId" },
    { type: "azure:appservice/windowsWebAppSlot:WindowsWebAppSlot", plan: "servicePlanId" },
    { type: "azure:appservice/slot:Slot", plan: "appServicePlanId" },
] as const;

export const CLASSIC_PLAN = "azure:appservice/servicePlan:ServicePlan";

/** A classic site on the plan of {@link classicPlan}. */
export function classicSite(
    properties: Record<string, unknown>,
    { type, plan }: { type: string; plan: string } = CLASSIC_SITES[0],
): StackResource {
    const propertyDependencies = { [plan]: [urnOf(CLASSIC_PLAN, "plan")] };
    return resource(type, "web", { [plan]: "/plans/p", ...properties }, { propertyDependencies });
}

export function classicPlan(properties: Record<string, unknown>): StackResource {
    return resource(CLASSIC_PLAN, "plan", { osType: "Linux", skuName: "P1v3", ...properties }, { id: "/plans/p" });
}

/** A classic Application Gateway with one rule, from the pool `web` of as many servers by the settings `web`. */
export function classicGateway({
    size = 2,
    settings = {},
    more = {},
}: { size?: number; settings?: unknown; more?: Record<string, unknown> } = {}): StackResource {
    return classic("network/applicationGateway:ApplicationGateway", "web", {
        name: "edge",
        frontendIpConfigurations: [{ name: "public", publicIpAddressId: "/addresses/a" }],
        backendAddressPools: [{ name: "web", ipAddresses: Array.from({ length: size }, (_, at) => `10.0.0.${at}`) }],
        backendHttpSettings: [{ name: "web", ...(settings as object) }],
        requestRoutingRules: [{ name: "web", backendAddressPoolName: "web", backendHttpSettingsName: "web" }],
        ...more,
    });
}

export const CLASSIC_RULE = "azure:lb/rule:Rule";

/** A classic Load Balancer with a rule to a pool, and network interfaces in it. */
export function classicBalancer(
    {
        size = 2,
        rule = {},
        tags,
        unknown = false,
    }: { size?: number; rule?: object; tags?: unknown; unknown?: boolean } = {},
    UNKNOWN = "",
): StackResource[] {
    const balancer = urnOf("azure:lb/loadBalancer:LoadBalancer", "lb");
    const pool = urnOf("azure:lb/backendAddressPool:BackendAddressPool", "pool");
    const loadbalancerId = unknown ? UNKNOWN : `${SUBSCRIPTION}/Microsoft.Network/loadBalancers/edge`;
    const poolId = unknown ? UNKNOWN : `${SUBSCRIPTION}/${ROUND}`;
    return [
        classic(
            "lb/rule:Rule",
            "web",
            { loadbalancerId, backendAddressPoolIds: [poolId], protocol: "Tcp", ...rule },
            { loadbalancerId: [balancer], backendAddressPoolIds: [pool] },
        ),
        classic("lb/loadBalancer:LoadBalancer", "lb", {
            name: "edge",
            frontendIpConfigurations: [{ name: "public", publicIpAddressId: "/addresses/a" }],
            ...(tags === undefined ? {} : { tags }),
        }),
        classic(
            "lb/backendAddressPool:BackendAddressPool",
            "pool",
            { name: "web", loadbalancerId },
            { loadbalancerId: [balancer] },
        ),
        ...Array.from({ length: size }, (_, at) => inPool(`nic${at}`, poolId, [pool])),
    ];
}

/** A network interface in a pool of a Load Balancer. */
export function inPool(name: string, backendAddressPoolId: unknown, made: readonly string[] = []): StackResource {
    return classic(
        "network/networkInterfaceBackendAddressPoolAssociation:NetworkInterfaceBackendAddressPoolAssociation",
        name,
        { networkInterfaceId: `/nics/${name}`, backendAddressPoolId },
        { backendAddressPoolId: made },
    );
}

/** Id of the pool of {@link classicBalancer}. */
export const CLASSIC_POOL_ID = `${SUBSCRIPTION}/${ROUND}`;

const PROFILE_ID = `${SUBSCRIPTION}/Microsoft.Cdn/profiles/fd`;
const GROUP_ID = `${PROFILE_ID}/originGroups/web`;

/** A classic Front Door origin group. */
export function classicGroup(more: Record<string, unknown> = {}): StackResource {
    return classic("cdn/frontdoorOriginGroup:FrontdoorOriginGroup", "web", {
        name: "web",
        cdnFrontdoorProfileId: PROFILE_ID,
        ...more,
    });
}

/** An origin of {@link classicGroup}. */
export function classicOrigin(name: string, more: Record<string, unknown> = {}): StackResource {
    const properties = { cdnFrontdoorOriginGroupId: GROUP_ID, hostName: `${name}.example.com`, ...more };
    return classic("cdn/frontdoorOrigin:FrontdoorOrigin", name, properties);
}

/** A route to {@link classicGroup}. */
export function classicRoute(name: string, more: Record<string, unknown> = {}): StackResource {
    return classic("cdn/frontdoorRoute:FrontdoorRoute", name, { cdnFrontdoorOriginGroupId: GROUP_ID, ...more });
}

/** The profile of {@link classicGroup}. */
export function classicProfile(tags: unknown): StackResource {
    return classic("cdn/frontdoorProfile:FrontdoorProfile", "fd", { name: "fd", tags });
}

/** A classic API Management pool of backends. */
export function classicPool(more: Record<string, unknown> = {}, dependencies: Dependencies = {}): StackResource {
    return classic(
        "apimanagement/backend:Backend",
        "web",
        { name: "web", apiManagementName: "apim", pool: { services: [{ id: "/b/1" }, { id: "/b/2" }] }, ...more },
        dependencies,
    );
}

/** A classic API Management backend that is no pool. */
export function classicBackend(name: string, more: Record<string, unknown> = {}): StackResource {
    return classic("apimanagement/backend:Backend", name, {
        name,
        apiManagementName: "apim",
        protocol: "http",
        url: `https://${name}.example.com`,
        ...more,
    });
}
