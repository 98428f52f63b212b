import { noAffinity } from "../../../components/affinity/vocabulary";
import { servicesOf } from "../kubernetes-routes";
import { type ParsedResource, type ResourceIndex } from "../resource";
import { fact, lookup, notYet } from "../values";

import { annotationPath, isAnnotated, type Setting, type SettingsReader } from "./setting";

export const TRAEFIK_COOKIE = "traefik.ingress.kubernetes.io/service.sticky.cookie";

const haproxy = (...names: readonly string[]) =>
    names.flatMap((name) => [`haproxy.org/${name}`, `haproxy.com/${name}`]);
const HAPROXY_COOKIES = haproxy("cookie-persistence", "cookie-persistence-no-dynamic");
/** What HAProxy's controller takes off a Service. */
export const HAPROXY_ON_SERVICE = [...HAPROXY_COOKIES, ...haproxy("load-balance")];
/** What asks controllers for affinity on an Ingress. */
export const ON_INGRESS = [
    "nginx.ingress.kubernetes.io/affinity",
    "nginx.ingress.kubernetes.io/upstream-hash-by",
    "nginx.org/sticky-cookie-services",
    "nginx.com/sticky-cookie-services",
    "appgw.ingress.kubernetes.io/cookie-based-affinity",
    "appgw.ingress.kubernetes.io/cookie-based-affinity-distinct-name",
    "alb.networking.azure.io/alb-ingress-extension",
];
/** Taken off Ingresses and Services alike. https://haproxy-ingress.github.io/docs/configuration/keys/ */
export const HAPROXY_INGRESS_AFFINITY = "haproxy-ingress.github.io/affinity";
const ISTIO_LABELS = ["istio.io/persistent-session", "istio.io/persistent-session-header"];

/** Annotations, and the kind of the objects that they are read off. */
const READ_OFF: readonly { readonly names: readonly string[]; readonly kinds: readonly string[] }[] = [
    { names: ON_INGRESS, kinds: ["Ingress"] },
    { names: [TRAEFIK_COOKIE, ...HAPROXY_COOKIES], kinds: ["Service"] },
    { names: [HAPROXY_INGRESS_AFFINITY], kinds: ["Ingress", "Service"] },
];

/** Kinds on which annotations of routes are found by mistake, as `<API group>:<kind>`. Others may hand theirs on. */
export const ANNOTATED_KINDS = [
    "core:Service",
    "networking.k8s.io:Ingress",
    "apps:Deployment",
    "apps:StatefulSet",
    "apps:DaemonSet",
    "gateway.networking.k8s.io:Gateway",
    "gateway.networking.k8s.io:HTTPRoute",
    "gateway.networking.k8s.io:GRPCRoute",
    "traefik.io:IngressRoute",
];

/** Annotations that ask for affinity where nothing reads them. */
export const misplacedAnnotations: SettingsReader = (object, stack) =>
    lookup(object.properties, "metadata.annotations").state === "known" ? misplacedOn(object, stack) : [];

const misplacedOn: SettingsReader = (object, stack) => [
    ...READ_OFF.filter(({ kinds }) => !kinds.includes(object.token.kind)).flatMap(({ names, kinds }) =>
        names.filter((name) => isAnnotated(object, name)).flatMap((name) => misplaced(object, name, kinds, stack)),
    ),
    ...ISTIO_LABELS.filter((name) => isAnnotated(object, name)).map((name) => ({
        path: annotationPath(name),
        affinity: fact(noAffinity("Istio reads it off the labels of a Service")),
        fix: `Make ${name} a label of the Service`,
    })),
];

function misplaced(
    object: ParsedResource,
    name: string,
    kinds: readonly string[],
    stack: ResourceIndex,
): readonly Setting[] {
    const where = kinds.join(" or ");
    const path = annotationPath(name);
    const fix = `Move the annotation to the ${where}`;
    if (object.token.kind === "Ingress" && HAPROXY_COOKIES.includes(name)) {
        // https://github.com/haproxytech/kubernetes-ingress/blob/master/documentation/annotations.md
        const services = servicesOf(object, stack);
        const isOnAll = services.every((service) => HAPROXY_COOKIES.some((one) => isAnnotated(service, one)));
        if (services.length > 0 && isOnAll) return [];
        const release =
            "the release of HAProxy's controller (those up to 3.2 read it off an Ingress, later ones do not)";
        return [{ path, affinity: notYet(release), fix }];
    }
    return [
        {
            path,
            affinity: fact(
                noAffinity(`it is read off the ${where}, and this is an object of kind ${object.token.kind}`),
            ),
            fix,
        },
    ];
}
