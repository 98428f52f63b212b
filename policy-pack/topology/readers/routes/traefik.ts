import { type Affinity } from "../../../../components/affinity/vocabulary";
import { type ParsedResource } from "../../resource";
import { type Fact, isRecord, lookup, lookupNumber, lookupText, notYet } from "../../values";

import {
    isOn,
    mayName,
    none,
    records,
    type RouteReading,
    reading,
    strong,
    valueOf,
    weakest,
    weakestOf,
    said,
    secondsSaid,
} from "./reading";

const PATH = "spec.routes[].services[].sticky.cookie";

/** Traefik's IngressRoute. https://doc.traefik.io/traefik/routing/providers/kubernetes-crd/ */
export function ingressRoute(route: ParsedResource, service: ParsedResource): RouteReading | undefined {
    const { items: routes, waitsFor } = records(route.properties, "spec.routes");
    const lists = routes.map((one) => records(one, "services"));
    const waiting = waitsFor ?? lists.flatMap((list) => list.waitsFor ?? []).map(() => "spec.routes[].services")[0];
    const naming = lists.flatMap(({ items }) => items).filter(({ name }) => mayName(name, service));
    const affinity = weakestOf(
        { items: naming, ...(waiting === undefined ? {} : { waitsFor: waiting }) },
        serviceAffinity,
    );
    return affinity && reading(affinity, PATH);
}

function serviceAffinity(service: unknown): Fact<Affinity> | undefined {
    const kind = lookupText(service, "kind");
    if (kind.state === "unknown") return notYet("spec.routes[].services[].kind");
    // The stickiness of a TraefikService is its own, at each of its levels.
    if (kind.state === "known" && kind.value !== "Service") return undefined;
    return leafAffinity(service, "spec.routes[].services[]");
}

/** What keeps a client on a pod of one Service. */
export function leafAffinity(service: unknown, path: string): Fact<Affinity> {
    const direct = isOn(service, "nativeLB");
    if (direct.state === "unknown") return notYet(`${path}.nativeLB`);
    if (direct.state === "known" && direct.value) {
        return none(`${path}.nativeLB hands the choice to the Service's address`);
    }
    return cookieAffinity(service, path);
}

function cookieAffinity(holder: unknown, path: string): Fact<Affinity> {
    const cookie = lookup(holder, "sticky.cookie");
    const source = `${path}.sticky.cookie`;
    if (cookie.state === "unknown") return notYet(source);
    if (cookie.state === "absent" || !isRecord(cookie.value)) return none(`${source} is not set`);
    const age = lookupNumber(cookie.value, "maxAge");
    const name = lookupText(cookie.value, "name");
    return strong("cookie", source, said(name, `${source}.name`), secondsSaid(age, `${source}.maxAge`));
}

/**
 * Traefik's TraefikService: a weighted one keeps clients by a cookie for the choice of the Service and another for the
 * choice of its pod. https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/traefikservice/
 */
export function traefikService(route: ParsedResource, service: ParsedResource): RouteReading | undefined {
    const { properties } = route;
    const spec = lookup(properties, "spec");
    if (spec.state === "unknown") return reading(notYet(spec.path), "spec");
    const mirroring = lookup(properties, "spec.mirroring");
    if (mirroring.state === "unknown") return reading(notYet(mirroring.path), mirroring.path);
    if (mirroring.state === "known") {
        const main = lookup(mirroring.value, "name");
        if (main.state === "known" && !mayName(main.value, service)) return undefined;
        return reading(leafAffinity(mirroring.value, "spec.mirroring"), "spec.mirroring.sticky.cookie");
    }
    const { items, waitsFor } = records(properties, "spec.weighted.services");
    const naming = items.filter(({ name }) => mayName(name, service));
    const path = "spec.weighted.services[]";
    const leaf = weakestOf({ items: naming, ...(waitsFor === undefined ? {} : { waitsFor }) }, (one) => {
        const kind = lookupText(one, "kind");
        if (kind.state === "unknown") return notYet(`${path}.kind`);
        return kind.state === "known" && kind.value !== "Service" ? undefined : leafAffinity(one, path);
    });
    if (!leaf) return undefined;
    // With one Service there is nothing to choose at the upper level.
    const upper = items.length > 1 ? [cookieAffinity(lookupOr(properties, "spec.weighted"), "spec.weighted")] : [];
    const affinity = weakest([leaf, ...upper]);
    return affinity && reading(affinity, "spec.weighted.sticky.cookie");
}

function lookupOr(properties: unknown, path: string): unknown {
    return valueOf(lookup(properties, path));
}
