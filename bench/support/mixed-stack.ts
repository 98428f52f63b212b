import { type StackResource } from "../../policy-pack/topology";

/** A stack as plain data, and how many violations the rules have to find in it. */
export interface MixedStack {
    readonly resources: readonly StackResource[];
    readonly violations: number;
}

const SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/shop/providers";
const CLUSTER = urnOf("pulumi:providers:kubernetes", "cluster");
const POOL_TYPE = "azure-native_apimanagement_v20241001preview:apimanagement:Backend";
const BACKEND_TYPE = "azure-native:apimanagement:Backend";
const APP_TYPE = "azure-native:app:ContainerApp";
/** Services spread over these, and each label "tier" is shared by a third of the workloads. */
const NAMESPACES = ["shop", "billing", "search", "accounts"];
const TIERS = ["front", "middle", "back"];
/** Every one so many lacks affinity. */
const FAULTY_EVERY = 10;

/**
 * So many resources as a deployment leaves them, with ids: a third of Kubernetes, the rest of Azure. They come in groups
 * of fifteen, the last of which may be cut short.
 */
export function mixedStack(size: number): MixedStack {
    const resources: StackResource[] = [];
    let violations = 0;
    for (let index = 0; resources.length < size; index++) {
        const faulty = index % FAULTY_EVERY === 0;
        const group = [...kubernetesGroup(index, faulty), ...azureGroup(index, faulty)].slice(
            0,
            size - resources.length,
        );
        resources.push(...group);
        if (faulty) violations += group.filter(({ name }) => name.startsWith("faulty")).length;
    }
    return { resources, violations };
}

/** A Deployment with its Service, its settings, its autoscaler and an Ingress that keeps clients, which only sticky Services have. */
function kubernetesGroup(index: number, faulty: boolean): StackResource[] {
    const name = `cart-${index}`;
    const namespace = NAMESPACES[index % NAMESPACES.length];
    const metadata = { name, namespace };
    const labels = { app: name, tier: TIERS[index % TIERS.length] };
    const make = (type: string, logical: string, spec: unknown, more: object = {}) =>
        resource(
            type,
            logical,
            `${namespace}/${name}`,
            { metadata: { ...metadata, ...more }, spec },
            { provider: CLUSTER },
        );
    const routed = faulty ? `other-${index}` : name;
    return [
        make("kubernetes:apps/v1:Deployment", name, {
            replicas: 3,
            selector: { matchLabels: labels },
            template: { metadata: { labels }, spec: { containers: [{ name: "cart", image: "cart:1" }] } },
        }),
        make("kubernetes:core/v1:Service", `${faulty ? "faulty-" : ""}${name}`, {
            selector: labels,
            ports: [{ port: 80 }],
        }),
        make("kubernetes:core/v1:ConfigMap", name, undefined),
        make("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", name, {
            scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
            minReplicas: 2,
            maxReplicas: 6,
        }),
        make(
            "kubernetes:networking.k8s.io/v1:Ingress",
            name,
            {
                rules: [
                    {
                        host: `${name}.example.com`,
                        http: { paths: [{ path: "/", backend: { service: { name: routed } } }] },
                    },
                ],
            },
            { annotations: { "nginx.ingress.kubernetes.io/affinity": "cookie" } },
        ),
    ];
}

/** Two Container Apps behind a pool of two backends, with a storage account and role assignments. */
function azureGroup(index: number, faulty: boolean): StackResource[] {
    const prefix = faulty ? "faulty-" : "";
    const affinity = { affinity: faulty ? "none" : "sticky" };
    const pairs = ["blue", "green"].map((colour) => ({ app: `${colour}-${index}`, member: `to-${colour}-${index}` }));
    const apps = pairs.map(({ app }) =>
        resource(APP_TYPE, `${prefix}${app}`, `${SUBSCRIPTION}/Microsoft.App/containerApps/${app}`, {
            configuration: { ingress: { external: true, fqdn: `${app}.example.net`, stickySessions: affinity } },
            template: { containers: [{ name: app, image: "shop:1" }], scale: { minReplicas: 2, maxReplicas: 5 } },
        }),
    );
    const members = pairs.map(({ app, member }) =>
        resource(BACKEND_TYPE, member, backendId(member), { url: `https://${app}.example.net`, protocol: "http" }),
    );
    const pool = resource(
        POOL_TYPE,
        `${prefix}pool-${index}`,
        backendId(`pool-${index}`),
        {
            type: "Pool",
            pool: {
                services: members.map(({ id }) => ({ id })),
                ...(faulty ? {} : { sessionAffinity: { sessionId: { source: "cookie", name: "shop" } } }),
            },
        },
        { propertyDependencies: { pool: members.map(({ urn }) => urn) } },
    );
    const storage = resource(
        "azure-native:storage:StorageAccount",
        `files-${index}`,
        `${SUBSCRIPTION}/Microsoft.Storage/storageAccounts/files${index}`,
        { kind: "StorageV2", sku: { name: "Standard_LRS" } },
    );
    const roles = ["read", "write", "list", "own"].map((role) =>
        resource(
            "azure-native:authorization:RoleAssignment",
            `${role}-${index}`,
            `${storage.id}/providers/Microsoft.Authorization/roleAssignments/${role}`,
            { scope: storage.id, principalType: "ServicePrincipal" },
            { propertyDependencies: { scope: [storage.urn] } },
        ),
    );
    return [...apps, ...members, pool, storage, ...roles];
}

function backendId(name: string): string {
    return `${SUBSCRIPTION}/Microsoft.ApiManagement/service/gateway/backends/${name}`;
}

function resource(
    type: string,
    name: string,
    id: string,
    properties: Readonly<Record<string, unknown>>,
    more: Partial<Pick<StackResource, "provider" | "propertyDependencies">> = {},
): StackResource {
    return { urn: urnOf(type, name), type, name, id, properties, propertyDependencies: {}, ...more };
}

function urnOf(type: string, name: string): string {
    return `urn:pulumi:bench::shop::${type}::${name}`;
}
