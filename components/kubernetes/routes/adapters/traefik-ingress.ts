import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../../affinity/checks";
import { type RefusedAnnotation } from "../annotations";
import { type AskedAffinity } from "../asked-affinity";
import { capabilityFor } from "../capability";
import { type TraefikArgs } from "../controller-args";
import { affinityOf } from "../route-affinity";
import { planIngress } from "../ingress";
import { type RouteAdapter } from "../plan";
import { patchService, type RouteServiceMetadata } from "../service-patch";

const PREFIX = "traefik.ingress.kubernetes.io/service";

/** Those of the Service do nothing on the Ingress. */
export const REFUSED: readonly RefusedAnnotation[] = [
    {
        key: /^traefik\.ingress\.kubernetes\.io\/service\./,
        why: "Traefik reads off the Service only. The component writes there what keeps sessions. Leave it out.",
    },
];

/** Traefik's Ingress: the Service carries the cookie. https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/ingress/#on-service */
export const traefikIngress: RouteAdapter<TraefikArgs> = (request) => {
    const { check, asked, name, service, settings } = request;
    const { can, metadata } = traefikMetadata(check, asked);
    const ingress = planIngress(request, { ...settings.ingress, path: "controller.traefik.ingress" }, {}, REFUSED);
    return {
        affinity: affinityOf(can, asked),
        create: (opts) => [ingress(opts), patchService(name, service, metadata, opts)],
    };
};

/** What Traefik wants on the Service. The cookie's path is "/" by itself, and early releases refuse to be told of it. */
export function traefikMetadata(check: Checks, asked: AskedAffinity) {
    const can = capabilityFor(check, "traefik.ingress", asked);
    const metadata: RouteServiceMetadata = {
        annotations: {
            [`${PREFIX}.sticky.cookie`]: "true",
            [`${PREFIX}.sticky.cookie.name`]: asked.name as pulumi.Input<string>,
            ...(asked.ttlSeconds === undefined
                ? {}
                : { [`${PREFIX}.sticky.cookie.maxage`]: pulumi.interpolate`${asked.ttlSeconds}` }),
            // Else Traefik sends to the Service's own address, if its installation says so, and keeps nobody.
            [`${PREFIX}.nativelb`]: "false",
        },
    };
    return { can, metadata };
}
