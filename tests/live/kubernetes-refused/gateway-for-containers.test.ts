import assert from "node:assert/strict";

import { apply } from "../support/kubernetes/apply";
import { AGC } from "../support/kubernetes/definitions";
import { object, refuses, type Refused } from "../support/kubernetes/refused";
import { serverSuite } from "../support/kubernetes/suite";

const agcRoute = (spec: object, name?: string) => {
    const targetRef = { group: "gateway.networking.k8s.io", kind: "HTTPRoute", name: "orders" };
    return object("alb.networking.azure.io/v1", "RoutePolicy", { targetRef, ...spec }, name);
};

const AGC_REFUSES: readonly Refused[] = [
    {
        title: "a duration as a number",
        manifest: agcRoute({
            default: {
                sessionAffinity: { affinityType: "application-cookie", cookieName: "orders", cookieDuration: 3600 },
            },
        }),
        says: /cookieDuration: (Invalid value: "integer"|expected string)/,
    },
    {
        title: "another type of affinity",
        manifest: agcRoute({ default: { sessionAffinity: { affinityType: "header" } } }),
        says: /affinityType: Unsupported value: "header": supported values: "application-cookie", "managed-cookie"/,
    },
    {
        title: "affinity without its type",
        manifest: agcRoute({ default: { sessionAffinity: { cookieName: "orders" } } }),
        says: /affinityType: Required value/,
    },
    {
        title: "a policy without its target",
        manifest: object("alb.networking.azure.io/v1", "RoutePolicy", { default: {} }),
        says: /spec.targetRef: Required value/,
    },
];

serverSuite("A real API server with the definitions of Application Gateway for Containers", [AGC], (client) => {
    refuses(client, AGC_REFUSES);

    it("takes an application's cookie without its name and duration, which the controller needs", async () => {
        const sessionAffinity = { affinityType: "application-cookie" };
        const { status } = await apply(client(), agcRoute({ default: { sessionAffinity } }, "nameless"));
        assert.equal(status, 201);
    });
});
