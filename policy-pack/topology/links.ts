import { type Hop } from "./hop";
import { servicesOf } from "./kubernetes-routes";
import { referredTo, sortByUrn, withId } from "./references";
import { type ParsedResource, type ResourceIndex } from "./resource";
import { getOrAdd } from "./scoped-index";
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
    const routes = routeEdges(hops, stack);
    const pools = hops.filter((hop) => hop.platform === "api-management").flatMap((hop) => stack.get(hop.urn) ?? []);
    if (pools.length === 0) return routes;
    const targets = indexTargets(hops.flatMap((hop) => stack.get(hop.urn) ?? []));
    return [...pools.flatMap((pool) => poolEdges(pool, targets, stack)), ...routes];
}

/** A route sends to the Services that it names, and says so itself. */
function routeEdges(hops: readonly Hop[], stack: ResourceIndex): Edge[] {
    const services = new Set(hops.filter(({ platform }) => platform === "kubernetes").map(({ urn }) => urn));
    return hops
        .filter(({ platform }) => platform === "kubernetes-route" || platform === "gateway-for-containers")
        .flatMap((hop) => stack.get(hop.urn) ?? [])
        .flatMap((route) =>
            servicesOf(route, stack)
                .filter(({ urn }) => services.has(urn))
                .map(({ urn }) => ({ from: route.urn, to: urn, via: route.urn })),
        );
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
        .concat(routeHosts(target))
        .filter((host) => typeof host === "string")
        .map((host) => host.toLowerCase());
}

/** Host names that a route answers by. */
function routeHosts({ token, properties }: ParsedResource): unknown[] {
    if (token.family !== "kubernetes") return [];
    const rules = lookup(properties, "spec.rules");
    const hostnames = lookup(properties, "spec.hostnames");
    return [rules, hostnames]
        .flatMap((found) => (found.state === "known" && Array.isArray(found.value) ? (found.value as unknown[]) : []))
        .map((one) => (isRecord(one) ? one["host"] : one));
}
