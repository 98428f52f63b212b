import assert from "node:assert/strict";

import fc from "fast-check";

import { seeded } from "../../../../../cli/probe/random";
import { scheduleOf } from "../../../../../cli/probe/schedule";
import { clopperPearson, clusteredInterval } from "../../../../../cli/probe/statistics/interval";
import { kappaOf } from "../../../../../cli/probe/statistics/kappa";
import {
    logChanceOfNoMove,
    logFactorOfGaps,
    monteCarlo,
    pairsOf,
} from "../../../../../cli/probe/statistics/permutation";
import { repeatsOf } from "../../../../../cli/probe/statistics/repeats";
import { spreadOf } from "../../../../../cli/probe/statistics/spread";
import { type Table } from "../../../../../cli/probe/statistics/table";

/** A table from rows of replicas' numbers, -1 where unknown. */
function table(...rows: number[][]): Table {
    const replicas = Array.from({ length: Math.max(...rows.flat()) + 1 }, (_, index) => `r${index}`);
    return {
        clients: rows[0]?.length ?? 0,
        rounds: rows.length,
        replicas,
        cells: rows.map((row) => Int32Array.from(row)),
    };
}

/** A table in which every client stays, with as many clients on each replica as listed. */
function sticky(rounds: number, ...counts: number[]): Table {
    const row = counts.flatMap((count, replica) => new Array<number>(count).fill(replica));
    return table(...Array.from({ length: rounds }, () => row));
}

function about(actual: number | undefined, expected: number, tolerance = 1e-9): void {
    assert.ok(
        actual !== undefined && Math.abs(actual / expected - 1) < tolerance,
        `${actual} is not about ${expected}`,
    );
}

function chanceOf(found: Table): number {
    return Math.exp(logChanceOfNoMove(found) ?? NaN);
}

function* ordersOf(values: readonly number[]): Generator<number[]> {
    if (values.length === 0) yield [];
    for (const [index, value] of values.entries()) {
        for (const rest of ordersOf(values.toSpliced(index, 1))) yield [value, ...rest];
    }
}

describe("the exact permutation test", () => {
    it("is (product of k! / C!) ^ (rounds - 1) without gaps", () => {
        about(chanceOf(sticky(2, 3, 3, 3)), 216 / 362_880);
        about(chanceOf(sticky(3, 3, 3, 3)), (216 / 362_880) ** 2);
        about(chanceOf(sticky(5, 39, 1)), 40 ** -4);
        about(chanceOf(sticky(2, 4)), 1);
    });

    it("knows no chance once a client moved, even after a gap", () => {
        assert.equal(logChanceOfNoMove(table([0, 1], [1, 0])), undefined);
        assert.equal(logChanceOfNoMove(table([0, 1], [-1, 1], [1, 1])), undefined);
    });

    it("is what counting all orders of a round gives, gaps included", () => {
        const cell = fc.integer({ min: -1, max: 2 });
        const rows = fc.tuple(
            fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 6, maxLength: 6 }),
            fc.array(cell, { minLength: 6, maxLength: 6 }),
        );
        fc.assert(
            fc.property(rows, ([homes, gaps]) => {
                const first = homes.map((home, client) => (client === 5 ? -1 : home));
                const second = homes.map((home, client) => (gaps[client] === -1 ? -1 : home));
                const places = second.flatMap((value, client) => (value === -1 ? [] : [client]));
                let all = 0;
                let faithful = 0;
                for (const order of ordersOf(places.map((client) => second[client] as number))) {
                    all++;
                    if (places.every((client, place) => first[client] === -1 || first[client] === order[place]))
                        faithful++;
                }
                about(
                    chanceOf(
                        table(
                            first,
                            second,
                            [0, 1, 2, 0, 1, 2].map(() => -1),
                        ),
                    ),
                    faithful / all,
                );
            }),
            { numRuns: 60 },
        );
    });

    it("raises the chance for every set of gaps that could hide moves", () => {
        about(Math.exp(logFactorOfGaps(200, 0)), 2);
        about(Math.exp(logFactorOfGaps(200, 1)), 4 * 200);
        about(Math.exp(logFactorOfGaps(200, 2)), 8 * 19_900, 1e-7);
    });
});

describe("the Monte-Carlo test", () => {
    it("agrees with the exact one", () => {
        const { p } = monteCarlo(sticky(2, 2, 2), seeded(1));
        assert.ok(Math.abs(p - 4 / 24) < 0.12, `${p}`);
    });

    it("goes down to one in 2,000, and no further", () => {
        assert.deepEqual(monteCarlo(sticky(5, 20, 20), seeded(1)), { p: 1 / 2_000, shuffles: 1_999 });
    });

    it("ends early where shuffles agree as much", () => {
        assert.deepEqual(monteCarlo(table([0, 1, 0, 1], [1, 0, 1, 0]), seeded(1)), { p: 1, shuffles: 10 });
    });

    it("leaves gaps where they are", () => {
        const { p } = monteCarlo(table([0, 1, -1, -1], [0, 1, 0, 1], [-1, -1, 1, 0]), seeded(1));
        // The two known pairs of the first two rounds: 2 of 6 places for a 0 at the first client, and so on.
        assert.ok(p > 0.1 && p <= 1, `${p}`);
    });

    it("is small for chance as seldom as it says", () => {
        let small = 0;
        for (let seed = 0; seed < 300; seed++) {
            const random = seeded(seed);
            const rows = Array.from({ length: 3 }, () => Array.from({ length: 12 }, () => random(0, 2)));
            if (monteCarlo(table(...rows), random).p <= 0.1) small++;
        }
        assert.ok(small < 55, `${small} of 300`);
    });
});

