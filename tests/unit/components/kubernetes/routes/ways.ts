import { type RouteControllerArgs, type RouteWay } from "../../../../../components/kubernetes";

const gateway = { name: "edge" };
const release = { gateway, release: "1.6", channel: "experimental" } as const;

/** Each way of keeping clients with the fewest settings. */
export const WAYS: Readonly<Record<RouteWay, RouteControllerArgs>> = {
    "gatewayApi.implementation.envoyGateway": { gatewayApi: { ...release, implementation: { envoyGateway: {} } } },
    "gatewayApi.implementation.nginxGatewayFabric": {
        gatewayApi: { ...release, implementation: { nginxGatewayFabric: { plus: true, experimentalFeatures: true } } },
    },
    "gatewayApi.implementation.cilium": {
        gatewayApi: { ...release, implementation: { cilium: { sessionPersistence: true } } },
    },
    ingressNginx: { ingressNginx: { ingressClassName: "nginx" } },
    "nginxInc.ingress": { nginxInc: { ingress: { ingressClassName: "nginx" }, stickyCookies: "open-source-5.4" } },
    "nginxInc.virtualServer": {
        nginxInc: { virtualServer: { ingressClassName: "nginx" }, stickyCookies: "open-source-5.4" },
    },
    "traefik.ingress": { traefik: { ingress: { ingressClassName: "traefik" } } },
    "traefik.ingressRoute": { traefik: { ingressRoute: {} } },
    haproxyTech: { haproxyTech: { ingressClassName: "haproxy" } },
    haproxyIngress: { haproxyIngress: { ingressClassName: "haproxy" } },
    contour: { contour: {} },
    agic: { agic: { ingressClassName: "azure-application-gateway" } },
    "istio.consistentHash": { istio: { gateway, consistentHash: {} } },
    "istio.persistentSession": { istio: { gateway, persistentSession: { filterEnabled: true } } },
    envoyGateway: { envoyGateway: { gateway } },
};
