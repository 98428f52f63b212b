import assert from "node:assert/strict";
import { type StackValidationPolicy } from "@pulumi/policy";
import * as deserialize from "@pulumi/policy/deserialize";

import { type Conversions, shareConversions } from "../../../policy-pack/shared-conversions";
import { analyze, fixture } from "../../../policy-pack/testing";

/** Converts nothing, and counts how often it is asked to. */
function countingServer() {
    const asked: unknown[][] = [];
    const server: Conversions = {
        deserializeProperties: (...given) => {
            asked.push(given);
            return { number: asked.length };
        },
    };
    return { server, asked };
}

describe("shared conversions", () => {
    it("convert what was sent once", () => {
        const { server, asked } = countingServer();
        shareConversions(server);
        const [one, other] = [{}, {}];
        const results = [one, other, one, one].map((sent) => server.deserializeProperties(sent, false));
        assert.deepEqual(results, [{ number: 1 }, { number: 2 }, { number: 1 }, { number: 1 }]);
        assert.equal(asked.length, 2);
        assert.equal(asked[0]?.[0], one);
        assert.equal(asked[0]?.[1], false);
    });

    it("leave what marks secrets as it is, before and after", () => {
        const { server } = countingServer();
        shareConversions(server);
        const sent = {};
        const results = [true, true, false, true, false].map((mark) => server.deserializeProperties(sent, mark));
        assert.deepEqual(
            results,
            [1, 2, 3, 4, 3].map((number) => ({ number })),
        );
    });

    it("leave a server alone that has no such part", () => {
        const server = {};
        shareConversions(server);
        assert.deepEqual(server, {});
    });

    describe("in CrossGuard's own server", () => {
        const server = deserialize as unknown as Conversions;
        const { deserializeProperties: before } = server;
        afterEach(() => void (server.deserializeProperties = before));

        /** How many conversions two policies of a stack take, those that mark secrets not counted. */
        async function conversions(share: boolean): Promise<number> {
            let count = 0;
            server.deserializeProperties = (...given) => {
                const [, markSecrets] = given;
                if (!markSecrets) count++;
                return before(...given);
            };
            if (share) shareConversions();
            const seen: unknown[] = [];
            const policies = ["one", "two"].map((name): StackValidationPolicy => ({
                name,
                description: name,
                enforcementLevel: "mandatory",
                validateStack: ({ resources }) =>
                    void seen.push(resources.flatMap(({ props }) => (props["length"] as number | undefined) ?? [])),
            }));
            const stack = [
                fixture("test:index:Thing", "a", { length: 1 }),
                fixture("test:index:Thing", "b", { length: 2 }),
            ];
            await analyze(policies, stack);
            assert.deepEqual(seen, [
                [1, 2],
                [1, 2],
            ]);
            return count;
        }

        it("save those of all policies but one", async () => {
            const [apart, shared] = [await conversions(false), await conversions(true)];
            assert.ok(apart >= 4);
            assert.equal(shared, apart / 2);
        });
    });
});
