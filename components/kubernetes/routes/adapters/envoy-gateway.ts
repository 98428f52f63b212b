import * as pulumi from "@pulumi/pulumi";

import { BackendTrafficPolicy, type EnvoyGatewayConsistentHash } from "../../custom-resources/backend-traffic-policy";
import { type DeepInput } from "../../custom-resources/typed-object";
import { type AskedAffinity } from "../asked-affinity";
import { capabilityFor } from "../capability";
import { type GatewayArgs } from "../controller-args";
import { affinityOf } from "../route-affinity";
import { gatewayDuration } from "../durations";
import { planGatewayRoute } from "../gateway-route";
import { type RouteAdapter } from "../plan";

/** Envoy Gateway's hash, by a policy of the route. https://gateway.envoyproxy.io/docs/tasks/traffic/load-balancing/#consistent-hash */
export const envoyGateway: RouteAdapter<GatewayArgs> = (request) => {
    const { check, asked, name, service } = request;
    const can = capabilityFor(check, "envoyGateway", asked);
    const planned = planGatewayRoute(request, "envoyGateway");
    return {
        affinity: affinityOf(can, asked),
        create: (opts) => {
            const route = planned(opts);
            const targetRef = {
                group: "gateway.networking.k8s.io" as const,
                kind: "HTTPRoute" as const,
                name: route.metadata.name,
            };
            const policy = new BackendTrafficPolicy(
                name,
                {
                    metadata: { namespace: service.namespace },
                    spec: {
                        targetRefs: [targetRef],
                        loadBalancer: { type: "ConsistentHash", consistentHash: hashOf(asked) },
                    },
                },
                opts,
            );
            return [route, policy];
        },
    };
};

function hashOf(asked: AskedAffinity): DeepInput<EnvoyGatewayConsistentHash> {
    if (asked.kind === "client-ip") return { type: "SourceIP" };
    const name = asked.name as pulumi.Input<string>;
    if (asked.kind === "header") return { type: "Header", header: { name } };
    return {
        type: "Cookie",
        cookie: {
            name,
            // Without a lifetime no cookie is issued; "0s" is the browser's session.
            ttl: pulumi.output(asked.ttlSeconds).apply((seconds) => gatewayDuration(seconds ?? 0)),
            // Envoy gives its cookie no path, so that each folder of the site would have one of its own.
            attributes: { Path: "/" },
        },
    };
}
