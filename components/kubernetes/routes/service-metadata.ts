import { Checks } from "../../affinity/checks";
import { haproxyTechMetadata } from "./adapters/haproxy-tech";
import { istioMetadata } from "./adapters/istio-persistent-session";
import { traefikMetadata } from "./adapters/traefik-ingress";
import { type RouteAffinityArgs } from "./args";
import { readAffinity } from "./asked-affinity";
import { type RouteServiceMetadata } from "./service-patch";

const METADATA = {
    "traefik.ingress": traefikMetadata,
    haproxyTech: haproxyTechMetadata,
    "istio.persistentSession": istioMetadata,
} as const;

/** The ways of keeping clients that are set on the Service rather than on the route. */
export type RouteServiceWay = keyof typeof METADATA;

/**
 * The annotations and labels that a controller wants on a Service, for Services that are written by hand. A StickyRoute
 * writes them itself, by a patch.
 *
 * @param affinity what a StickyRoute takes; a cookie's name is "sticky-affinity" unless it is given.
 * @throws {pulumi.InputPropertyError} where the controller cannot do what is asked for.
 */
export function serviceMetadataFor(way: RouteServiceWay, affinity: RouteAffinityArgs): RouteServiceMetadata {
    const check = new Checks("serviceMetadataFor", way);
    return METADATA[way](check, readAffinity(check, "sticky", affinity)).metadata;
}
