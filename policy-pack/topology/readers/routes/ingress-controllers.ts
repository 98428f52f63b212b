import { type Affinity } from "../../../../components/affinity/vocabulary";
import { type ParsedResource } from "../../resource";
import { type Fact, lookup, lookupText, notYet } from "../../values";

import { nginxHash, nginxMethod } from "./nginx-hash";
import { annotation, isOn, none, soft, strong, valueOf, said, secondsSaid } from "./reading";
import { secondsIn } from "./seconds";

/** An ingress controller, and how it keeps clients. */
export interface IngressController {
    /** `spec.controller` of its IngressClass; several controllers of one kind have paths behind it. */
    readonly controller: string;
    /** Usual names of its classes. */
    readonly classes: readonly string[];
    /** What its annotations' names begin with. */
    readonly prefixes: readonly string[];
    /** Where affinity is set. */
    readonly path: string;
    /** Undefined where what is there cannot be read for sure. */
    read(ingress: unknown, service: ParsedResource): Fact<Affinity> | undefined;
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
        const age = annotation(ingress, `${NGINX}session-cookie-max-age`, `${NGINX}session-cookie-expires`);
        const mode = annotation(ingress, `${NGINX}affinity-mode`);
        // The balanced mode, which is the one that it has by itself, moves some sessions when pods are added.
        const keep = mode.state === "known" && mode.value === "persistent" ? strong : soft;
        const key = name.state === "absent" ? "INGRESSCOOKIE" : said(name);
        return keep("cookie", `${NGINX}affinity = "cookie"`, key, secondsSaid(age));
    }
    const hash = annotation(ingress, `${NGINX}upstream-hash-by`);
    if (hash.state === "unknown") return notYet(hash.path);
    if (hash.state === "known") {
        return nginxHash(hash.value, `${NGINX}upstream-hash-by = "${hash.value}"`);
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
    const method = annotation(ingress, "nginx.org/lb-method");
    for (const one of [cookies, method]) if (one.state === "unknown") return notYet(one.path);
    const hashed = nginxMethod(valueOf(method), "nginx.org/lb-method");
    if (cookies.state !== "known") return hashed ?? none("nginx.org/sticky-cookie-services is not set");
    const own = lookupText(service.properties, "metadata.name");
    if (own.state !== "known") return notYet("metadata.name of the Service");
    for (const entry of cookies.value.split(";")) {
        const [, name, key, more = ""] = /^\s*serviceName=(\S+)\s+(\S+)(.*)/.exec(entry) ?? [];
        const [, expires] = /\sexpires=(\S+)/.exec(more) ?? [];
        if (name === own.value) {
            return strong("cookie", `nginx.org/sticky-cookie-services names ${name}`, key, secondsIn(expires));
        }
    }
    return hashed ?? none(`nginx.org/sticky-cookie-services does not name ${own.value}`);
}

const TRAEFIK = "traefik.ingress.kubernetes.io/service.";

/** Traefik takes both annotations off the Service. https://doc.traefik.io/traefik/routing/providers/kubernetes-ingress/ */
function traefik(_: unknown, service: ParsedResource): Fact<Affinity> {
    return traefikOnService(service);
}

/** What Traefik's annotations of a Service come to. */
export function traefikOnService({ properties }: ParsedResource): Fact<Affinity> {
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
    const age = annotation(properties, `${prefix}sticky.cookie.maxage`);
    return strong("cookie", `${prefix}sticky.cookie of the Service`, said(name), secondsSaid(age));
}

const haproxyNames = (...names: readonly string[]) =>
    names.flatMap((name) => [`haproxy.org/${name}`, `haproxy.com/${name}`]);
const HAPROXY_COOKIE = haproxyNames("cookie-persistence", "cookie-persistence-no-dynamic");
const HAPROXY_BALANCE = haproxyNames("load-balance");

/**
 * Every release takes both off the Service. Those up to 3.2 take the cookie off the Ingress too and newer ones do not; of
 * the way of balancing that is not confirmed. So what keeps clients on the Ingress alone is not read.
 * https://github.com/haproxytech/kubernetes-ingress/blob/master/documentation/annotations.md
 */
function haproxyTech(ingress: unknown, { properties }: ParsedResource): Fact<Affinity> | undefined {
    const onService = haproxyOnService({ properties });
    if (onService) return onService;
    const above = annotation(ingress, ...HAPROXY_BALANCE);
    const mayKeep =
        annotation(ingress, ...HAPROXY_COOKIE).state !== "absent" ||
        above.state === "unknown" ||
        haproxyBalance(valueOf(above), "") !== undefined;
    return mayKeep ? undefined : none("haproxy.org/cookie-persistence of the Service is not set");
}

