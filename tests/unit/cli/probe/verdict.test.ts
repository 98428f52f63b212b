import assert from "node:assert/strict";

import { seeded } from "../../../../cli/probe/random";
import { type Judgement, judge } from "../../../../cli/probe/verdict";
import { type Visit } from "../../../../cli/probe/visit";
import { visitOf } from "../../../support/probe/simulate";

/** Judges rounds of replicas' names, blank where unknown. */
function judged(rows: readonly (readonly string[])[], expectReplicas?: number, finished = rows.length): Judgement {
    const visits: Visit[] = rows.flatMap((row, round) =>
        row.map((name, client) => visitOf(client, round, name || undefined)),
    );
    return judge(visits, { clients: rows[0]?.length ?? 0, rounds: finished, expectReplicas, random: seeded(5) });
}

function homes(clients: number, replicas: number): string[] {
    return Array.from({ length: clients }, (_, client) => `r${client % replicas}`);
}

function same(rounds: number, row: readonly string[]): string[][] {
    return Array.from({ length: rounds }, () => [...row]);
}

function said({ verdict, reason }: Judgement): string {
    return `${verdict}: ${reason}`;
}

describe("the verdict", () => {
    it("is sticky for 40 clients in 5 rounds, however uneven", () => {
        const found = judged(same(5, homes(40, 3)), 3);
        assert.equal(said(found), "sticky: stayed");
        assert.deepEqual([found.repeats.hits, found.repeats.trials, found.clients.hits], [160, 160, 40]);
        assert.equal(found.kappa, 1);
        assert.equal(found.test, "exact");
        const uneven = homes(40, 1);
        uneven[7] = "other";
        assert.equal(said(judged(same(5, uneven))), "sticky: stayed");
        assert.equal(said(judged(same(4, uneven))), "inconclusive: too few clients");
    });

    it("wants a chance of 1e-6 with what the gaps could hide", () => {
        // (4! 4! / 8!) ^ 4 is 4.2e-8, twice that 8.3e-8; in 3 rounds it is 2e-4.
        assert.equal(said(judged(same(5, homes(8, 2)))), "sticky: stayed");
        assert.equal(said(judged(same(3, homes(8, 2)))), "inconclusive: too few clients");
        const gap = same(5, homes(8, 2));
        (gap[4] as string[])[0] = "";
        const { p, bound, verdict } = judged(gap);
        assert.ok(p < 1e-6 && bound > 1e-6, `${p} ${bound}`);
        assert.equal(verdict, "inconclusive");
        // 3! 4! / 7! to the 4th is 6.7e-7: below the limit by itself, and not with the chance that there had been gaps.
        assert.equal(judged(same(5, homes(7, 2))).verdict, "inconclusive");
    });

    it("bears a few gaps among many, and not more than one in twenty", () => {
        const gaps = (count: number) => {
            const rows = same(5, homes(40, 3));
            for (let at = 0; at < count; at++) (rows[1 + (at % 4)] as string[])[at] = "";
            return judged(rows);
        };
        assert.equal(said(gaps(10)), "sticky: stayed");
        assert.equal(gaps(10).gaps, 10);
        assert.equal(said(gaps(11)), "inconclusive: answers missing");
    });

    it("is not sticky once clients moved as chance has it, whatever else there is to doubt", () => {
        const rows = [homes(40, 2), homes(40, 2).reverse()];
        assert.equal(said(judged(rows, 9)), "not sticky: moved");
        assert.equal(judged(rows).test, "monte carlo");
        assert.equal(judged(rows).clients.hits, 0);
    });

    it("is partly sticky where one client moved", () => {
        const rows = same(5, homes(40, 2));
        (rows[3] as string[])[0] = "r1";
        const found = judged(rows);
        assert.equal(said(found), "partly sticky: some moved");
        assert.deepEqual([found.repeats.hits, found.repeats.trials], [158, 160]);
        assert.deepEqual([found.clients.hits, found.clients.trials], [39, 40]);
        assert.ok(found.repeats.low < 0.98 && found.repeats.high > 0.98);
    });

    it("is inconclusive where a move could not be seen", () => {
        assert.equal(said(judged(same(5, homes(40, 1)))), "inconclusive: one replica");
        assert.equal(said(judged([homes(40, 3)])), "inconclusive: no repeat");
        assert.equal(said(judged(same(5, homes(40, 3)), undefined, 1)), "inconclusive: no repeat");
        assert.equal(said(judged(same(2, new Array<string>(4).fill("")))), "inconclusive: no answer");
        assert.equal(said(judged(same(5, homes(40, 3)), undefined, 0)), "inconclusive: no answer");
        assert.equal(said(judged(same(5, homes(40, 3)), 4)), "inconclusive: replicas missing");
    });

    it("does not take the client's name for the replica's", () => {
        assert.equal(said(judged(same(5, homes(40, 40)))), "inconclusive: one replica a client");
        assert.equal(said(judged(same(5, homes(40, 21)))), "inconclusive: one replica a client");
        assert.equal(said(judged(same(5, homes(40, 20)))), "sticky: stayed");
        assert.equal(said(judged(same(5, homes(40, 21)), 21)), "sticky: stayed");
    });

    it("leaves a round out that was not finished", () => {
        const rows = [...same(5, homes(40, 3)), homes(40, 3).reverse()];
        assert.equal(judged(rows, 3, 5).verdict, "sticky");
        assert.equal(judged(rows, 3, 5).visits, 200);
        assert.notEqual(judged(rows, 3).verdict, "sticky");
    });
});
