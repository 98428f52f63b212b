import { type Hop } from "./hop";
import { scopeOf } from "./kubernetes-scope";
import { referredTo, referrersByUrn, sortByUrn, withId } from "./references";
import { oncePerStack, type ParsedResource, type ResourceIndex } from "./resource";
import { getOrAdd, ScopedIndex } from "./scoped-index";
import { isKind } from "./type-token";
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
    const pools = hops.filter((hop) => hop.platform === "api-management").flatMap((hop) => stack.get(hop.urn) ?? []);
    if (pools.length === 0) return [];
    const targets = indexTargets(hops.flatMap((hop) => stack.get(hop.urn) ?? []));
    return pools.flatMap((pool) => poolEdges(pool, targets, stack));
}

/** What requests may go to. */
interface Targets {
    readonly all: ReadonlySet<ParsedResource>;
    readonly byHost: ReadonlyMap<string, readonly ParsedResource[]>;
}

function indexTargets(targets: readonly ParsedResource[]): Targets {
    const byHost = new Map<string, ParsedResource[]>();
    for (const target of targets) for (const host of hostsOf(target)) getOrAdd(byHost, host, () => []).push(target);
    return { all: new Set(targets), byHost };
}

/** A pool sends to its members, and each member to the application that its address was made from. */
function poolEdges(pool: ParsedResource, targets: Targets, stack: ResourceIndex): Edge[] {
    return referredTo(pool, "pool", stack)
        .filter(({ urn, token }) => urn !== pool.urn && isKind(token, "azure-native", "apimanagement", "Backend"))
        .flatMap((member) =>
            addressed(member, targets, stack)
                .filter((target) => target.urn !== pool.urn)
                .map((target) => ({ from: pool.urn, to: target.urn, via: member.urn })),
        );
}

/** A backend's resource id is a whole address. https://learn.microsoft.com/azure/templates/microsoft.apimanagement/service/backends */
const RESOURCE_MANAGER = "https://management.azure.com";

/** The targets that a backend's address was made from, or that answer by it. */
function addressed(backend: ParsedResource, targets: Targets, stack: ResourceIndex): ParsedResource[] {
    const found = ["url", "resourceId"].flatMap((property) => referredTo(backend, property, stack));
    const resourceId = lookupText(backend.properties, "resourceId");
    if (resourceId.state === "known" && resourceId.value.toLowerCase().startsWith(RESOURCE_MANAGER)) {
        found.push(...withId(resourceId.value.slice(RESOURCE_MANAGER.length), stack));
    }
    const url = lookupText(backend.properties, "url");
    if (url.state === "known" && URL.canParse(url.value)) {
        found.push(...(targets.byHost.get(new URL(url.value).hostname.toLowerCase()) ?? []));
    }
    return sortByUrn(found.filter((target) => targets.all.has(target)));
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

/** The routes of one kind, by the Services that they send to. */
interface Routes {
    readonly byName: ScopedIndex<string, ParsedResource>;
    readonly byUrn: ReadonlyMap<string, readonly ParsedResource[]>;
}

const routesOf = oncePerStack((stack) => ROUTES.map((kind) => indexRoutes(kind, stack)));

function indexRoutes({ module, kind, names }: RouteKind, stack: ResourceIndex): Routes {
    const routes = stack.ofKind("kubernetes", module, kind);
    const byName = new ScopedIndex<string, ParsedResource>();
    for (const route of routes) {
        const own = scopeOf(route, stack);
        for (const [holder, member] of names) {
            for (const { text, namespace } of membersBelow({ spec: route.properties["spec"] }, holder, member)) {
                const [host = "", hostNamespace] = text.split(".");
                byName.add(host, { ...own, namespace: hostNamespace ?? namespace ?? own.namespace }, route);
            }
        }
    }
    return { byName, byUrn: referrersByUrn(routes, "spec", stack) };
}

/**
 * The routes of the stack that name a Service: they choose among its pods themselves, so its own affinity is not the
 * last word. Where a namespace is not known yet, it may be the same: then nothing is certain.
 */
export function routesTo(service: Hop, stack: ResourceIndex): ParsedResource[] {
    const target = stack.get(service.urn);
    if (!target) return [];
    const name = lookupText(target.properties, "metadata.name");
    const scope = scopeOf(target, stack);
    return routesOf(stack).flatMap(({ byName, byUrn }) =>
        sortByUrn([
            ...(byUrn.get(target.urn) ?? []),
            ...(name.state === "known" ? byName.near(name.value, scope).flat() : []),
        ]),
    );
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
