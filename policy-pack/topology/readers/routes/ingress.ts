import { type Affinity } from "../../../../components/affinity/vocabulary";
import { NamedObjects } from "../../named-objects";
import { type ParsedResource, type ResourceIndex } from "../../resource";
import { type Fact, isRecord, type Lookup, lookup, lookupText, notYet } from "../../values";

import { extensionAffinity } from "./gateway-for-containers";
import { GATEWAY_FOR_CONTAINERS, GATEWAY_FOR_CONTAINERS_CLASS } from "./gateways";
import { CONTROLLERS, type IngressController } from "./ingress-controllers";
import { annotation, type RouteReading, reading, valueOf } from "./reading";

const AGC_ANNOTATION = "alb.networking.azure.io/alb-ingress-extension";

/** An Ingress: its class says whose annotations count; where that tells nothing, the first controller with annotations there. */
export function ingress(
    route: ParsedResource,
    service: ParsedResource,
    stack: ResourceIndex,
): RouteReading | undefined {
    const { properties } = route;
    const waiting = [
        lookup(properties, "metadata"),
        lookup(properties, "metadata.annotations"),
        lookup(properties, "spec"),
    ];
    for (const one of waiting) if (one.state === "unknown") return reading(notYet(one.path), one.path);
    const named = lookupText(properties, "spec.ingressClassName");
    const name = named.state === "absent" ? annotation(properties, "kubernetes.io/ingress.class") : named;
    const told = controllerOf(route, name, stack);
    if (name.state === "unknown" && told.state === "absent") {
        return reading(notYet(name.path), "spec.ingressClassName");
    }
    if (told.state === "unknown") return reading(notYet(told.path), "spec.ingressClassName");
    const isContained =
        told.state === "known"
            ? told.value === GATEWAY_FOR_CONTAINERS
            : name.state === "known" && name.value === GATEWAY_FOR_CONTAINERS_CLASS;
    if (isContained) {
        const affinity = extensionAffinity(route, service, annotation(properties, AGC_ANNOTATION), stack);
        return { platform: "gateway-for-containers", affinity, path: `metadata.annotations["${AGC_ANNOTATION}"]` };
    }
    const byClass = controllerOfClass(valueOf(name), told, properties);
    const controller = byClass ?? (told.state === "absent" ? byAnnotation(properties, service.properties) : undefined);
    if (!controller) return undefined;
    const note = byClass ? "" : ", as no class tells another controller";
    const affinity = controller.read(properties, service);
    return affinity && reading(withNote(affinity, note), controller.path);
}

const ingressClasses = new NamedObjects("networking.k8s.io", "IngressClass", false);

/** The controller that the IngressClass of the stack names; absent where the class is not in the stack. */
function controllerOf(route: ParsedResource, name: Lookup<string>, stack: ResourceIndex): Lookup<string> {
    const { certain, possible } = ingressClasses.meant(route, "spec", name, stack);
    const told = certain.map(({ properties }) => lookupText(properties, "spec.controller"));
    const waiting = told.find(({ state }) => state === "unknown");
    if (waiting || possible.length > 0) return { state: "unknown", path: "spec.controller of the IngressClass" };
    return told[0] ?? { state: "absent" };
}

function withNote(affinity: Fact<Affinity>, note: string): Fact<Affinity> {
    return affinity.known && note !== ""
        ? { known: true, value: { ...affinity.value, source: `${affinity.value.source}${note}` } }
        : affinity;
}

/** The controller of the IngressClass where that is in the stack; else of the class's usual name. */
function controllerOfClass(
    name: string | undefined,
    told: Lookup<string>,
    properties: unknown,
): IngressController | undefined {
    const matching = CONTROLLERS.filter(({ controller, classes }) =>
        told.state === "known"
            ? told.value === controller || told.value.startsWith(`${controller}/`)
            : name !== undefined && classes.includes(name),
    );
    // "nginx" and "haproxy" are the usual classes of two controllers each: then annotations tell.
    return matching.find((one) => hasAnnotation(properties, one)) ?? matching[0];
}

/** Where the class is one of the user's own naming, or none, the annotations tell for which controller they are meant. */
function byAnnotation(route: unknown, service: unknown): IngressController | undefined {
    return CONTROLLERS.find((one) => hasAnnotation(route, one) || hasAnnotation(service, one));
}

function hasAnnotation(properties: unknown, { prefixes }: IngressController): boolean {
    const annotations = lookup(properties, "metadata.annotations");
    return (
        annotations.state === "known" &&
        isRecord(annotations.value) &&
        Object.keys(annotations.value).some((key) => prefixes.some((prefix) => key.startsWith(prefix)))
    );
}
