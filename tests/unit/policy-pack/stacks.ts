import { type StackResource } from "../../../policy-pack/topology";
import { type Hop } from "../../../policy-pack/topology/hop";
import { readTopology } from "../../../policy-pack/topology";

/** Pulumi's mark for a text that is not known before the deployment. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Every mark of Pulumi for what is not known, by the kind of value that it stands for. */
export const UNKNOWN_MARKS = {
    boolean: "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    number: "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    string: UNKNOWN,
    array: "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    asset: "030794c1-ac77-496b-92df-f27374a8bd58",
    archive: "e48ece36-62e2-4504-bad9-02848725956a",
    object: "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
} as const;

/** The day on which the tests' declarations are judged. */
export const TODAY = "2026-06-15";
export const REASON = "sessions lie in the shared cache";

export function urnOf(type: string, name: string): string {
    return `urn:pulumi:test::shop::${type}::${name}`;
}

/** A resource of a stack. */
export function resource(
    type: string,
    name: string,
    properties: Record<string, unknown>,
    more: Partial<Pick<StackResource, "id" | "provider" | "propertyDependencies">> = {},
): StackResource {
    return { urn: urnOf(type, name), type, name, properties, propertyDependencies: {}, ...more };
}

/** The only hop that is read off the resources; throws where there is another number of them. */
export function onlyHop(...resources: StackResource[]): Hop {
    const { hops } = readTopology(resources);
    const [hop] = hops;
    if (!hop || hops.length !== 1) throw new Error(`expected one hop, got ${hops.length}`);
    return hop;
}

/** Spellings of a Container App's type. */
export const CONTAINER_APP_TYPES = ["azure-native:app:ContainerApp", "azure-native:app/v20230501:ContainerApp"].concat(
    "azure-native_app_v20240301:app:ContainerApp",
);

/** Spellings of an API Management backend's type, by whether their API version stores a pool's affinity. */
export const BACKEND_TYPES = {
    storing: [
        "azure-native_apimanagement_v20241001preview:apimanagement:Backend",
        "azure-native_apimanagement_v20250901preview:apimanagement:Backend",
        "azure-native:apimanagement/v20241001preview:Backend",
        "azure-native_apimanagement_v20250301preview:apimanagement:WorkspaceBackend",
    ],
    dropping: [
        "azure-native:apimanagement:Backend",
        "azure-native:apimanagement:WorkspaceBackend",
        "azure-native:apimanagement/v20240501:Backend",
        "azure-native:apimanagement/v20230901preview:Backend",
        "azure-native_apimanagement_v20240601preview:apimanagement:Backend",
    ],
} as const;

export const SERVICE_TYPE = "kubernetes:core/v1:Service";
/** Spellings of a Kubernetes Service's type: the SDK's, and a custom resource's. */
export const SERVICE_TYPES = [SERVICE_TYPE, "kubernetes:v1:Service"] as const;

export function containerApp(properties: Record<string, unknown>, type = CONTAINER_APP_TYPES[0] ?? "", name = "web") {
    return resource(type, name, properties);
}

/** A Container App with an ingress; `scale` and `stickySessions` as given. */
export function app(
    { scale, stickySessions, tags }: { scale?: unknown; stickySessions?: unknown; tags?: unknown },
    type?: string,
    name?: string,
): StackResource {
    return containerApp(
        {
            configuration: {
                ingress: { external: true, ...(stickySessions === undefined ? {} : { stickySessions }) },
            },
            template: { containers: [], ...(scale === undefined ? {} : { scale }) },
            ...(tags === undefined ? {} : { tags }),
        },
        type,
        name,
    );
}

/** A pool of as many backends. */
export function pool(
    { size = 2, sessionAffinity, description }: { size?: number; sessionAffinity?: unknown; description?: unknown },
    type: string,
    name = "pool",
): StackResource {
    const services = Array.from({ length: size }, (_, index) => ({ id: `/backends/${index}` }));
    return resource(type, name, {
        type: "Pool",
        pool: { services, ...(sessionAffinity === undefined ? {} : { sessionAffinity }) },
        ...(description === undefined ? {} : { description }),
    });
}

export const COOKIE = { sessionId: { source: "cookie", name: "shop" } };

/** Spellings of the type of a site of App Service and of its slots. */
export const SITE_TYPES = [
    "azure-native:web:WebApp",
    "azure-native:web/v20220301:WebAppSlot",
    "azure-native_web_v20240401:web:WebApp",
] as const;

/** A web app on the plan of {@link sitePlan}. */
export function site(properties: Record<string, unknown>, type: string = SITE_TYPES[0], name = "web"): StackResource {
    return resource(type, name, { kind: "app,linux", serverFarmId: "/plans/P", ...properties });
}

/** An App Service plan, whose id differs from the sites' in case. */
export function sitePlan(properties: Record<string, unknown>, type = "azure-native:web:AppServicePlan"): StackResource {
    return resource(type, "plan", properties, { id: "/plans/p" });
}

interface ObjectOptions {
    name?: string;
    metadata?: Record<string, unknown>;
    provider?: string;
    dependencies?: Record<string, readonly string[]>;
    type?: string;
}

