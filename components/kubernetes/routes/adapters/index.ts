import { type RouteController, type RouteControllerArgs } from "../controller-args";
import { type RouteAdapter } from "../plan";
import { agic } from "./agic";
import { contour } from "./contour";
import { envoyGateway } from "./envoy-gateway";
import { gatewayApi } from "./gateway-api";
import { haproxyIngress } from "./haproxy-ingress";
import { haproxyTech } from "./haproxy-tech";
import { ingressNginx } from "./ingress-nginx";
import { istio } from "./istio";
import { nginxInc } from "./nginx-inc";
import { traefik } from "./traefik";

/** One adapter a controller. */
export const ADAPTERS: { readonly [K in RouteController]: RouteAdapter<NonNullable<RouteControllerArgs[K]>> } = {
    gatewayApi,
    ingressNginx,
    nginxInc,
    traefik,
    haproxyTech,
    haproxyIngress,
    contour,
    agic,
    istio,
    envoyGateway,
};
