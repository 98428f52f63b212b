import assert from "node:assert/strict";

import { scaleOutOf } from "../../../../../cli/probe/scale-out/outcome";
import { scaleOutFinding } from "../../../../../cli/probe/scale-out/text";

const at = (replica: string) => [{ from: 0, to: 1, replica }];

/** Clients on a, b and c, of which the first so many move to d, and so many more from a to b. */
function scaled(clients: number, toAdded: number, elsewhere = 0, newcomers: readonly string[] = ["d", "a"]) {
    const homes = Array.from({ length: clients }, (_, client) => ["a", "b", "c"][client % 3] as string);
    const after = homes.map((home, client) => {
        if (client < toAdded) return at("d");
        return client < toAdded + elsewhere ? at(home === "a" ? "b" : "a") : at(home);
    });
    return scaleOutOf({ homes, after, newcomers });
}

describe("a new replica", () => {
    it("is well met where nobody moves and new clients reach it", () => {
        const found = scaled(40, 0);
        assert.deepEqual([found.verdict, found.kind], ["strong", "remembered"]);
        assert.deepEqual([found.before, found.added], [["a", "b", "c"], ["d"]]);
        assert.deepEqual([found.moved.hits, found.moved.trials], [0, 40]);
        assert.deepEqual(found.newcomers, { clients: 2, reached: 1 });
    });

    it("is held against what hashes would move", () => {
        assert.deepEqual(scaled(4, 0).expected, { remembered: 0, consistentHash: 0.25, moduloHash: 0.75 });
        assert.deepEqual(scaled(200, 52).kind, "consistent hash");
        assert.deepEqual(scaled(200, 39).kind, "consistent hash");
        assert.deepEqual(scaled(200, 60, 91).kind, "modulo hash");
        assert.deepEqual(scaled(200, 102).kind, "other");
        for (const moved of [1, 52, 150]) assert.equal(scaled(200, moved).verdict, "soft");
    });

    it("moves more of a remainder where several are added", () => {
        const two = scaleOutOf({ homes: ["a", "b"], after: [at("c"), at("d")], newcomers: [] });
        assert.deepEqual(two.added, ["c", "d"]);
        // Of the remainders of 0, 1, 2 and 3 by 2 and by 4, two agree.
        assert.deepEqual(two.expected, { remembered: 0, consistentHash: 0.5, moduloHash: 0.5 });
    });

    it("tells who moved to it, and who elsewhere", () => {
        const found = scaled(40, 6, 3);
        assert.deepEqual([found.moved.hits, found.toAdded], [9, 6]);
    });

    it("tells nothing where it is not seen, or no new client reaches it", () => {
        assert.equal(scaled(40, 0, 0, ["a"]).verdict, "inconclusive");
        assert.equal(scaled(40, 0, 2, ["a"]).verdict, "inconclusive", "moved for another reason");
        const none = scaleOutOf({ homes: [undefined], after: [at("a")], newcomers: ["d"] });
        assert.deepEqual([none.verdict, none.unsettled], ["inconclusive", 1]);
        // It was reached by a client that is left out, and by no new one.
        const passed = scaleOutOf({ homes: ["a", undefined], after: [at("a"), at("d")], newcomers: ["a"] });
        assert.deepEqual([passed.verdict, passed.added], ["inconclusive", ["d"]]);
        assert.match(scaleOutFinding(passed).said, /of 1 new clients none reached d/);
        const silent = scaleOutOf({ homes: ["a"], after: [[...at("a"), ...at("a")]], newcomers: [undefined] });
        assert.equal(silent.verdict, "inconclusive");
    });

    it("is a failure where somebody is without an answer to the end", () => {
        const error = { from: 0, to: 1, error: "HTTP 503" };
        const found = scaleOutOf({ homes: ["a", "b"], after: [[error], [error, ...at("b")]], newcomers: ["c"] });
        assert.deepEqual([found.verdict, found.unserved], ["not served", 1]);
        assert.deepEqual(found.errors, [{ outcome: "HTTP 503", count: 2 }]);
        assert.equal(scaleOutFinding(found).tone, "no");
        assert.match(scaleOutFinding(found).said, /^1 clients were without an answer/);
    });

    it("is told in words", () => {
        const strong = scaleOutFinding(scaled(40, 0));
        assert.deepEqual([strong.tone, strong.verdict], ["yes", "strong"]);
        assert.match(strong.said, /0 of 40 \(at most 8\.8 %/);
        assert.match(strong.said, /1 of 2 new clients reached d\.$/);
        assert.match(
            strong.details[0]?.text ?? "",
            /^0 moves where .* 25\.0 % with a consistent hash, 75\.0 % .*from 3 to 4/,
        );
        const soft = scaleOutFinding(scaled(200, 50, 2));
        assert.equal(soft.tone, "no");
        assert.match(
            soft.said,
            /^52 of 200 clients moved though their replica lived \(20\.\d % to 32\.\d % .*as with a consistent hash\.$/,
        );
        assert.deepEqual(
            soft.details.slice(1).map(({ label, text }) => `${label}: ${text}`),
            ["went: 50 of them to d", "new: 1 of 2 new clients reached d"],
        );
        const unseen = scaleOutFinding(scaled(40, 0, 0, ["a"]));
        assert.deepEqual([unseen.tone, unseen.details], ["open", []]);
        assert.match(unseen.said, /no new replica was seen, by 40 clients nor by 1 new ones/);
    });
});
