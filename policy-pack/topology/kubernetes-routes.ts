import { scopeOf } from "./kubernetes-scope";
import { referrersByUrn, sortByUrn } from "./references";
import { oncePerStack, type ParsedResource, type ResourceIndex } from "./resource";
import { getOrAdd, ScopedIndex } from "./scoped-index";
import { isRecord, lookupText } from "./values";

interface RouteKind {
    readonly module: string;
    readonly kind: string;
    /** Where its spec names Services: a member below one that holds an object or a list of them. */
    readonly names: readonly (readonly [holder: string, member: string])[];
}

/** Routes that send to a Kubernetes Service and may keep clients themselves, whether or not that is read. */
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
    {
        module: "traefik.io",
        kind: "TraefikService",
        names: [
            ["services", "name"],
            ["mirroring", "name"],
        ],
    },
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
            forEachMember({ spec: route.properties["spec"] }, holder, member, ({ text, namespace }) => {
                const [host = "", hostNamespace] = text.split(".");
                byName.add(host, { ...own, namespace: hostNamespace ?? namespace ?? own.namespace }, route);
            });
        }
    }
    return { byName, byUrn: referrersByUrn(routes, "spec", stack) };
}

/**
 * The routes of the stack that name a Service: they choose among its pods themselves, so its own affinity is not the
 * last word. Where a namespace is not known yet, it may be the same: then nothing is certain.
 */
export function routesTo(target: ParsedResource, stack: ResourceIndex): ParsedResource[] {
    const name = lookupText(target.properties, "metadata.name");
    const scope = scopeOf(target, stack);
    return routesOf(stack).flatMap(({ byName, byUrn }) =>
        sortByUrn([
            ...(byUrn.get(target.urn) ?? []),
            ...(name.state === "known" ? byName.near(name.value, scope).flat() : []),
        ]),
    );
}

/** A Service that a route names. */
interface Member {
    readonly text: string;
    readonly namespace?: string;
}

/** Calls back for the texts of a member of each object that a holder holds, however deep, with the namespace beside it. */
function forEachMember(value: unknown, holder: string, member: string, call: (found: Member) => void): void {
    if (Array.isArray(value)) {
        for (const item of value) forEachMember(item, holder, member, call);
    } else if (isRecord(value)) {
        for (const [key, below] of Object.entries(value)) {
            if (key === holder) for (const held of [below].flat()) memberOf(held, member, call);
            forEachMember(below, holder, member, call);
        }
    }
}

function memberOf(held: unknown, member: string, call: (found: Member) => void): void {
    const text = lookupText(held, [member]);
    const namespace = lookupText(held, ["namespace"]);
    const kind = lookupText(held, ["kind"]);
    if (text.state !== "known" || (kind.state === "known" && kind.value !== "Service")) return;
    call({ text: text.value, ...(namespace.state === "known" ? { namespace: namespace.value } : {}) });
}

const servicesByRoute = oncePerStack((stack) => {
    const found = new Map<string, ParsedResource[]>();
    for (const service of stack.ofKind("kubernetes", "core", "Service")) {
        if (service.token.patch) continue;
        for (const { urn } of routesTo(service, stack)) getOrAdd(found, urn, () => []).push(service);
    }
    return found;
});

/** The Services of the stack that a route names, in the order of their URNs. */
export function servicesOf(route: ParsedResource, stack: ResourceIndex): readonly ParsedResource[] {
    return servicesByRoute(stack).get(route.urn) ?? [];
}
