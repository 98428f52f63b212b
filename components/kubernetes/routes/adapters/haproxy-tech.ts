import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../../affinity/checks";
import { type RefusedAnnotation } from "../annotations";
import { type AskedAffinity } from "../asked-affinity";
import { capabilityFor } from "../capability";
import { type IngressClassArgs } from "../controller-args";
import { affinityOf } from "../route-affinity";
import { planIngress } from "../ingress";
import { type RouteAdapter } from "../plan";
import { patchService, type RouteServiceMetadata } from "../service-patch";

const REFUSED: readonly RefusedAnnotation[] = [
    {
        key: /^haproxy\.(org|com)\/(cookie-persistence.*|load-balance)$/,
        why: "the component writes on the Service, where every release reads it. Leave it out.",
    },
];

/** HAProxy Technologies' controller: the Service carries the setting, since late releases ignore it on an Ingress. */
export const haproxyTech: RouteAdapter<IngressClassArgs> = (request) => {
    const { check, asked, name, service, settings } = request;
    const { can, metadata } = haproxyTechMetadata(check, asked);
    const ingress = planIngress(request, { ...settings, path: "controller.haproxyTech" }, {}, REFUSED);
    return {
        affinity: affinityOf(can, asked),
        create: (opts) => [ingress(opts), patchService(name, service, metadata, opts)],
    };
};

/** What HAProxy Technologies' controller wants on the Service. */
export function haproxyTechMetadata(check: Checks, asked: AskedAffinity) {
    const can = capabilityFor(check, "haproxyTech", asked);
    const metadata: RouteServiceMetadata = {
        annotations:
            asked.kind === "cookie"
                ? { "haproxy.org/cookie-persistence": asked.name as pulumi.Input<string> }
                : { "haproxy.org/load-balance": balanceBy(asked) },
    };
    return { can, metadata };
}

/** https://docs.haproxy.org/3.0/configuration.html#4.2-balance */
export function balanceBy(asked: AskedAffinity): pulumi.Input<string> {
    return asked.kind === "client-ip" ? "source" : pulumi.interpolate`hdr(${asked.name})`;
}
