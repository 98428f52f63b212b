import { type Affinity, type Platform, type Replicas } from "../../../components/affinity/vocabulary";
import { type Hop, type HopReader } from "../hop";
import { servicesOf } from "../kubernetes-routes";
import { sharesNamespace } from "../kubernetes-scope";
import { oncePerStack, type ParsedResource, type ResourceIndex } from "../resource";
import { getOrAdd } from "../scoped-index";
import { patchedService } from "../service-patches";
import { kindKey } from "../type-token";
import { type Fact, fact, notYet } from "../values";

import { podsBehind } from "./kubernetes-workloads";
import { contourProxy } from "./routes/contour";
import { gatewayRoute } from "./routes/gateway-api";
import { ingress } from "./routes/ingress";
import { destinationRule, virtualService } from "./routes/istio";
import { virtualServer } from "./routes/nginx-inc";
import { type RouteReading, weakest } from "./routes/reading";
import { ingressRoute, traefikService } from "./routes/traefik";

/** How the affinity of a route for one of its Services is read; undefined where it is of a kind that is not read. */
type Read = (route: ParsedResource, service: ParsedResource, stack: ResourceIndex) => RouteReading | undefined;

const READS: ReadonlyMap<string, Read> = new Map<string, Read>([
    ["kubernetes:networking.k8s.io:Ingress", ingress],
    ["kubernetes:gateway.networking.k8s.io:HTTPRoute", gatewayRoute],
    ["kubernetes:gateway.networking.k8s.io:GRPCRoute", gatewayRoute],
    ["kubernetes:projectcontour.io:HTTPProxy", contourProxy],
    ["kubernetes:k8s.nginx.org:VirtualServer", virtualServer],
    ["kubernetes:traefik.io:IngressRoute", ingressRoute],
    ["kubernetes:traefik.io:TraefikService", traefikService],
    ["kubernetes:networking.istio.io:VirtualService", virtualService],
    ["kubernetes:networking.istio.io:DestinationRule", destinationRule],
]);

/** Routes of ingress controllers, gateways and meshes: a hop chooses among the pods of the Services that it names. */
export const kubernetesRoutes: HopReader = readerOf("kubernetes-route");

/** Routes of Application Gateway for Containers. */
export const gatewayForContainers: HopReader = readerOf("gateway-for-containers");

function readerOf(platform: Platform): HopReader {
    return {
        platform,
        kinds: [...READS.keys()],
        read(resource, stack) {
            if (!readOf(resource)) return undefined;
            const hop = getOrAdd(hopsByRoute(stack), resource.urn, () => readRoute(resource, stack) ?? NO_HOP);
            return hop !== NO_HOP && hop.platform === platform ? hop : undefined;
        },
    };
}

const NO_HOP = Symbol("a route that is no hop");

/** A route is read once, though two platforms ask for it. */
const hopsByRoute = oncePerStack(() => new Map<string, Hop | typeof NO_HOP>());

/** How a resource is read as a route; undefined where it is none, or of a kind that is not read. */
function readOf({ token }: ParsedResource): Read | undefined {
    return token.patch ? undefined : READS.get(kindKey(token));
}

/** What a route does for one of its Services; undefined where it is of a kind that is not read, or of a way that is not. */
function readFor(route: ParsedResource, service: ParsedResource, stack: ResourceIndex): RouteReading | undefined {
    const reading = readOf(route)?.(route, patchedService(service, stack), stack);
    const near = reading && sharesNamespace(route, service, stack);
    return reading && typeof near === "object" ? { ...reading, affinity: notYet<Affinity>(near.waitsFor) } : reading;
}

/** The affinity of a route for one of its Services; undefined where it is not read. */
export function affinityFor(
    route: ParsedResource,
    service: ParsedResource,
    stack: ResourceIndex,
): Fact<Affinity> | undefined {
    return readFor(route, service, stack)?.affinity;
}

function readRoute(route: ParsedResource, stack: ResourceIndex): Hop | undefined {
    const behind = servicesOf(route, stack).flatMap((service) => {
        const pods = podsBehind(service, stack);
        return pods ? [{ service, replicas: pods.replicas }] : [];
    });
    // Services with one pod each need nothing: they do not make a route that keeps the others' clients a bad one.
    const several = behind.filter(({ replicas }) => !replicas.known || replicas.value.max > 1);
    const readings = (several.length > 0 ? several : behind).map(({ service }) => {
        const reading = readFor(route, service, stack);
        return reading && { ...reading, affinity: naming(reading.affinity, service, behind.length) };
    });
    const [first] = readings;
    const affinity = weakest(readings.map((reading) => reading?.affinity));
    if (!first || !affinity) return undefined;
    return {
        urn: route.urn,
        type: route.type,
        name: route.name,
        platform: first.platform,
        replicas: most(behind.map(({ replicas }) => replicas)),
        affinity,
        affinityPath: first.path,
        clientFacing: route.token.module !== "networking.istio.io",
    };
}

/** Of several Services, the source says which one is spoken of. */
function naming(affinity: Fact<Affinity>, { name }: ParsedResource, count: number): Fact<Affinity> {
    return affinity.known && count > 1
        ? fact({ ...affinity.value, source: `${affinity.value.source} (for Service ${name})` })
        : affinity;
}

/** The most pods that any of the Services has; several that are known outweigh one that is not. */
function most(all: readonly Fact<Replicas>[]): Fact<Replicas> {
    const [first = notYet<Replicas>("spec"), ...others] = all;
    return others.reduce((best, one) => {
        if (!best.known) return one.known && one.value.max > 1 ? one : best;
        if (!one.known) return best.value.max > 1 ? best : one;
        return one.value.max > best.value.max ? one : best;
    }, first);
}
