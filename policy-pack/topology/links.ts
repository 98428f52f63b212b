import { type Hop } from "./hop";
import { isInNamespace, sharesCluster, sharesNamespace } from "./kubernetes-scope";
import { refersTo } from "./references";
import { type ParsedResource, type ResourceIndex } from "./resource";
import { isRecord, lookup, lookupText } from "./values";

/** Requests go from one hop to another. */
export interface Edge {
    /** URN of the hop that sends. */
    readonly from: string;
    /** URN of the hop that receives. */
    readonly to: string;
    /** URN of the resource between them that says so. */
    readonly via: string;
}

/** The edges from hop to hop that the stack's resources tell of. */
export function linkHops(hops: readonly Hop[], stack: ResourceIndex): Edge[] {
    const targets = hops.flatMap((hop) => stack.get(hop.urn) ?? []);
    return hops
        .filter((hop) => hop.platform === "api-management")
        .flatMap((hop) => {
            const pool = stack.get(hop.urn);
            return pool ? poolEdges(pool, targets, stack) : [];
        });
}

/** A pool sends to its members, and each member to the application that its address was made from. */
function poolEdges(pool: ParsedResource, targets: readonly ParsedResource[], stack: ResourceIndex): Edge[] {
    return stack
        .ofKind("azure-native", "apimanagement", "Backend")
        .filter((member) => member.urn !== pool.urn && refersTo(pool, "pool", member))
        .flatMap((member) =>
            targets
                .filter((target) => target.urn !== pool.urn && addresses(member, target))
                .map((target) => ({ from: pool.urn, to: target.urn, via: member.urn })),
        );
}

/** A backend's resource id is a whole address. https://learn.microsoft.com/azure/templates/microsoft.apimanagement/service/backends */
const RESOURCE_MANAGER = "https://management.azure.com";

function addresses(backend: ParsedResource, target: ParsedResource): boolean {
    if (refersTo(backend, "url", target) || refersTo(backend, "resourceId", target)) return true;
    const resourceId = lookupText(backend.properties, "resourceId");
    if (resourceId.state === "known" && target.id !== undefined) {
        if (resourceId.value.toLowerCase() === `${RESOURCE_MANAGER}${target.id}`.toLowerCase()) return true;
    }
    const url = lookupText(backend.properties, "url");
    if (url.state !== "known" || !URL.canParse(url.value)) return false;
    return hostsOf(target).includes(new URL(url.value).hostname.toLowerCase());
}

/** Host names that a target's outputs say it answers by. */
function hostsOf(target: ParsedResource): string[] {
    const { properties } = target;
    const names = [lookup(properties, "configuration.ingress.fqdn"), lookup(properties, "defaultHostName")];
    const addresses = lookup(properties, "status.loadBalancer.ingress");
    const entries = addresses.state === "known" && Array.isArray(addresses.value) ? (addresses.value as unknown[]) : [];
    return [
        ...names.map((name) => (name.state === "known" ? name.value : undefined)),
        ...entries.flatMap((entry) => (isRecord(entry) ? [entry["ip"], entry["hostname"]] : [])),
    ]
        .filter((host) => typeof host === "string")
        .map((host) => host.toLowerCase());
}

interface RouteKind {
    readonly module: string;
    readonly kind: string;
    /** Where its spec names Services: a member below one that holds an object or a list of them. */
    readonly names: readonly (readonly [holder: string, member: string])[];
}

/** Routes that send to a Kubernetes Service and may keep clients themselves, in ways that are not read yet. */
const ROUTES: readonly RouteKind[] = [
    {
        module: "networking.k8s.io",
        kind: "Ingress",
        names: [
            ["service", "name"],
            ["backend", "serviceName"],
        ],
    },
    { module: "gateway.networking.k8s.io", kind: "HTTPRoute", names: [["backendRefs", "name"]] },
    { module: "gateway.networking.k8s.io", kind: "GRPCRoute", names: [["backendRefs", "name"]] },
    { module: "traefik.io", kind: "IngressRoute", names: [["services", "name"]] },
    { module: "projectcontour.io", kind: "HTTPProxy", names: [["services", "name"]] },
    { module: "networking.istio.io", kind: "VirtualService", names: [["destination", "host"]] },
    { module: "networking.istio.io", kind: "DestinationRule", names: [["spec", "host"]] },
    { module: "k8s.nginx.org", kind: "VirtualServer", names: [["upstreams", "service"]] },
];

/**
 * The routes of the stack that name a Service: they choose among its pods themselves, so its own affinity is not the
 * last word.
 */
export function routesTo(service: Hop, stack: ResourceIndex): ParsedResource[] {
    const target = stack.get(service.urn);
    if (!target) return [];
    return ROUTES.flatMap(({ module, kind, names }) =>
        stack
            .ofKind("kubernetes", module, kind)
            .filter((route) => refersTo(route, "spec", target) || namesService(route, names, target, stack)),
    );
}

function namesService(
    route: ParsedResource,
    names: RouteKind["names"],
    service: ParsedResource,
    stack: ResourceIndex,
): boolean {
    const name = lookupText(service.properties, "metadata.name");
    if (name.state !== "known" || !sharesCluster(route, service)) return false;
    return names
        .flatMap(([holder, member]) => membersBelow({ spec: route.properties["spec"] }, holder, member))
        .some(({ text, namespace }) => {
            const [host, hostNamespace] = text.split(".");
            const given = hostNamespace ?? namespace;
            if (host !== name.value) return false;
            // One that is not known yet may be the same: then nothing is certain.
            return given === undefined
                ? sharesNamespace(route, service, stack) !== false
                : isInNamespace(service, given, stack) !== false;
        });
}

/** Texts of a member of each object that a holder holds, however deep, with the namespace that stands beside it. */
function membersBelow(
    value: unknown,
    holder: string,
    member: string,
): { readonly text: string; readonly namespace?: string }[] {
    if (Array.isArray(value)) return value.flatMap((item) => membersBelow(item, holder, member));
    if (!isRecord(value)) return [];
    return Object.entries(value).flatMap(([key, below]) => [
        ...(key === holder ? [below].flat() : []).flatMap((held: unknown) => {
            const text = lookupText(held, [member]);
            const namespace = lookupText(held, ["namespace"]);
            if (text.state !== "known") return [];
            return [{ text: text.value, ...(namespace.state === "known" ? { namespace: namespace.value } : {}) }];
        }),
        ...membersBelow(below, holder, member),
    ]);
}