describe("agreement", () => {
    it("counts pairs of neighbouring rounds that were both answered", () => {
        assert.deepEqual(pairsOf(table([0, 1, -1], [0, 0, 1], [1, 0, -1])), { pairs: 4, agreeing: 2 });
    });

    it("is kappa 1 where sticky, about 0 at random, below 0 where the last replica is avoided", () => {
        assert.equal(kappaOf(sticky(3, 4, 4)), 1);
        about(kappaOf(table([0, 1, 0, 1], [1, 0, 1, 0])), -1);
        about(kappaOf(table([0, 0, 1, 1], [0, 1, 0, 1])), 0 + 1e-300, 2);
        assert.equal(kappaOf(sticky(3, 4)), undefined);
        assert.equal(kappaOf(table([0, 1])), undefined);
    });

    it("counts a client's repeats from its first answer on, across gaps", () => {
        assert.deepEqual(repeatsOf(table([-1, 0, -1], [1, -1, -1], [1, 0, -1], [0, 0, -1])), [
            { client: 0, first: 1, repeats: 2, stayed: 1 },
            { client: 1, first: 0, repeats: 2, stayed: 2 },
        ]);
    });
});

describe("intervals", () => {
    it("are those of Clopper and Pearson", () => {
        about(clopperPearson(160, 160, 0.95).low, 0.025 ** (1 / 160));
        about(clopperPearson(0, 40, 0.95).high, 1 - 0.025 ** (1 / 40));
        // R: binom.test(7, 20)$conf.int
        const { low, high } = clopperPearson(7, 20, 0.95);
        about(low, 0.1539092, 1e-6);
        about(high, 0.5921885, 1e-6);
        assert.deepEqual(clopperPearson(0, 0, 0.95), { low: 0, high: 1 });
        assert.equal(clopperPearson(0, 9, 0.95).low, 0);
        assert.equal(clopperPearson(9, 9, 0.95).high, 1);
    });

    it("widen where whole clusters hit or miss, as if only clusters counted", () => {
        const clusters = Array.from({ length: 40 }, (_, index) => ({ hits: index < 30 ? 4 : 0, trials: 4 }));
        const wide = clusteredInterval(clusters, 0.95);
        const byCluster = clopperPearson(30, 40, 0.95);
        about(wide.low, byCluster.low, 0.02);
        about(wide.high, byCluster.high, 0.02);
    });

    it("are never narrower than without clusters", () => {
        const cluster = fc
            .tuple(fc.nat(4), fc.nat(4))
            .map(([one, other]) => ({ hits: Math.min(one, other), trials: Math.max(one, other) }));
        fc.assert(
            fc.property(fc.array(cluster, { minLength: 2, maxLength: 30 }), (clusters) => {
                const hits = clusters.reduce((sum, { hits }) => sum + hits, 0);
                const trials = clusters.reduce((sum, { trials }) => sum + trials, 0);
                const wide = clusteredInterval(clusters, 0.95);
                const plain = clopperPearson(hits, trials, 0.95);
                assert.ok(wide.low <= plain.low + 1e-9 && wide.high >= plain.high - 1e-9);
                assert.ok(wide.low >= 0 && wide.high <= 1);
                assert.ok(trials === 0 || (wide.low <= hits / trials && hits / trials <= wide.high));
            }),
        );
    });
});

describe("the spread", () => {
    it("counts clients by the first replica, in the order of names", () => {
        const found = spreadOf(table([1, 0, 1, -1], [0, 0, 0, 1]), 0.95);
        assert.deepEqual(found.replicas, [
            { replica: "r0", clients: 1 },
            { replica: "r1", clients: 3 },
        ]);
        assert.equal(found.evenChance, undefined, "too few clients");
        about(found.largest?.ratio, 1.5);
        assert.equal(found.largest?.replica, "r1");
    });

    it("tests evenness with chi-square", () => {
        about(spreadOf(sticky(2, 20, 10), 0.95).evenChance, 0.0678892, 1e-5);
        about(spreadOf(sticky(2, 10, 10, 10), 0.95).evenChance, 1);
    });

    it("counts replicas that were not seen", () => {
        const found = spreadOf(sticky(2, 20, 10), 0.95, 3);
        about(found.largest?.ratio, 2);
        about(found.evenChance, Math.exp(-20 / 2), 1e-6);
        const { low, high } = clopperPearson(20, 30, 1 - 0.05 / 3);
        about(found.largest?.low, low * 3);
        about(found.largest?.high, high * 3);
    });

    it("says nothing of the largest where there is one", () => {
        assert.deepEqual(spreadOf(sticky(2, 4), 0.95), { replicas: [{ replica: "r0", clients: 4 }] });
    });
});

describe("the schedule", () => {
    it("asks every client once a round, the same way for a seed", () => {
        fc.assert(
            fc.property(
                fc.integer({ min: 1, max: 50 }),
                fc.integer({ min: 1, max: 6 }),
                fc.nat(),
                (clients, rounds, seed) => {
                    const schedule = scheduleOf(clients, rounds, seeded(seed));
                    assert.equal(schedule.length, rounds);
                    const all = Array.from({ length: clients }, (_, client) => client);
                    for (const order of schedule)
                        assert.deepEqual(
                            [...order].sort((a, b) => a - b),
                            all,
                        );
                    assert.deepEqual(scheduleOf(clients, rounds, seeded(seed)), schedule);
                },
            ),
        );
    });

    it("takes every order alike", () => {
        const random = seeded(3);
        const counts = new Map<string, number>();
        for (const order of scheduleOf(3, 6_000, random)) counts.set(order.join(), (counts.get(order.join()) ?? 0) + 1);
        assert.equal(counts.size, 6);
        for (const count of counts.values()) assert.ok(count > 880 && count < 1_120, `${count}`);
    });
});
