import * as pulumi from "@pulumi/pulumi";

import { type RefusedAnnotation } from "../annotations";
import { type AskedAffinity } from "../asked-affinity";
import { capabilityFor } from "../capability";
import { type IngressNginxArgs } from "../controller-args";
import { affinityOf } from "../route-affinity";
import { planIngress } from "../ingress";
import { type RouteAdapter } from "../plan";

const PREFIX = "nginx.ingress.kubernetes.io";

const REFUSED: readonly RefusedAnnotation[] = [
    {
        key: /^nginx\.ingress\.kubernetes\.io\/service-upstream$/,
        why: "sends to the Service's own address instead of its pods, so that no client is kept. Leave it out.",
    },
    {
        key: /^nginx\.ingress\.kubernetes\.io\/session-cookie-hash$/,
        why: "ingress-nginx no longer reads. Leave it out.",
    },
    {
        key: /^nginx\.ingress\.kubernetes\.io\/(affinity.*|session-cookie-(name|path|max-age|expires)|upstream-hash-by.*)$/,
        why: "the component sets. Leave it out.",
    },
];

/** ingress-nginx: annotations of the Ingress. https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/ */
export const ingressNginx: RouteAdapter<IngressNginxArgs> = (request) => {
    const { check, asked, settings } = request;
    const can = capabilityFor(check, "ingressNginx", asked);
    const mode = readMode(request) ?? "persistent";
    const own = asked.kind === "cookie" ? cookieAnnotations(asked, mode) : hashAnnotations(asked);
    const ingress = planIngress(
        request,
        { ...settings, path: "controller.ingressNginx" },
        { ...own, [`${PREFIX}/service-upstream`]: "false" },
        REFUSED,
    );
    return {
        // Balanced mode gives some sessions away when pods are added.
        affinity: affinityOf({ ...can, strength: mode === "balanced" ? "soft" : can.strength }, asked),
        warnings: [
            "ingress-nginx is retired: its maintenance ended in March 2026. " +
                "Plan for another controller; only the member of controller changes. https://github.com/kubernetes/ingress-nginx",
        ],
        create: (opts) => [ingress(opts)],
    };
};

function readMode({
    check,
    asked,
    settings,
}: Parameters<typeof ingressNginx>[0]): "persistent" | "balanced" | undefined {
    const path = "controller.ingressNginx.affinityMode";
    const mode = check.oneOf(path, settings.affinityMode, ["persistent", "balanced"]);
    if (mode !== undefined && asked.kind !== "cookie") {
        check.fail(path, mode, "it has an effect with a cookie only. Leave it out.");
    }
    return mode as "persistent" | "balanced" | undefined;
}

function cookieAnnotations(asked: AskedAffinity, mode: string): Record<string, pulumi.Input<string>> {
    return {
        [`${PREFIX}/affinity`]: "cookie",
        [`${PREFIX}/affinity-mode`]: mode,
        [`${PREFIX}/session-cookie-name`]: asked.name as pulumi.Input<string>,
        // Else each path of the route has a cookie of its own, and one with use-regex has none that works.
        [`${PREFIX}/session-cookie-path`]: "/",
        ...(asked.ttlSeconds === undefined
            ? {}
            : {
                  [`${PREFIX}/session-cookie-max-age`]: pulumi.interpolate`${asked.ttlSeconds}`,
                  [`${PREFIX}/session-cookie-expires`]: pulumi.interpolate`${asked.ttlSeconds}`,
              }),
    };
}

function hashAnnotations(asked: AskedAffinity): Record<string, pulumi.Input<string>> {
    return {
        [`${PREFIX}/upstream-hash-by`]:
            asked.kind === "client-ip"
                ? "$binary_remote_addr"
                : pulumi.output(asked.name as pulumi.Input<string>).apply(nginxVariable),
    };
}

/** NGINX's variable that holds a request's header. https://nginx.org/en/docs/http/ngx_http_core_module.html#var_http_ */
export function nginxVariable(header: string): string {
    return `$http_${header.toLowerCase().replaceAll("-", "_")}`;
}