function kubernetesObject(type: string, options: ObjectOptions, spec: unknown): StackResource {
    const name = options.name ?? "web";
    return resource(
        options.type ?? type,
        name,
        { metadata: { name, ...options.metadata }, spec },
        {
            ...(options.provider === undefined ? {} : { provider: options.provider }),
            ...(options.dependencies === undefined ? {} : { propertyDependencies: options.dependencies }),
        },
    );
}

/** A Service that selects `app: web`. */
export function service(spec: Record<string, unknown> = {}, options: ObjectOptions = {}): StackResource {
    return kubernetesObject(SERVICE_TYPE, options, { selector: { app: "web" }, ports: [{ port: 80 }], ...spec });
}

/** A workload of three pods labelled `app: web`, unless its spec says otherwise. */
export function workload(
    kind: string,
    spec: Record<string, unknown> = {},
    options: ObjectOptions & { labels?: unknown } = {},
): StackResource {
    const module = kind === "ReplicationController" ? "core/v1" : "apps/v1";
    return kubernetesObject(`kubernetes:${module}:${kind}`, options, {
        template: { metadata: { labels: options.labels ?? { app: "web" } }, spec: { containers: [] } },
        replicas: 3,
        ...spec,
    });
}

/** An autoscaler of a Deployment named "web", up to 5 pods. */
export function scaler(spec: Record<string, unknown> = {}, options: ObjectOptions = {}): StackResource {
    return kubernetesObject("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", options, {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
        maxReplicas: 5,
        ...spec,
    });
}

export const GATEWAY_TYPES = [
    "azure-native:network:ApplicationGateway",
    "azure-native:network/v20230201:ApplicationGateway",
    "azure-native_network_v20241001:network:ApplicationGateway",
] as const;
export const BALANCER_TYPES = [
    "azure-native:network:LoadBalancer",
    "azure-native:network/v20230201:LoadBalancer",
] as const;
export const ORIGIN_GROUP_TYPES = [
    "azure-native:cdn:AFDOriginGroup",
    "azure-native:cdn/v20230501:AFDOriginGroup",
] as const;

/** A reference to a part of the same resource. */
export function self(list: string, name: string): { id: string } {
    return { id: `$self/${list}/${name}` };
}

/** An Application Gateway with one rule, from the pool `web` of as many servers by the settings `web`. */
export function gateway(
    { size = 2, settings = {}, more = {} }: { size?: number; settings?: unknown; more?: Record<string, unknown> },
    type: string = GATEWAY_TYPES[0],
): StackResource {
    const backendAddresses = Array.from({ length: size }, (_, index) => ({ ipAddress: `10.0.0.${index}` }));
    return resource(type, "web", {
        applicationGatewayName: "edge",
        frontendIPConfigurations: [{ name: "public", publicIPAddress: { id: "/addresses/a" } }],
        backendAddressPools: [{ name: "web", backendAddresses }],
        backendHttpSettingsCollection: [{ name: "web", ...(settings as object) }],
        requestRoutingRules: [
            {
                name: "web",
                backendAddressPool: self("backendAddressPools", "web"),
                backendHttpSettings: self("backendHttpSettingsCollection", "web"),
            },
        ],
        ...more,
    });
}

/** A Load Balancer with one rule to the pool `web` of as many members. */
export function balancer(
    { size = 2, rule = {}, more = {} }: { size?: number; rule?: unknown; more?: Record<string, unknown> },
    type: string = BALANCER_TYPES[0],
): StackResource {
    const loadBalancerBackendAddresses = Array.from({ length: size }, (_, index) => ({ ipAddress: `10.0.0.${index}` }));
    return resource(type, "web", {
        loadBalancerName: "edge",
        frontendIPConfigurations: [{ name: "public", publicIPAddress: { id: "/addresses/a" } }],
        backendAddressPools: [{ name: "web", loadBalancerBackendAddresses }],
        loadBalancingRules: [
            { name: "web", backendAddressPool: self("backendAddressPools", "web"), ...(rule as object) },
        ],
        ...more,
    });
}

const IN_PROFILE = { resourceGroupName: "rg", profileName: "fd" };

/** An origin group named "web". */
export function originGroup(more: Record<string, unknown>, type: string = ORIGIN_GROUP_TYPES[0]): StackResource {
    return resource(type, "web", { ...IN_PROFILE, originGroupName: "web", ...more });
}

/** An origin of the group named "web". */
export function origin(name: string, more: Record<string, unknown> = {}): StackResource {
    return resource("azure-native:cdn:AFDOrigin", name, { ...IN_PROFILE, originGroupName: "web", ...more });
}

/** The profile of the groups, with tags. */
export function profile(tags: unknown): StackResource {
    return resource("azure-native:cdn:Profile", "fd", { ...IN_PROFILE, tags });
}

/** A route to the group named "web". */
export function route(name: string, more: Record<string, unknown> = {}): StackResource {
    return resource("azure-native:cdn:Route", name, {
        ...IN_PROFILE,
        originGroup: { id: "/profiles/fd/originGroups/web" },
        ...more,
    });
}
