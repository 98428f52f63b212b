import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { joinAnnotations, type RefusedAnnotation } from "./annotations";
import { type IngressClassArgs } from "./controller-args";
import { type RouteRequest } from "./plan";

/** Checks what an Ingress needs, and returns what creates it. */
export function planIngress(
    request: RouteRequest<unknown>,
    place: Partial<IngressClassArgs> & { readonly path: string },
    own: Record<string, pulumi.Input<string>>,
    refused: readonly RefusedAnnotation[],
): (opts: pulumi.CustomResourceOptions) => kubernetes.networking.v1.Ingress {
    const { check, hosts, paths, service, tlsSecretName } = request;
    const ingressClassName = check.required(
        `${place.path}.ingressClassName`,
        place.ingressClassName,
        "give the class that the controller answers to, as kubectl get ingressclass shows it.",
    );
    const annotations = joinAnnotations(check, request.annotations, own, refused);
    const backend = { service: { name: service.name, port: { number: service.port } } };
    return (opts) =>
        new kubernetes.networking.v1.Ingress(
            request.name,
            {
                metadata: { namespace: service.namespace, annotations },
                spec: {
                    ingressClassName,
                    ...(tlsSecretName === undefined ? {} : { tls: [{ hosts: [...hosts], secretName: tlsSecretName }] }),
                    rules: hosts.map((host) => ({
                        host,
                        http: { paths: paths.map((path) => ({ path, pathType: "Prefix", backend })) },
                    })),
                },
            },
            opts,
        );
}
