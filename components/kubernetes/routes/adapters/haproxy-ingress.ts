import type * as pulumi from "@pulumi/pulumi";

import { type RefusedAnnotation } from "../annotations";
import { capabilityFor } from "../capability";
import { type IngressClassArgs } from "../controller-args";
import { affinityOf } from "../route-affinity";
import { planIngress } from "../ingress";
import { type RouteAdapter } from "../plan";
import { balanceBy } from "./haproxy-tech";

const PREFIX = "haproxy-ingress.github.io";

const REFUSED: readonly RefusedAnnotation[] = [
    {
        key: /^haproxy-ingress\.github\.io\/(affinity|session-cookie-(name|strategy)|balance-algorithm)$/,
        why: "the component sets. Leave it out.",
    },
];

/** HAProxy Ingress: annotations of the Ingress. https://haproxy-ingress.github.io/docs/configuration/keys/#affinity */
export const haproxyIngress: RouteAdapter<IngressClassArgs> = (request) => {
    const { check, asked, settings } = request;
    const can = capabilityFor(check, "haproxyIngress", asked);
    const own: Record<string, pulumi.Input<string>> = asked.kind === "cookie"
        ? {
              [`${PREFIX}/affinity`]: "cookie",
              [`${PREFIX}/session-cookie-name`]: asked.name as pulumi.Input<string>,
              [`${PREFIX}/session-cookie-strategy`]: "insert",
          }
        : { [`${PREFIX}/balance-algorithm`]: balanceBy(asked) };
    const ingress = planIngress(request, { ...settings, path: "controller.haproxyIngress" }, own, REFUSED);
    return { affinity: affinityOf(can, asked), create: (opts) => [ingress(opts)] };
};
