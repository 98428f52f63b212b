import { type Hop } from "../hop";
import { servicesOf } from "../kubernetes-routes";
import { type ResourceIndex } from "../resource";

import { type Link } from "./link";

/** A route that is read sends to the Services that it names, and says so itself. */
export function routeLinks(hops: readonly Hop[], stack: ResourceIndex): Link[] {
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
