import * as pulumi from "@pulumi/pulumi";

import { VirtualServer } from "../../custom-resources/virtual-server";
import { joinAnnotations, type RefusedAnnotation } from "../annotations";
import { type AskedAffinity } from "../asked-affinity";
import { capabilityFor } from "../capability";
import { type NginxIncArgs } from "../controller-args";
import { planIngress } from "../ingress";
import { type RouteAdapter, type RoutePlan, type RouteRequest } from "../plan";
import { affinityOf } from "../route-affinity";
import { nginxVariable } from "./ingress-nginx";

/** Name of a VirtualServer's only upstream. */
const UPSTREAM = "pods";

const REFUSED: readonly RefusedAnnotation[] = [
    {
        key: /^nginx\.org\/use-cluster-ip$/,
        why: "sends to the Service's own address instead of its pods, so that no client is kept. Leave it out.",
    },
    { key: /^nginx\.(org|com)\/(sticky-cookie-services|lb-method)$/, why: "the component sets. Leave it out." },
];

/** NGINX Ingress Controller: annotations of an Ingress, or a VirtualServer for each host. */
export const nginxInc: RouteAdapter<NginxIncArgs> = (request) => {
    const { check, asked, settings } = request;
    const object = check.exactlyOne("controller.nginxInc.", settings, ["ingress", "virtualServer"]);
    const can = capabilityFor(check, `nginxInc.${object}`, asked);
    const path = "controller.nginxInc.stickyCookies";
    const cookies = check.oneOf(path, settings.stickyCookies, ["plus", "open-source-5.4"]);
    if (asked.kind === "cookie" && cookies === undefined) {
        check.missing(path, 'only NGINX Plus ("plus") and open source since 5.4 ("open-source-5.4") keep cookies.');
    }
    if (object === "virtualServer") return { affinity: affinityOf(can, asked), create: planVirtualServers(request) };
    return planAnnotatedIngress(request, can, cookies === "plus" ? "nginx.com" : "nginx.org");
};

/** Releases of Plus before 5.4 know the annotation under `nginx.com` only, and later ones under both names. */
function planAnnotatedIngress(
    request: RouteRequest<NginxIncArgs>,
    can: ReturnType<typeof capabilityFor>,
    group: string,
): RoutePlan {
    const { asked, service, settings } = request;
    const own: Record<string, pulumi.Input<string>> = asked.kind === "cookie"
        ? { [`${group}/sticky-cookie-services`]: stickyCookieServices(service.name, asked) }
        : { "nginx.org/lb-method": balancingMethod(asked) };
    const ingress = planIngress(
        request,
        { ...settings.ingress, path: "controller.nginxInc.ingress" },
        { ...own, "nginx.org/use-cluster-ip": "false" },
        REFUSED,
    );
    const [key] = Object.keys(own);
    return {
        affinity: affinityOf({ ...can, source: `metadata.annotations["${key}"]` }, asked),
        create: (opts) => [ingress(opts)],
    };
}

/** https://docs.nginx.com/nginx-ingress-controller/configuration/ingress-resources/advanced-configuration-with-annotations/ */
function stickyCookieServices(service: pulumi.Input<string>, asked: AskedAffinity): pulumi.Output<string> {
    return pulumi
        .all([service, asked.name, asked.ttlSeconds])
        .apply(
            ([name, cookie, seconds]) =>
                `serviceName=${name} ${cookie}${seconds === undefined ? "" : ` expires=${seconds}s`} path=/`,
        );
}

/** `ip_hash` takes the first three numbers of an IPv4 address. https://nginx.org/en/docs/http/ngx_http_upstream_module.html#ip_hash */
function balancingMethod(asked: AskedAffinity): pulumi.Input<string> {
    if (asked.kind === "client-ip") return "ip_hash";
    return pulumi.output(asked.name as pulumi.Input<string>).apply((name) => `hash ${nginxVariable(name)} consistent`);
}

function planVirtualServers(request: RouteRequest<NginxIncArgs>): RoutePlan["create"] {
    const { check, asked, service, paths, tlsSecretName } = request;
    const ingressClassName = check.required(
        "controller.nginxInc.virtualServer.ingressClassName",
        request.settings.virtualServer?.ingressClassName,
        "give the class that the controller answers to, as kubectl get ingressclass shows it.",
    );
    const annotations = joinAnnotations(check, request.annotations, {}, REFUSED);
    const upstream = {
        name: UPSTREAM,
        service: service.name,
        port: service.port,
        "use-cluster-ip": false,
        ...(asked.kind === "cookie"
            ? { sessionCookie: sessionCookie(asked) }
            : { "lb-method": balancingMethod(asked) }),
    };
    return (opts) =>
        request.hosts.map(
            (host, index) =>
                new VirtualServer(
                    index === 0 ? request.name : `${request.name}-${index}`,
                    {
                        metadata: { namespace: service.namespace, annotations },
                        spec: {
                            host,
                            ingressClassName,
                            ...(tlsSecretName === undefined ? {} : { tls: { secret: tlsSecretName } }),
                            upstreams: [upstream],
                            routes: paths.map((path) => ({ path, action: { pass: UPSTREAM } })),
                        },
                    },
                    opts,
                ),
        );
}

function sessionCookie(asked: AskedAffinity) {
    return {
        enable: true,
        name: asked.name as pulumi.Input<string>,
        path: "/",
        ...(asked.ttlSeconds === undefined ? {} : { expires: pulumi.interpolate`${asked.ttlSeconds}s` }),
    };
}
