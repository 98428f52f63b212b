import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../../affinity/checks";
import { type AskedAffinity } from "../asked-affinity";
import { capabilityFor } from "../capability";
import { type IstioArgs } from "../controller-args";
import { affinityOf } from "../route-affinity";
import { planGatewayRoute } from "../gateway-route";
import { type RouteAdapter } from "../plan";
import { patchService, type RouteServiceMetadata } from "../service-patch";

const LABELS = { cookie: "istio.io/persistent-session", header: "istio.io/persistent-session-header" } as const;
/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const LABEL_VALUE = /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;

/** Istio's persistent sessions: a label of the Service, which istiod reads only with its filter on. */
export const istioPersistentSession: RouteAdapter<IstioArgs> = (request) => {
    const { check, asked, name, service, settings } = request;
    const { can, metadata } = istioMetadata(check, asked);
    if ((settings.persistentSession as { filterEnabled?: unknown }).filterEnabled !== true) {
        check.missing(
            "controller.istio.persistentSession.filterEnabled",
            "istiod reads the label only with PILOT_ENABLE_PERSISTENT_SESSION_FILTER=true, which is off unless it is set. " +
                "Set it and say so by filterEnabled: true, or take controller.istio.consistentHash.",
        );
    }
    const route = planGatewayRoute(request, "istio");
    return {
        affinity: affinityOf(can, asked),
        create: (opts) => [route(opts), patchService(name, service, metadata, opts)],
    };
};

/** What Istio wants on the Service. */
export function istioMetadata(check: Checks, asked: AskedAffinity) {
    const can = capabilityFor(check, "istio.persistentSession", asked);
    // A cookie's path cannot be given with it, since a label has neither colon nor slash; it is "/" then.
    const name = check.text(
        `affinity.${asked.member}.name`,
        asked.name,
        LABEL_VALUE,
        "Istio takes it from a label, so that it has to begin and end with a letter or digit.",
    ) as pulumi.Input<string>;
    const metadata: RouteServiceMetadata = {
        labels: { [asked.kind === "cookie" ? LABELS.cookie : LABELS.header]: name },
    };
    return { can, metadata };
}
