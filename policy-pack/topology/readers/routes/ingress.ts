import { type Affinity } from "../../../../components/affinity/vocabulary";
import { type ParsedResource, type ResourceIndex } from "../../resource";
import { type Fact, isRecord, lookup, lookupText, notYet } from "../../values";

import { extensionAffinity } from "./gateway-for-containers";
import { CONTROLLERS, type IngressController } from "./ingress-controllers";
import { annotation, type RouteReading, reading } from "./reading";

const AGC_CLASS = "azure-alb-external";
const AGC_ANNOTATION = "alb.networking.azure.io/alb-ingress-extension";

/** An Ingress: its class says whose annotations count; where it does not, the first controller with annotations there. */
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
    if (name.state === "unknown") return reading(notYet(name.path), "spec.ingressClassName");
    const extension = annotation(properties, AGC_ANNOTATION);
    if (name.state === "known" && name.value === AGC_CLASS) {
        const affinity = extensionAffinity(route, service, extension, stack);
        return { platform: "gateway-for-containers", affinity, path: `metadata.annotations["${AGC_ANNOTATION}"]` };
    }
    const controller =
        name.state === "known" ? byClass(name.value, properties, stack) : byAnnotation(properties, service.properties);
    if (!controller) return undefined;
    const told = name.state === "known" ? "" : ", as no class tells another controller";
    return reading(withNote(controller.read(properties, service), told), controller.path);
}

function withNote(affinity: Fact<Affinity>, note: string): Fact<Affinity> {
    return affinity.known && note !== ""
        ? { known: true, value: { ...affinity.value, source: `${affinity.value.source}${note}` } }
        : affinity;
}

/** The controller of the IngressClass where that is in the stack; else of the class's usual name. */
function byClass(name: string, properties: unknown, stack: ResourceIndex): IngressController | undefined {
    const [ingressClass] = stack.ofKind("kubernetes", "networking.k8s.io", "IngressClass").filter((one) => {
        const own = lookupText(one.properties, "metadata.name");
        return own.state === "known" && own.value === name;
    });
    const told = lookupText(ingressClass?.properties, "spec.controller");
    const matching = CONTROLLERS.filter((one) =>
        told.state === "known" ? one.controller === told.value : one.classes.includes(name),
    );
    // "nginx" and "haproxy" are the usual classes of two controllers each: then annotations tell.
    return matching.find((one) => hasAnnotation(properties, one)) ?? matching[0];
}

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
