import { type Affinity } from "../../../../components/affinity/vocabulary";
import { type ParsedResource } from "../../resource";
import { type Fact, isRecord, lookup, lookupText, notYet } from "../../values";

import { isOn, mayName, none, records, type RouteReading, reading, strong, weakestOf } from "./reading";

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
    // The stickiness of a TraefikService is its own, at each of its levels.
    if (kind.state === "known" && kind.value !== "Service") return undefined;
    const direct = isOn(service, "nativeLB");
    if (direct.state === "unknown") return notYet("spec.routes[].services[].nativeLB");
    if (direct.state === "known" && direct.value) {
        return none("spec.routes[].services[].nativeLB hands the choice to the Service's address");
    }
    const cookie = lookup(service, "sticky.cookie");
    if (cookie.state === "unknown") return notYet(PATH);
    if (cookie.state === "absent" || !isRecord(cookie.value)) return none(`${PATH} is not set`);
    const name = lookupText(cookie.value, "name");
    return strong("cookie", PATH, name.state === "known" ? name.value : undefined);
}
