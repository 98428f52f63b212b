import { type Hop } from "./hop";
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

function addresses(backend: ParsedResource, target: ParsedResource): boolean {
    if (refersTo(backend, "url", target) || refersTo(backend, "resourceId", target)) return true;
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

/** Routes that send to a Kubernetes Service and may keep clients themselves, in ways that are not read yet. */
const ROUTES: readonly { readonly module: string; readonly kind: string }[] = [
    { module: "networking.k8s.io", kind: "Ingress" },
    { module: "gateway.networking.k8s.io", kind: "HTTPRoute" },
    { module: "gateway.networking.k8s.io", kind: "GRPCRoute" },
    { module: "traefik.io", kind: "IngressRoute" },
    { module: "projectcontour.io", kind: "HTTPProxy" },
    { module: "networking.istio.io", kind: "VirtualService" },
    { module: "networking.istio.io", kind: "DestinationRule" },
    { module: "k8s.nginx.org", kind: "VirtualServer" },
];

/**
 * The routes of the stack that name a Service: they choose among its pods themselves, so its own affinity is not the
 * last word.
 */
export function routesTo(service: Hop, stack: ResourceIndex): ParsedResource[] {
    const target = stack.get(service.urn);
    if (!target) return [];
    const name = lookupText(target.properties, "metadata.name");
    return ROUTES.flatMap(({ module, kind }) => stack.ofKind("kubernetes", module, kind)).filter(
        (route) =>
            refersTo(route, "spec", target) ||
            (name.state === "known" && namesService(route.properties["spec"], name.value)),
    );
}

/** Members by which routes of all these kinds name a Service. */
const SERVICE_MEMBERS: ReadonlySet<string> = new Set(["name", "service", "host"]);

function namesService(value: unknown, name: string): boolean {
    if (Array.isArray(value)) return value.some((item) => namesService(item, name));
    if (!isRecord(value)) return false;
    return Object.entries(value).some(
        ([key, member]) =>
            (SERVICE_MEMBERS.has(key) && typeof member === "string" && member.split(".")[0] === name) ||
            namesService(member, name),
    );
}
