import { type RefusedAnnotation } from "../annotations";
import { capabilityFor } from "../capability";
import { type IngressClassArgs } from "../controller-args";
import { affinityOf } from "../route-affinity";
import { planIngress } from "../ingress";
import { type RouteAdapter } from "../plan";

const PREFIX = "appgw.ingress.kubernetes.io";

const REFUSED: readonly RefusedAnnotation[] = [
    { key: /^appgw\.ingress\.kubernetes\.io\/cookie-based-affinity/, why: "the component sets. Leave it out." },
];

/**
 * Azure's Application Gateway Ingress Controller: annotations of the Ingress. With a distinct name, backends behind one
 * gateway do not overwrite each other's cookies.
 */
export const agic: RouteAdapter<IngressClassArgs> = (request) => {
    const can = capabilityFor(request.check, "agic", request.asked);
    const ingress = planIngress(
        request,
        { ...request.settings, path: "controller.agic" },
        { [`${PREFIX}/cookie-based-affinity`]: "true", [`${PREFIX}/cookie-based-affinity-distinct-name`]: "true" },
        REFUSED,
    );
    return { affinity: affinityOf(can, request.asked), create: (opts) => [ingress(opts)] };
};