/** What HAProxy's annotations of a Service come to; undefined where they keep nobody. */
export function haproxyOnService({ properties }: Pick<ParsedResource, "properties">): Fact<Affinity> | undefined {
    const cookie = annotation(properties, ...HAPROXY_COOKIE);
    if (cookie.state === "unknown") return notYet(`${cookie.path} of the Service`);
    if (cookie.state === "known") {
        return strong("cookie", "haproxy.org/cookie-persistence of the Service", cookie.value);
    }
    const balance = annotation(properties, ...HAPROXY_BALANCE);
    if (balance.state === "unknown") return notYet(`${balance.path} of the Service`);
    return haproxyBalance(valueOf(balance), "haproxy.org/load-balance of the Service");
}

/** What HAProxy's way of balancing on an Ingress comes to, for the releases that take it there. */
export function haproxyBalanceOf(ingress: unknown): Fact<Affinity> | undefined {
    return haproxyBalance(valueOf(annotation(ingress, ...HAPROXY_BALANCE)), "haproxy.org/load-balance");
}

/** HAProxy's ways of balancing that keep clients. https://docs.haproxy.org/3.0/configuration.html#4.2-balance */
function haproxyBalance(balance: string | undefined, path: string): Fact<Affinity> | undefined {
    const source = `${path} = "${balance}"`;
    if (balance === "source") return soft("client-ip", source);
    const [, header] = /^hdr\(([^)]+)\)/.exec(balance ?? "") ?? [];
    return header === undefined ? undefined : soft("header", source, header);
}

const HAPROXY_INGRESS = "haproxy-ingress.github.io/";

/** https://haproxy-ingress.github.io/docs/configuration/keys/#affinity */
function haproxyIngress(ingress: unknown): Fact<Affinity> {
    const name = `${HAPROXY_INGRESS}affinity`;
    const affinity = annotation(ingress, name);
    if (affinity.state === "unknown") return notYet(affinity.path);
    if (affinity.state === "known" && affinity.value === "cookie") {
        const cookie = annotation(ingress, `${HAPROXY_INGRESS}session-cookie-name`);
        return strong("cookie", `${name} = "cookie"`, cookie.state === "absent" ? "INGRESSCOOKIE" : said(cookie));
    }
    const balance = annotation(ingress, `${HAPROXY_INGRESS}balance-algorithm`);
    if (balance.state === "unknown") return notYet(balance.path);
    const set = affinity.state === "known" ? `= "${affinity.value}"` : "is not set";
    return haproxyBalance(valueOf(balance), `${HAPROXY_INGRESS}balance-algorithm`) ?? none(`${name} ${set}`);
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
        // https://kubernetes.github.io/ingress-nginx/user-guide/multiple-ingress/
        // https://learn.microsoft.com/azure/aks/app-routing
        controller: "k8s.io/ingress-nginx",
        classes: ["nginx", "webapprouting.kubernetes.azure.com"],
        prefixes: [NGINX],
        path: `metadata.annotations["${NGINX}affinity"]`,
        read: ingressNginx,
    },
    {
        // https://docs.nginx.com/nginx-ingress-controller/installation/run-multiple-ingress-controllers/
        controller: "nginx.org/ingress-controller",
        classes: ["nginx"],
        prefixes: ["nginx.org/", "nginx.com/"],
        path: 'metadata.annotations["nginx.org/sticky-cookie-services"]',
        read: nginxInc,
    },
    {
        // https://doc.traefik.io/traefik/reference/install-configuration/providers/kubernetes/kubernetes-ingress/
        controller: "traefik.io/ingress-controller",
        classes: ["traefik"],
        prefixes: ["traefik.ingress.kubernetes.io/"],
        path: "spec.ingressClassName",
        read: traefik,
    },
    {
        // https://github.com/haproxytech/kubernetes-ingress/blob/master/documentation/ingressclass.md
        controller: "haproxy.org/ingress-controller",
        classes: ["haproxy"],
        prefixes: ["haproxy.org/", "haproxy.com/"],
        path: "spec.ingressClassName",
        read: haproxyTech,
    },
    {
        // https://haproxy-ingress.github.io/docs/configuration/command-line/#ingress-class
        controller: "haproxy-ingress.github.io/controller",
        classes: ["haproxy"],
        prefixes: ["haproxy-ingress.github.io/"],
        path: 'metadata.annotations["haproxy-ingress.github.io/affinity"]',
        read: haproxyIngress,
    },
    {
        // https://github.com/Azure/application-gateway-kubernetes-ingress/blob/master/helm/ingress-azure/values.yaml
        controller: "azure/application-gateway",
        classes: ["azure-application-gateway", "azure/application-gateway"],
        prefixes: ["appgw.ingress.kubernetes.io/"],
        path: 'metadata.annotations["appgw.ingress.kubernetes.io/cookie-based-affinity"]',
        read: applicationGateway,
    },
];
