import { evaluateStack } from "../../../policy-pack/evaluate";
import { type StackResource } from "../../../policy-pack/topology";
import { outputsFromState, type StateEntry } from "../../../policy-pack/topology";
import { UNKNOWN_TEXT } from "../../../policy-pack/topology/values";
import { buildMap } from "../../../cli/map/build";
import { type StackMap } from "../../../cli/map/model";
import { chooseRules } from "../../../cli/check/settings";

/** The day of all maps in tests. */
export const TODAY = "2026-01-01";

const APP = "azure-native:app:ContainerApp";
const BACKEND = "azure-native:apimanagement:Backend";
const SERVICE = "/subscriptions/0/resourceGroups/shop/providers/Microsoft.ApiManagement/service/gateway/backends";

/** An entry of a state, as `pulumi stack export` writes it. */
export function entry(
    type: string,
    name: string,
    properties: Readonly<Record<string, unknown>>,
    more: Partial<StateEntry> = {},
): StateEntry {
    const urn = urnOf(type, name);
    return { urn, type, inputs: structuredClone(properties), outputs: structuredClone(properties), ...more };
}

/** The URN of a resource of the shop. */
export function urnOf(type: string, name: string): string {
    return `urn:pulumi:live::shop::${type}::${name}`;
}

/** A Container App, of ten replicas and without affinity unless said otherwise. */
export function app(
    name: string,
    {
        affinity,
        min = 2,
        max = 10,
        tags,
    }: { affinity?: string; min?: number; max?: unknown; tags?: Record<string, string> } = {},
    more: Partial<StateEntry> = {},
): StateEntry {
    const ingress = { external: true, fqdn: `${name}.example.net` };
    return entry(
        APP,
        name,
        {
            configuration: { ingress: { ...ingress, ...(affinity ? { stickySessions: { affinity } } : {}) } },
            template: { scale: { minReplicas: min, maxReplicas: max } },
            ...(tags ? { tags } : {}),
        },
        more,
    );
}

/** A Service of three pods, with its Deployment. */
export function service(name: string, namespace: string, spec: Readonly<Record<string, unknown>> = {}): StateEntry[] {
    const metadata = { name, namespace };
    const labels = { app: name };
    return [
        entry("kubernetes:apps/v1:Deployment", name, {
            metadata,
            spec: { replicas: 3, selector: { matchLabels: labels }, template: { metadata: { labels } } },
        }),
        entry("kubernetes:core/v1:Service", name, {
            metadata,
            spec: { selector: labels, ports: [{ port: 80 }], ...spec },
        }),
    ];
}

/** An Ingress of nginx that keeps clients of a Service by cookie. */
export function ingress(name: string, namespace: string, host: string): StateEntry {
    const annotations = {
        "nginx.ingress.kubernetes.io/affinity": "cookie",
        "nginx.ingress.kubernetes.io/affinity-mode": "persistent",
        "nginx.ingress.kubernetes.io/session-cookie-name": "cart",
        "nginx.ingress.kubernetes.io/session-cookie-max-age": "3600",
    };
    return entry("kubernetes:networking.k8s.io/v1:Ingress", name, {
        metadata: { name, namespace, annotations },
        spec: { rules: [{ host, http: { paths: [{ path: "/", backend: { service: { name } } }] } }] },
    });
}

/** A pool of API Management that keeps clients by cookie, and its members, one for each app. */
export function pool(name: string, apps: readonly string[]): StateEntry[] {
    const members = apps.map((one) =>
        entry(BACKEND, `to-${one}`, { url: `https://${one}.example.net` }, { id: `${SERVICE}/to-${one}` }),
    );
    const sessionAffinity = { sessionId: { source: "cookie", name: "orders-affinity" } };
    return [
        ...members,
        entry("azure-native_apimanagement_v20241001preview:apimanagement:Backend", name, {
            type: "Pool",
            pool: { services: members.map(({ id }) => ({ id })), sessionAffinity },
        }),
    ];
}

/** A shop with a hop of each state. */
export const SHOP: readonly StateEntry[] = [
    entry("pulumi:pulumi:Stack", "shop-live", {}),
    ...pool("orders", ["orders-we", "orders-ne"]),
    app("orders-we", { affinity: "sticky" }),
    app("orders-ne", { affinity: "sticky", min: 1, max: 1 }),
    app("mcp-gateway"),
    app("search", { min: 1, max: UNKNOWN_TEXT }),
    app("images", { tags: { "session-affinity-stateless": "pictures are read from a store that all share" } }),
    ...service("cart", "shop"),
    ingress("cart", "shop", "cart.example.com"),
];

/** A stack as `pulumi stack export` writes it. */
export function exported(entries: readonly StateEntry[]): string {
    return JSON.stringify({ version: 3, deployment: { manifest: {}, resources: entries } }, undefined, 4);
}

/** The map of a state's entries. */
export function mapOf(entries: readonly StateEntry[]): StackMap {
    return mapOfResources(outputsFromState(entries));
}

/** The map of resources. */
export function mapOfResources(resources: readonly StackResource[]): StackMap {
    return buildMap({ ...evaluateStack(resources, chooseRules(undefined).chosen, TODAY), today: TODAY });
}
