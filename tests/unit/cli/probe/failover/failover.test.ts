import assert from "node:assert/strict";

import { type Attempt, attemptOf, countsOf } from "../../../../../cli/probe/crowd/attempt";
import { homesOf } from "../../../../../cli/probe/crowd/crowd";
import { lostOf, movesOf, pathOf } from "../../../../../cli/probe/failover/course";
import { failoverOf } from "../../../../../cli/probe/failover/outcome";
import { failoverFinding } from "../../../../../cli/probe/failover/text";

/** Attempts, one every 100 ms and 10 ms long: the name of a replica, or "!" and an error. */
export function attempts(text: string): Attempt[] {
    return text
        .split(" ")
        .filter((word) => word !== "")
        .map((word, index) => ({
            ...{ from: index * 100, to: index * 100 + 10 },
            ...(word.startsWith("!") ? { error: word.slice(1) } : { replica: word }),
        }));
}

/** Each client: its home, its attempts after the loss, and those after the return. */
function lost(clients: readonly (readonly [string | undefined, string, string?])[], newcomers?: readonly string[]) {
    const after = clients.some(([, , back]) => back !== undefined)
        ? { after: clients.map(([, , back = ""]) => attempts(back)) }
        : {};
    return failoverOf({
        homes: clients.map(([home]) => home),
        during: clients.map(([, during]) => attempts(during)),
        ...after,
        ...(newcomers === undefined ? {} : { newcomers }),
    });
}

const STAYS = ["b", "b b b"] as const;

describe("the attempts of a client that is followed", () => {
    const visit = { client: 0, round: 0, startedAt: 30, cookiesSet: [], cookiesSent: [] };
    const times = { from: 10, to: 25 };

    it("are served by a replica, or tell what came instead", () => {
        const of = (more: object) => attemptOf({ ...visit, ...more }, 20, 45);
        assert.deepEqual(of({ status: 200, replica: "a" }), { ...times, replica: "a" });
        assert.deepEqual(of({ status: 404, replica: "a" }), { ...times, replica: "a" });
        assert.deepEqual(of({ status: 499, replica: "a" }), { ...times, replica: "a" });
        assert.deepEqual(of({ status: 500, replica: "a" }), { ...times, error: "HTTP 500" });
        assert.deepEqual(of({ status: 200 }), { ...times, error: "HTTP 200, no replica named" });
        assert.deepEqual(of({ failure: "connection refused" }), { ...times, error: "connection refused" });
    });

    it("are counted, the most frequent first", () => {
        assert.deepEqual(countsOf(["x", "y", "y"]), [
            { outcome: "y", count: 2 },
            { outcome: "x", count: 1 },
        ]);
        assert.deepEqual(countsOf([]), []);
    });

    it("make a path, of each replica once for as long as it lasts", () => {
        assert.deepEqual(pathOf(attempts("a a !x a b b a")), ["a", "b", "a"]);
        assert.equal(movesOf({ home: "a", path: ["a", "b", "a"] }), 2);
        assert.equal(movesOf({ home: "a", path: ["a"] }), 0);
        assert.equal(movesOf({ home: "a", path: ["b"] }), 1);
        assert.equal(movesOf({ home: "a", path: [] }), 0);
    });
});

describe("the home of a client", () => {
    const visit = (client: number, round: number, replica?: string) => ({
        ...{ client, round, startedAt: 0, cookiesSet: [], cookiesSent: [] },
        ...(replica === undefined ? {} : { replica }),
    });

    it("is the replica of its last two answers, whatever came first", () => {
        const visits = [visit(0, 2, "b"), visit(0, 0, "a"), visit(0, 1, "b"), visit(1, 0, "b"), visit(1, 1, "a")];
        assert.deepEqual(homesOf(visits, 3), ["b", undefined, undefined]);
        assert.deepEqual(homesOf([visit(0, 0), visit(0, 1)], 1), [undefined]);
        assert.deepEqual(homesOf([visit(0, 0, "a"), visit(0, 1)], 1), [undefined]);
    });
});

