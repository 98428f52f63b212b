import assert from "node:assert/strict";

import { apply } from "../support/kubernetes/apply";
import { ISTIO } from "../support/kubernetes/definitions";
import { object, refuses, type Refused } from "../support/kubernetes/refused";
import { serverSuite } from "../support/kubernetes/suite";

const destinationRule = (loadBalancer: object, name?: string) =>
    object("networking.istio.io/v1", "DestinationRule", { host: "orders", trafficPolicy: { loadBalancer } }, name);
const hash = (consistentHash: object, name?: string) => destinationRule({ consistentHash }, name);
const ONE_OF =
    /"spec.trafficPolicy.loadBalancer.consistentHash" must validate one and only one schema \(oneOf\). Found 2 valid/;

const ISTIO_REFUSES: readonly Refused[] = [
    {
        title: "two keys",
        manifest: hash({ useSourceIp: true, httpHeaderName: "x-user" }),
        says: ONE_OF,
    },
    {
        title: "two algorithms",
        manifest: hash({ useSourceIp: true, ringHash: {}, maglev: {} }),
        says: ONE_OF,
    },
    {
        title: "a cookie without a name",
        manifest: hash({ httpCookie: { ttl: "0s" } }),
        says: /httpCookie.name: Required value/,
    },
    {
        title: "a hash beside a simple algorithm",
        manifest: destinationRule({ simple: "ROUND_ROBIN", consistentHash: { useSourceIp: true } }),
        says: /"spec.trafficPolicy.loadBalancer" must validate one and only one schema \(oneOf\). Found 2 valid/,
    },
];

serverSuite("A real API server with Istio's definitions", [ISTIO], (client) => {
    refuses(client, ISTIO_REFUSES);

    // Istio itself checks these, which the definitions alone do not. https://istio.io/latest/docs/reference/config/networking/destination-rule/
    for (const tableSize of [0, 4]) {
        it(`takes a Maglev table of ${tableSize}, which is no prime number`, async () => {
            const manifest = hash({ useSourceIp: true, maglev: { tableSize } }, `maglev-${tableSize}`);
            assert.equal((await apply(client(), manifest)).status, 201);
        });
    }

    it("takes a cookie that is never issued, for want of its ttl", async () => {
        const { status, body } = await apply(client(), hash({ httpCookie: { name: "orders" } }, "never-issued"));
        assert.equal(status, 201);
        assert.deepEqual(body.spec.trafficPolicy.loadBalancer.consistentHash, { httpCookie: { name: "orders" } });
    });
});
