import { type TraefikArgs } from "../controller-args";
import { type RouteAdapter } from "../plan";
import { traefikIngress } from "./traefik-ingress";
import { traefikIngressRoute } from "./traefik-ingress-route";

/** Traefik: annotations of the Service, or an IngressRoute. */
export const traefik: RouteAdapter<TraefikArgs> = (request) =>
    request.check.exactlyOne("controller.traefik.", request.settings, ["ingress", "ingressRoute"]) === "ingress"
        ? traefikIngress(request)
        : traefikIngressRoute(request);