describe("the loss of a replica over plain HTTP", () => {
    it("is of those that serve nobody any more, and were somebody's home", () => {
        const of = (...texts: string[]) => [...lostOf(["a", "b", undefined], texts.map(attempts))];
        assert.deepEqual(of("b", "b", "b"), ["a"]);
        assert.deepEqual(of("a !x", "b", "b"), ["a"]);
        assert.deepEqual(of("b", "a", "b"), []);
        assert.deepEqual(of("a b", "b", "c"), ["a"]);
        assert.deepEqual(of("!x", "!x", ""), ["a", "b"]);
    });

    it("is strong where only its clients move, each once", () => {
        const found = lost([["a", "a !HTTP_503 !HTTP_503 b b"], ["a", "!gone c"], ["a", "b"], STAYS, ["c", "c"]]);
        assert.equal(found.verdict, "strong");
        assert.deepEqual(found.lost, ["a"]);
        assert.deepEqual([found.clients, found.unsettled], [5, 0]);
        const { errors, went, waited, ...counts } = found.victims;
        assert.deepEqual(counts, { clients: 3, once: 3, flapped: 0, unserved: 0, smooth: 1, mostErrors: 2 });
        assert.deepEqual(errors, [
            { outcome: "HTTP_503", count: 2 },
            { outcome: "gone", count: 1 },
        ]);
        assert.deepEqual(went, [
            { outcome: "b", count: 2 },
            { outcome: "c", count: 1 },
        ]);
        // From the first request that the home did not serve to the end of the first that another one did.
        assert.deepEqual(waited, { median: 110, slowest: 210 });
        assert.deepEqual([found.others.moved.hits, found.others.moved.trials], [0, 2]);
        assert.ok(found.others.moved.high > 0.8, "two clients prove little");
        assert.equal(found.returned, undefined);
        assert.deepEqual(found.courses[0], {
            ...{ client: 0, home: "a", victim: true, path: ["a", "b"], errors: 2, waited: 210, served: true },
        });
        assert.deepEqual(found.courses[3], {
            ...{ client: 3, home: "b", victim: false, path: ["b"], errors: 0, served: true },
        });
    });

    it("is soft where others move too, even for a while", () => {
        const found = lost([["a", "b"], STAYS, ["b", "b c b"], ["c", "c"]]);
        assert.equal(found.verdict, "soft");
        assert.deepEqual([found.others.moved.hits, found.others.moved.trials], [1, 3]);
    });

    it("is flapping where its clients find no new one to stay on, whatever others do", () => {
        const found = lost([["a", "b c b"], STAYS, ["c", "b"], ["c", "c"]]);
        assert.equal(found.verdict, "flapping");
        assert.deepEqual([found.victims.flapped, found.victims.once], [1, 0]);
    });

    it("is not recovered from where somebody is without an answer to the end", () => {
        const found = lost([["a", "b !x"], STAYS]);
        assert.equal(found.verdict, "not recovered");
        assert.deepEqual([found.victims.unserved, found.victims.once], [1, 0]);
        const other = lost([["a", "b"], STAYS, ["b", "b !late"]]);
        assert.equal(other.verdict, "not recovered");
        assert.equal(other.others.unserved, 1);
        assert.deepEqual(other.others.errors, [{ outcome: "late", count: 1 }]);
        assert.equal(lost([["a", ""], STAYS]).verdict, "not recovered", "not even asked");
    });

    it("is no loss where the replica is back before the end, or nobody had one", () => {
        const found = lost([["a", "!x a"], STAYS]);
        assert.equal(found.verdict, "inconclusive");
        assert.deepEqual(found.lost, []);
        assert.equal(lost([[undefined, "b"]]).verdict, "inconclusive");
        assert.equal(lost([[undefined, "b"]]).unsettled, 1);
        assert.equal(lost([[undefined, "!x"]]).verdict, "inconclusive", "those without a home are left out");
    });

    it("ends with the return of the replica", () => {
        const found = lost(
            [
                ["a", "b", "b a a"],
                ["a", "b", "b"],
                ["a", "c", "c !x"],
                ["b", "b", "b"],
                ["b", "b", "a"],
                ["c", "c", "!x"],
            ],
            ["a", "b", "a"],
        );
        assert.equal(found.verdict, "strong");
        assert.deepEqual(found.returned, { newcomers: 3, served: 2, victims: 1, others: 1 });
        assert.deepEqual(
            found.courses.map(({ after }) => after),
            ["a", "b", "c", "b", "a", undefined],
        );
    });

    it("is told in words", () => {
        const finding = failoverFinding(
            lost(
                [
                    ["a", "!HTTP_503 b", "b"],
                    ["a", "c", "a"],
                    ["b", "b !odd b", "b"],
                    [undefined, "c", "c"],
                ],
                ["a", "c"],
            ),
        );
        assert.deepEqual([finding.tone, finding.verdict, finding.title], ["yes", "strong", "failover"]);
        assert.equal(
            finding.said,
            "the 2 clients of a moved, each once; of the others that moved: 0 of 1 (at most 97.5 % with 95 % confidence).",
        );
        assert.deepEqual(
            finding.details.map(({ label, text }) => `${label}: ${text}`),
            [
                "expected: 2 of 2 move once, 0 of 1 others",
                "errors: 1 × HTTP_503, 1 at most for one client; 1 of 2 saw none; for the others 1 × odd",
                "again: first answer by another replica after 110 ms (median), 110 ms (slowest)",
                "went: b 1, c 1",
                "back: a serves 1 of 2 new clients again; 1 of 2 of its clients came back, and 0 others moved once more",
                ": 1 clients had no replica of their own and are left out",
            ],
        );
    });

    it("is told in words where it is not as it should be", () => {
        const said = (...clients: (readonly [string | undefined, string])[]) => {
            const { tone, said } = failoverFinding(lost(clients));
            return `${tone}: ${said}`;
        };
        assert.match(
            said(["a", "!x"], STAYS),
            /^no: 1 of 2 clients were without an answer to the end after the loss of a\./,
        );
        assert.match(said(["b", "b !x"], STAYS), /^no: 1 of 2 clients were without an answer to the end\./);
        assert.match(
            said(["a", "b c"], STAYS, ["c", "c"]),
            /^no: 1 of 1 clients of a changed their replica more than once/,
        );
        assert.match(
            said(["a", "b"], STAYS, ["b", "c"]),
            /^no: 1 of 2 clients moved though their replica lived, with the 1 of a/,
        );
        assert.match(said(STAYS), /^open: no replica was gone to the end: did --kill take one away/);
        assert.match(said([undefined, "b"]), /^open: no client stayed on a replica before/);
        const quiet = failoverFinding(lost([["a", "b"], STAYS])).details.find(({ label }) => label === "errors");
        assert.equal(quiet?.text, "none for clients of the lost replica");
        assert.deepEqual(failoverFinding(lost([STAYS])).details, []);
        const never = failoverFinding(
            lost(
                [
                    ["a", "b", "b"],
                    [...STAYS, "b"],
                ],
                ["b"],
            ),
        ).details;
        assert.match(never.at(-1)?.text ?? "", /^a was not seen again among 1 new clients; 0 of 1/);
    });
});
