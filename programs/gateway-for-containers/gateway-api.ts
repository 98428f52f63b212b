import type * as pulumi from "@pulumi/pulumi";

import { type GatewayForContainers, StickyRoutePolicy } from "pulumi-session-affinity/gateway-for-containers";
import { HttpRoute, type StickyService } from "pulumi-session-affinity/kubernetes";

/** What is routed, and where it comes from. */
export interface Routed {
    readonly gateway: GatewayForContainers;
    readonly shop: StickyService;
    readonly chat: StickyService;
    readonly sticky: boolean;
}

/**
 * One HTTPRoute a Service, each with a RoutePolicy: the shop by a cookie of its own name and lifetime, the chat by the
 * gateway's, and with no end to its streams.
 */
export function routeByGatewayApi({ gateway, shop, chat, sticky }: Routed, opts: pulumi.ComponentResourceOptions) {
    const createRoute = (name: string, service: StickyService) =>
        new HttpRoute(
            name,
            {
                metadata: { namespace: service.namespace },
                spec: {
                    parentRefs: [gateway.parentRef],
                    hostnames: [`${name}.example.com`],
                    rules: [{ backendRefs: [{ name: service.name, port: 80 }] }],
                },
            },
            opts,
        );
    const toShop = createRoute("shop", shop);
    const toChat = createRoute("chat", chat);
    if (!sticky) return { affinities: [] };

    const applicationCookie = { name: "shop", durationSeconds: 3600 };
    const policies = [
        new StickyRoutePolicy("shop", { route: toShop, affinity: { applicationCookie }, replicas: 3 }, opts),
        new StickyRoutePolicy(
            "chat",
            { route: toChat, affinity: { managedCookie: true }, routeTimeoutSeconds: 0, replicas: 3 },
            opts,
        ),
    ];
    return { affinities: policies.map((policy) => policy.affinity) };
}
