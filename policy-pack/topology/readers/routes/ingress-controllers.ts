import { type Affinity } from "../../../../components/affinity/vocabulary";
import { type ParsedResource } from "../../resource";
import { type Fact, lookup, lookupText, notYet } from "../../values";

import { annotation, isOn, none, soft, strong } from "./reading";

/** An ingress controller, and how it keeps clients. */
export interface IngressController {
    /** `spec.controller` of its IngressClass. */
    readonly controller: string;
    /** Usual names of its classes. */
    readonly classes: readonly string[];
    /** What its annotations' names begin with. */
    readonly prefixes: readonly string[];
    /** Where affinity is set. */
    readonly path: string;
    read(ingress: unknown, service: ParsedResource): Fact<Affinity>;
}

const NGINX = "nginx.ingress.kubernetes.io/";

/** https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/ */
function ingressNginx(ingress: unknown): Fact<Affinity> {
    const direct = annotation(ingress, `${NGINX}service-upstream`);
    if (direct.state === "unknown") return notYet(direct.path);
    if (direct.state === "known" && direct.value === "true") {
        return none(`${NGINX}service-upstream = "true" hands the choice to the Service's address`);
    }
    const affinity = annotation(ingress, `${NGINX}affinity`);
    if (affinity.state === "unknown") return notYet(affinity.path);
    if (affinity.state === "known" && affinity.value === "cookie") {
        const name = annotation(ingress, `${NGINX}session-cookie-name`);
        const key = name.state === "known" ? name.value : name.state === "absent" ? "INGRESSCOOKIE" : undefined;
        return strong("cookie", `${NGINX}affinity = "cookie"`, key);
    }
    const hash = annotation(ingress, `${NGINX}upstream-hash-by`);
    if (hash.state === "unknown") return notYet(hash.path);
    if (hash.state === "known") {
        const source = `${NGINX}upstream-hash-by = "${hash.value}"`;
        if (hash.value.includes("remote_addr")) return soft("client-ip", source);
        const [, variable] = /\$\{?http_(\w+)/.exec(hash.value) ?? [];
        if (variable !== undefined) return soft("header", source, variable.replaceAll("_", "-"));
        return none(`${source} names neither a client's address nor a header`);
    }
    return none(affinity.state === "known" ? `${NGINX}affinity = "${affinity.value}"` : `${NGINX}affinity is not set`);
}

/** https://docs.nginx.com/nginx-ingress-controller/configuration/ingress-resources/advanced-configuration-with-annotations/ */
function nginxInc(ingress: unknown, service: ParsedResource): Fact<Affinity> {
    const direct = annotation(ingress, "nginx.org/use-cluster-ip", "nginx.com/use-cluster-ip");
    if (direct.state === "unknown") return notYet(direct.path);
    if (direct.state === "known" && direct.value === "true") {
        return none('nginx.org/use-cluster-ip = "true" hands the choice to the Service\'s address');
    }
    const cookies = annotation(ingress, "nginx.org/sticky-cookie-services", "nginx.com/sticky-cookie-services");
    if (cookies.state === "unknown") return notYet(cookies.path);
    if (cookies.state === "absent") return none("nginx.org/sticky-cookie-services is not set");
    const own = lookupText(service.properties, "metadata.name");
    if (own.state !== "known") return notYet("metadata.name of the Service");
    for (const entry of cookies.value.split(";")) {
        const [, name, key] = /^\s*serviceName=(\S+)\s+(\S+)/.exec(entry) ?? [];
        if (name === own.value) return strong("cookie", `nginx.org/sticky-cookie-services names ${name}`, key);
    }
    return none(`nginx.org/sticky-cookie-services does not name ${own.value}`);
}

const TRAEFIK = "traefik.ingress.kubernetes.io/service.";

/** Traefik takes both annotations off the Service. https://doc.traefik.io/traefik/routing/providers/kubernetes-ingress/ */
function traefik(_: unknown, { properties }: ParsedResource): Fact<Affinity> {
    const direct = isOn(properties, ["metadata", "annotations", `${TRAEFIK}nativelb`]);
    if (direct.state === "unknown") return notYet(`${direct.path} of the Service`);
    if (direct.state === "known" && direct.value) {
        return none(`${TRAEFIK}nativelb of the Service hands the choice to its address`);
    }
    return onService(properties, isOn(properties, ["metadata", "annotations", `${TRAEFIK}sticky.cookie`]), TRAEFIK);
}

function onService(properties: unknown, on: ReturnType<typeof isOn>, prefix: string): Fact<Affinity> {
    if (on.state === "unknown") return notYet(`${on.path} of the Service`);
    if (on.state === "absent" || !on.value) return none(`${prefix}sticky.cookie of the Service is not "true"`);
    const name = annotation(properties, `${prefix}sticky.cookie.name`);
    return strong("cookie", `${prefix}sticky.cookie of the Service`, name.state === "known" ? name.value : undefined);
}

/** Newer releases ignore it on the Ingress. https://github.com/haproxytech/kubernetes-ingress/blob/master/documentation/annotations.md */
function haproxyTech(_: unknown, { properties }: ParsedResource): Fact<Affinity> {
    const cookie = annotation(
        properties,
        ...["haproxy.org/", "haproxy.com/"].flatMap((prefix) =>
            ["cookie-persistence", "cookie-persistence-no-dynamic"].map((name) => `${prefix}${name}`),
        ),
    );
    if (cookie.state === "unknown") return notYet(`${cookie.path} of the Service`);
    return cookie.state === "known"
        ? strong("cookie", "haproxy.org/cookie-persistence of the Service", cookie.value)
        : none("haproxy.org/cookie-persistence of the Service is not set");
}

/** https://haproxy-ingress.github.io/docs/configuration/keys/#affinity */
function haproxyIngress(ingress: unknown): Fact<Affinity> {
    const name = "haproxy-ingress.github.io/affinity";
    const affinity = annotation(ingress, name);
    if (affinity.state === "unknown") return notYet(affinity.path);
    if (affinity.state === "absent") return none(`${name} is not set`);
    return affinity.value === "cookie" ? strong("cookie", `${name} = "cookie"`) : none(`${name} = "${affinity.value}"`);
}

/** What Go's strconv.ParseBool, which reads the annotation, takes for true. */
const TRUE = ["1", "t", "T", "TRUE", "true", "True"];

/** https://azure.github.io/application-gateway-kubernetes-ingress/annotations/ */
function applicationGateway(ingress: unknown): Fact<Affinity> {
    const name = "appgw.ingress.kubernetes.io/cookie-based-affinity";
    const affinity = lookup(ingress, ["metadata", "annotations", name]);
    if (affinity.state === "unknown") return notYet(affinity.path);
    if (affinity.state === "absent") return none(`${name} is not set`);
    const source = `${name} = ${JSON.stringify(affinity.value)}`;
    return TRUE.some((one) => one === affinity.value) ? strong("cookie", source) : none(source);
}

/** The ingress controllers whose affinity is read. */
export const CONTROLLERS: readonly IngressController[] = [
    {
        controller: "k8s.io/ingress-nginx",
        classes: ["nginx"],
        prefixes: [NGINX],
        path: `metadata.annotations["${NGINX}affinity"]`,
        read: ingressNginx,
    },
    {
        controller: "nginx.org/ingress-controller",
        classes: ["nginx"],
        prefixes: ["nginx.org/", "nginx.com/"],
        path: 'metadata.annotations["nginx.org/sticky-cookie-services"]',
        read: nginxInc,
    },
    {
        controller: "traefik.io/ingress-controller",
        classes: ["traefik"],
        prefixes: ["traefik.ingress.kubernetes.io/"],
        path: "spec.ingressClassName",
        read: traefik,
    },
    {
        controller: "haproxy.org/ingress-controller/haproxy",
        classes: ["haproxy"],
        prefixes: ["haproxy.org/", "haproxy.com/"],
        path: "spec.ingressClassName",
        read: haproxyTech,
    },
    {
        controller: "haproxy-ingress.github.io/controller",
        classes: ["haproxy"],
        prefixes: ["haproxy-ingress.github.io/"],
        path: 'metadata.annotations["haproxy-ingress.github.io/affinity"]',
        read: haproxyIngress,
    },
    {
        controller: "azure/application-gateway",
        classes: ["azure-application-gateway", "azure/application-gateway"],
        prefixes: ["appgw.ingress.kubernetes.io/"],
        path: 'metadata.annotations["appgw.ingress.kubernetes.io/cookie-based-affinity"]',
        read: applicationGateway,
    },
];
