import type * as pulumi from "@pulumi/pulumi";

import { HttpRoute, type NamedSessionPersistence, type TypedSessionPersistence } from "../custom-resources/http-route";
import { type DeepInput } from "../custom-resources/typed-object";
import { joinAnnotations } from "./annotations";
import { type RouteGatewayArgs } from "./controller-args";
import { type RouteRequest } from "./plan";
import { mustBePresent } from "./present";

/** Checks what a route of a Gateway needs, and returns what creates it. */
export function planGatewayRoute(
    request: RouteRequest<{ readonly gateway: RouteGatewayArgs }>,
    controller: string,
    sessionPersistence?: DeepInput<NamedSessionPersistence | TypedSessionPersistence>,
): (opts: pulumi.CustomResourceOptions) => HttpRoute {
    const { check, service, settings } = request;
    const path = `controller.${controller}.gateway`;
    mustBePresent(check, path, settings.gateway, "give the Gateway that the route belongs to.");
    const { namespace, sectionName } = settings.gateway;
    const name = check.required(`${path}.name`, settings.gateway.name, "give the Gateway's name.");
    if (request.tlsSecretName !== undefined) {
        throw check.fault(
            "tlsSecretName",
            "has no effect on a route of a Gateway: the Gateway's listener holds the certificate. Leave it out.",
        );
    }
    const annotations = joinAnnotations(check, request.annotations, {});
    return (opts) =>
        new HttpRoute(
            request.name,
            {
                metadata: { namespace: service.namespace, annotations },
                spec: {
                    parentRefs: [
                        {
                            name,
                            ...(namespace === undefined ? {} : { namespace }),
                            ...(sectionName === undefined ? {} : { sectionName }),
                        },
                    ] as DeepInput<{ name: string }>[],
                    hostnames: [...request.hosts],
                    rules: [
                        {
                            matches: request.paths.map((value) => ({ path: { type: "PathPrefix" as const, value } })),
                            backendRefs: [{ name: service.name, port: service.port }],
                            ...(sessionPersistence === undefined ? {} : { sessionPersistence }),
                        },
                    ],
                },
            },
            opts,
        );
}
