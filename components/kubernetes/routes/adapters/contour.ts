import type * as pulumi from "@pulumi/pulumi";

import { HttpProxy, type HttpProxyLoadBalancerPolicy } from "../../custom-resources/http-proxy";
import { type DeepInput } from "../../custom-resources/typed-object";
import { joinAnnotations } from "../annotations";
import { type AskedAffinity } from "../asked-affinity";
import { capabilityFor } from "../capability";
import { type ContourArgs } from "../controller-args";
import { affinityOf } from "../route-affinity";
import { type RouteAdapter } from "../plan";

/** Contour: an HTTPProxy for each host. https://projectcontour.io/docs/main/config/request-routing/#load-balancing-strategy */
export const contour: RouteAdapter<ContourArgs> = (request) => {
    const { check, asked, service, settings, tlsSecretName } = request;
    const can = capabilityFor(check, "contour", asked);
    const annotations = joinAnnotations(check, request.annotations, {});
    const { ingressClassName } = settings;
    const routes = request.paths.map((prefix) => ({
        conditions: [{ prefix }],
        services: [{ name: service.name, port: service.port }],
        loadBalancerPolicy: policyOf(asked),
    }));
    return {
        affinity: affinityOf(can, asked),
        create: (opts) =>
            request.hosts.map(
                (fqdn, index) =>
                    new HttpProxy(
                        index === 0 ? request.name : `${request.name}-${index}`,
                        {
                            metadata: { namespace: service.namespace, annotations },
                            spec: {
                                ...(ingressClassName === undefined
                                    ? {}
                                    : { ingressClassName: ingressClassName as pulumi.Input<string> }),
                                virtualhost: {
                                    fqdn,
                                    ...(tlsSecretName === undefined ? {} : { tls: { secretName: tlsSecretName } }),
                                },
                                routes,
                            },
                        },
                        opts,
                    ),
            ),
    };
};

function policyOf(asked: AskedAffinity): DeepInput<HttpProxyLoadBalancerPolicy> {
    if (asked.kind === "cookie") return { strategy: "Cookie" };
    return {
        strategy: "RequestHash",
        requestHashPolicies: [
            asked.kind === "client-ip"
                ? { hashSourceIP: true }
                : { headerHashOptions: { headerName: asked.name as pulumi.Input<string> } },
        ],
    };
}
