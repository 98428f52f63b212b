import * as pulumi from "@pulumi/pulumi";

import { IngressRoute } from "../../custom-resources/ingress-route";
import { joinAnnotations } from "../annotations";
import { capabilityFor } from "../capability";
import { type TraefikArgs } from "../controller-args";
import { affinityOf } from "../route-affinity";
import { type RouteAdapter, type RouteRequest } from "../plan";
import { REFUSED } from "./traefik-ingress";

/** Traefik's IngressRoute. https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/ingressroute/ */
export const traefikIngressRoute: RouteAdapter<TraefikArgs> = (request) => {
    const { check, asked, service, settings, tlsSecretName } = request;
    const can = capabilityFor(check, "traefik.ingressRoute", asked);
    const annotations = joinAnnotations(check, request.annotations, {}, REFUSED);
    const entryPoints = settings.ingressRoute?.entryPoints;
    return {
        affinity: affinityOf(can, asked),
        create: (opts) => [
            new IngressRoute(
                request.name,
                {
                    metadata: { namespace: service.namespace, annotations },
                    spec: {
                        ...(entryPoints === undefined ? {} : { entryPoints: entryPoints as pulumi.Input<string[]> }),
                        routes: [
                            {
                                kind: "Rule",
                                match: matchOf(request),
                                services: [
                                    {
                                        kind: "Service",
                                        name: service.name,
                                        port: service.port,
                                        // Else Traefik sends to the Service's own address, if its installation says so.
                                        nativeLB: false,
                                        sticky: {
                                            cookie: {
                                                name: asked.name as pulumi.Input<string>,
                                                ...(asked.ttlSeconds === undefined ? {} : { maxAge: asked.ttlSeconds }),
                                            },
                                        },
                                    },
                                ],
                            },
                        ],
                        ...(tlsSecretName === undefined ? {} : { tls: { secretName: tlsSecretName } }),
                    },
                },
                opts,
            ),
        ],
    };
};

/** https://doc.traefik.io/traefik/reference/routing-configuration/http/router/rules-and-priority/ */
function matchOf({ hosts, paths }: RouteRequest<TraefikArgs>): pulumi.Output<string> {
    const anyOf = (matchers: string[]) => (matchers.length === 1 ? matchers.join("") : `(${matchers.join(" || ")})`);
    return pulumi
        .all([pulumi.all([...hosts]), pulumi.all([...paths])])
        .apply(
            ([names, beginnings]) =>
                `${anyOf(names.map((host) => `Host(\`${host}\`)`))} && ` +
                anyOf(beginnings.map((path) => `PathPrefix(\`${path}\`)`)),
        );
}
