import assert from "node:assert/strict";
import fc from "fast-check";

import { StickyRoute } from "../../../../../components/kubernetes";
import { gatewayDuration } from "../../../../../components/kubernetes/routes/durations";
import { runToThrow } from "../../../support/program";
import { WAYS } from "./ways";

/** https://gateway-api.sigs.k8s.io/geps/gep-2257/ */
const PATTERN = /^([0-9]{1,5}(h|m|s|ms)){1,4}$/;
const SECONDS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

describe("gatewayDuration", () => {
    it("writes any lifetime as the Gateway API's definitions take it", () => {
        fc.assert(
            fc.property(fc.integer({ min: 0, max: 400 * 86400 }), (seconds) => {
                const written = gatewayDuration(seconds);
                assert.match(written, PATTERN);
                const parts = [...written.matchAll(/([1-9][0-9]*|0)([hms])/g)];
                assert.equal(parts.map(([part]) => part).join(""), written);
                const read = parts.reduce(
                    (sum, [, count, unit]) => sum + Number(count) * (SECONDS[unit ?? ""] ?? 0),
                    0,
                );
                assert.equal(read, seconds);
            }),
        );
    });

    for (const [seconds, written] of [
        [0, "0s"],
        [1, "1s"],
        [60, "1m"],
        [3661, "1h1m1s"],
        [34560000, "9600h"],
    ] as const) {
        it(`writes ${seconds} seconds as ${written}`, () => assert.equal(gatewayDuration(seconds), written));
    }
});

describe("a cookie's name", () => {
    it("is taken where each controller takes it as it stands, and no other", async () => {
        const names = fc.string({ unit: fc.constantFrom(..."aZ0_.-;, =\t\"'`$#{}\\/é".split("")), maxLength: 66 });
        await fc.assert(
            fc.asyncProperty(names, async (name) => {
                const { thrown } = await runToThrow(
                    () =>
                        new StickyRoute("web", {
                            service: { name: "cart", port: 80 },
                            hosts: ["shop.example.com"],
                            affinity: { cookie: { name } },
                            controller: WAYS["traefik.ingressRoute"],
                        }),
                );
                const fits = name.length > 0 && name.length <= 63 && [...name].every((one) => /[\w.-]/.test(one));
                assert.equal(thrown === undefined, fits, `${JSON.stringify(name)}: ${String(thrown)}`);
            }),
            { numRuns: 150, examples: [["a;b"], ["a b"], ["a\n"], ["a".repeat(63)], ["a".repeat(64)], ["__Host-sid"]] },
        );
    });
});
