import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";

import { serviceMetadataFor } from "../../../../../components/kubernetes";
import { known } from "../../../support/program";

describe("serviceMetadataFor", () => {
    for (const [way, affinity, metadata] of [
        [
            "traefik.ingress",
            { cookie: { name: "sid", ttlSeconds: 60 } },
            {
                annotations: {
                    "traefik.ingress.kubernetes.io/service.sticky.cookie": "true",
                    "traefik.ingress.kubernetes.io/service.sticky.cookie.name": "sid",
                    "traefik.ingress.kubernetes.io/service.sticky.cookie.maxage": "60",
                    "traefik.ingress.kubernetes.io/service.nativelb": "false",
                },
            },
        ],
        ["haproxyTech", { clientIp: true }, { annotations: { "haproxy.org/load-balance": "source" } }],
        ["haproxyTech", { cookie: {} }, { annotations: { "haproxy.org/cookie-persistence": "sticky-affinity" } }],
        [
            "istio.persistentSession",
            { header: { name: "X-Id" } },
            { labels: { "istio.io/persistent-session-header": "X-Id" } },
        ],
    ] as const) {
        it(`tells what ${way} wants on the Service for ${JSON.stringify(affinity)}`, async () => {
            assert.deepEqual(await known(pulumi.output(serviceMetadataFor(way, affinity))), metadata);
        });
    }

    it("refuses what the controller cannot do", () => {
        assert.throws(
            () => serviceMetadataFor("istio.persistentSession", { clientIp: true }),
            /serviceMetadataFor istio\.persistentSession: args\.affinity\.clientIp asks what/,
        );
    });
});
