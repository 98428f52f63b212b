import * as pulumi from "@pulumi/pulumi";

import { type ConsistentHash, DestinationRule } from "../../custom-resources/destination-rule";
import { type DeepInput } from "../../custom-resources/typed-object";
import { type AskedAffinity } from "../asked-affinity";
import { capabilityFor } from "../capability";
import { type IstioArgs } from "../controller-args";
import { affinityOf } from "../route-affinity";
import { planGatewayRoute } from "../gateway-route";
import { type RouteAdapter } from "../plan";

/** Istio's hash. https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB */
export const istioConsistentHash: RouteAdapter<IstioArgs> = (request) => {
    const { check, asked, name, service } = request;
    const can = capabilityFor(check, "istio.consistentHash", asked);
    const route = planGatewayRoute(request, "istio");
    return {
        affinity: affinityOf(can, asked),
        create: (opts) => [
            route(opts),
            new DestinationRule(
                name,
                {
                    metadata: { namespace: service.namespace },
                    // A short name is in the rule's own namespace.
                    spec: {
                        host: service.name,
                        trafficPolicy: { loadBalancer: { consistentHash: hashOf(asked) } },
                    },
                },
                opts,
            ),
        ],
    };
};

function hashOf(asked: AskedAffinity): DeepInput<ConsistentHash> {
    if (asked.kind === "client-ip") return { useSourceIp: true };
    const name = asked.name as pulumi.Input<string>;
    if (asked.kind === "header") return { httpHeaderName: name };
    // Without a lifetime no cookie is ever issued; "0s" is the browser's session.
    return { httpCookie: { name, path: "/", ttl: pulumi.interpolate`${asked.ttlSeconds ?? 0}s` } };
}
