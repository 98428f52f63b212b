import { type Affinity } from "../../../components/affinity/vocabulary";
import { servicesOf } from "../kubernetes-routes";
import { ingress } from "../readers/routes/ingress";
import { haproxyBalanceOf } from "../readers/routes/ingress-controllers";
import { type RouteReading } from "../readers/routes/reading";
import { type ParsedResource } from "../resource";
import { type Fact } from "../values";

import { HAPROXY_INGRESS_AFFINITY, ON_INGRESS } from "./annotations";
import { annotationPath, isAnnotated, type Setting, type SettingsReader } from "./setting";

const FIX =
    "Use the annotations of the Ingress's own controller, with values that it knows, and let it pick the pods itself " +
    "(no service-upstream, no use-cluster-ip)";

/** What the annotations of an Ingress come to for the controller of its class. */
export const ingressSettings: SettingsReader = (route, stack) => {
    const asked = [...ON_INGRESS, HAPROXY_INGRESS_AFFINITY].filter((name) => isAnnotated(route, name));
    const services = servicesOf(route, stack);
    // Some are read whatever Services there are.
    const named: readonly ParsedResource[] = services.length > 0 ? services : [{ ...route, urn: "", properties: {} }];
    const readings = named.map((service) => ingress(route, service, stack));
    const keeping = readings.filter((one) => keeps(one?.affinity)).flatMap((one) => one ?? []);
    if (keeping.length > 0) return [...keeping.map((one) => settingOf(one, asked)), ...hashing(route)];
    const [name] = asked;
    const waiting = readings.find((one) => one?.affinity.known === false);
    if (name === undefined || readings.some((one) => one === undefined) || (waiting && services.length === 0)) {
        return hashing(route);
    }
    const [first] = waiting ? [waiting] : readings;
    return first ? [{ path: annotationPath(name), affinity: first.affinity, fix: FIX }] : [];
};

function keeps(affinity: Fact<Affinity> | undefined): boolean {
    return affinity?.known === true && affinity.value.kind !== "none";
}

/** Annotations that may hash, and mostly do not. */
const BALANCING = ["nginx.org/lb-method", "haproxy-ingress.github.io/balance-algorithm"];

function settingOf({ affinity, path }: RouteReading, asked: readonly string[]): Setting {
    const source = affinity.known ? affinity.value.source : "";
    const name = [...asked, ...BALANCING].find((one) => source.startsWith(`${one} `));
    return { path: name === undefined ? path : annotationPath(name), affinity, fix: FIX };
}

/** HAProxy's way of balancing, which some releases take off an Ingress. */
function hashing(route: ParsedResource): Setting[] {
    const affinity = haproxyBalanceOf(route.properties);
    return affinity ? [{ path: annotationPath("haproxy.org/load-balance"), affinity, fix: FIX }] : [];
}
