import assert from "node:assert/strict";

import { compare } from "../../../bench/benchmark";
import { interleave, ratioOf, spread } from "../../../bench/measure";

describe("measuring", () => {
    it("takes subjects in turn, each once a round", async () => {
        const order: string[] = [];
        const samples = await interleave(["one", "two"], 2, (subject, round) => {
            order.push(`${subject} ${round}`);
            return Promise.resolve({ seconds: order.length });
        });
        assert.deepEqual(order, ["one 1", "two 1", "one 2", "two 2"]);
        assert.deepEqual(samples, { one: [{ seconds: 1 }, { seconds: 3 }], two: [{ seconds: 2 }, { seconds: 4 }] });
    });

    for (const [values, expected] of [
        [[5], { median: 5, least: 5, most: 5 }],
        [[10, 9, 1], { median: 9, least: 1, most: 10 }],
        [[10, 1, 4, 2], { median: 3, least: 1, most: 10 }],
    ] as const) {
        it(`finds the median of ${values.join(", ")}`, () => assert.deepEqual(spread(values), expected));
    }

    it("has no median of nothing", () => assert.throws(() => spread([]), /median of nothing/));

    it("compares within each round, so that a machine that slows down does not count", () => {
        const baseline = [{ seconds: 1 }, { seconds: 10 }, { seconds: 100 }];
        const samples = [{ seconds: 2 }, { seconds: 20 }, { seconds: 300 }];
        assert.deepEqual(ratioOf(samples, baseline, "seconds"), { median: 2, least: 2, most: 3 });
    });

    it("says which metric a sample lacks", () => {
        assert.throws(() => ratioOf([{ seconds: 1 }], [{}], "seconds"), /a sample has no seconds/);
    });

    it("gives every subject its ratios, and the baseline none", () => {
        const metrics = [{ key: "seconds", label: "time", unit: "s", digits: 1 }];
        const { rows, rounds } = compare({ plain: [{ seconds: 2 }], ours: [{ seconds: 3 }] }, "plain", metrics);
        const same = (value: number) => ({ median: value, least: value, most: value });
        assert.equal(rounds, 1);
        assert.deepEqual(rows, [
            { subject: "plain", measures: { seconds: same(2) }, ratios: {} },
            { subject: "ours", measures: { seconds: same(3) }, ratios: { seconds: same(1.5) } },
        ]);
    });
});
