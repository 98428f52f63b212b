import {
    GatewayForContainers,
    type GatewayForContainersArgs,
    StickyIngressExtension,
    StickyRoutePolicy,
    type StickyRoutePolicyArgs,
} from "../../../components/gateway-for-containers";
import { DELEGATED_SUBNET_ID } from "../../unit/support/furniture";
import { AGC, gateways } from "../support/kubernetes/definitions";
import { type KeptCase, keeps } from "../support/kubernetes/kept";
import { serverSuite } from "../support/kubernetes/suite";

const managed = { affinityType: "managed-cookie", cookieName: undefined, cookieDuration: undefined };
const application = { affinityType: "application-cookie", cookieName: "cart", cookieDuration: "3600s" };
const cookie = { applicationCookie: { name: "cart", durationSeconds: 3600 } };

const policy = (title: string, args: Partial<StickyRoutePolicyArgs>, part: object): KeptCase => ({
    title: `a StickyRoutePolicy ${title}`,
    program: () => new StickyRoutePolicy("web", { route: { name: "orders", namespace: "shop" }, ...args }),
    kept: { RoutePolicy: { spec: { default: part } } },
});
const gateway = (title: string, args: Partial<GatewayForContainersArgs>, kept: KeptCase["kept"]): KeptCase => ({
    title: `a GatewayForContainers ${title}`,
    program: () => new GatewayForContainers("edge", { listeners: [{ name: "http" }], ...args }),
    kept,
});

const CASES: readonly KeptCase[] = [
    policy("with the gateway's own cookie", {}, { sessionAffinity: managed }),
    policy("with a cookie of its own", { affinity: cookie }, { sessionAffinity: application }),
    policy("of a stream", { routeTimeoutSeconds: 0 }, { sessionAffinity: managed, timeouts: { routeTimeout: "0s" } }),
    {
        title: "a StickyIngressExtension for several Services",
        program: () =>
            new StickyIngressExtension("web", {
                backendSettings: [
                    { service: "cart", affinity: cookie, ports: [{ port: 80, protocol: "HTTP" }] },
                    { service: "orders", requestTimeoutSeconds: 30 },
                ],
                namespace: "shop",
            }),
        kept: {
            IngressExtension: {
                spec: {
                    backendSettings: [
                        { service: "cart", sessionAffinity: application },
                        { service: "orders", sessionAffinity: managed, timeouts: { requestTimeout: "30s" } },
                    ],
                },
            },
        },
    },
    gateway(
        "of its own",
        {
            bringYourOwn: { resourceGroupName: "rg", subnet: { id: DELEGATED_SUBNET_ID } },
            listeners: [
                { name: "http", hostname: "*.example.com" },
                { name: "https", tlsSecretName: "certificate", routesFrom: "All" },
            ],
        },
        { Gateway: { spec: { addresses: [{ type: "alb.networking.azure.io/alb-frontend" }] } } },
    ),
    gateway(
        "that the controller owns",
        { managed: { subnet: { id: DELEGATED_SUBNET_ID } } },
        { Gateway: {}, ApplicationLoadBalancer: { spec: { associations: [DELEGATED_SUBNET_ID] } } },
    ),
];

serverSuite(
    "A real API server with Application Gateway for Containers takes and keeps",
    [AGC, gateways("1.6")],
    (client) => keeps(client, CASES),
);
