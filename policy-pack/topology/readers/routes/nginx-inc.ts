import { type Affinity } from "../../../../components/affinity/vocabulary";
import { type ParsedResource } from "../../resource";
import { type Fact, lookupText, notYet } from "../../values";

import { nginxMethod } from "./nginx-hash";
import {
    isOn,
    mayName,
    none,
    records,
    type RouteReading,
    reading,
    strong,
    valueOf,
    weakestOf,
    said,
    secondsSaid,
} from "./reading";

const PATH = "spec.upstreams[].sessionCookie.enable";

/** NGINX Inc's VirtualServer. https://docs.nginx.com/nginx-ingress-controller/configuration/virtualserver-and-virtualserverroute-resources/ */
export function virtualServer(route: ParsedResource, service: ParsedResource): RouteReading | undefined {
    const { items, waitsFor } = records(route.properties, "spec.upstreams");
    const naming = items.filter((upstream) => mayName(upstream["service"], service));
    const affinity = weakestOf({ items: naming, ...(waitsFor === undefined ? {} : { waitsFor }) }, upstreamAffinity);
    return affinity && reading(affinity, PATH);
}

/** What one of the upstreams of a VirtualServer does for its clients. */
export function upstreamAffinity(upstream: unknown): Fact<Affinity> {
    const direct = isOn(upstream, "use-cluster-ip");
    if (direct.state === "unknown") return notYet("spec.upstreams[].use-cluster-ip");
    if (direct.state === "known" && direct.value) {
        return none("spec.upstreams[].use-cluster-ip hands the choice to the Service's address");
    }
    const enabled = isOn(upstream, "sessionCookie.enable");
    if (enabled.state === "unknown") return notYet(PATH);
    if (enabled.state === "absent" || !enabled.value) return methodAffinity(upstream) ?? none(`${PATH} is not true`);
    const name = lookupText(upstream, "sessionCookie.name");
    const expires = lookupText(upstream, "sessionCookie.expires");
    return strong("cookie", PATH, said(name, `${PATH}.name`), secondsSaid(expires, `${PATH}.expires`));
}

function methodAffinity(upstream: unknown): Fact<Affinity> | undefined {
    const method = lookupText(upstream, "lb-method");
    return method.state === "unknown"
        ? notYet("spec.upstreams[].lb-method")
        : nginxMethod(valueOf(method), "spec.upstreams[].lb-method");
}
