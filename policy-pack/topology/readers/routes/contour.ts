import { type Affinity } from "../../../../components/affinity/vocabulary";
import { type ParsedResource } from "../../resource";
import { type Fact, lookup, lookupText, notYet } from "../../values";

import { isOn, mayName, none, records, type RouteReading, reading, soft, weakestOf } from "./reading";

const PATH = "spec.routes[].loadBalancerPolicy";

/** Contour's HTTPProxy. https://projectcontour.io/docs/main/config/request-routing/#session-affinity */
export function contourProxy(route: ParsedResource, service: ParsedResource): RouteReading | undefined {
    const { items, waitsFor } = records(route.properties, "spec.routes");
    const naming = items.filter((one) => {
        const services = records(one, "services");
        return services.waitsFor !== undefined || services.items.some(({ name }) => mayName(name, service));
    });
    const affinity = weakestOf(
        { items: naming, ...(waitsFor === undefined ? {} : { waitsFor }) },
        contourRouteAffinity,
    );
    return affinity && reading(affinity, PATH);
}

/** What one of the routes of an HTTPProxy does for its clients. */
export function contourRouteAffinity(route: unknown): Fact<Affinity> {
    const strategy = lookupText(route, "loadBalancerPolicy.strategy");
    if (strategy.state === "unknown") return notYet(`${PATH}.strategy`);
    if (strategy.state === "absent") return none(`${PATH} is not set`);
    const source = `${PATH}.strategy = "${strategy.value}"`;
    if (strategy.value === "Cookie") return soft("cookie", source, "X-Contour-Session-Affinity");
    // Contour takes a strategy that it does not know for RoundRobin, without a word.
    if (strategy.value !== "RequestHash") return none(source);
    const { items, waitsFor } = records(route, "loadBalancerPolicy.requestHashPolicies");
    for (const one of items) {
        const header = lookupText(one, "headerHashOptions.headerName");
        if (header.state === "unknown") return notYet(`${PATH}.requestHashPolicies`);
        if (header.state === "known") return soft("header", source, header.value);
        const address = isOn(one, "hashSourceIP");
        if (address.state === "unknown") return notYet(`${PATH}.requestHashPolicies`);
        if (address.state === "known" && address.value) return soft("client-ip", source);
    }
    if (waitsFor !== undefined || lookup(route, "loadBalancerPolicy").state === "unknown") {
        return notYet(`${PATH}.requestHashPolicies`);
    }
    return none(`${source} with neither a header nor the client's address`);
}
