import assert from "node:assert/strict";

import { type CookieSummary } from "../../../../../cli/probe/cookies";
import { type Lifetime, lifetimeOf } from "../../../../../cli/probe/lifetime/outcome";
import { lifetimeFinding } from "../../../../../cli/probe/lifetime/text";
import { seeded } from "../../../../../cli/probe/random";
import { visitOf } from "../../../../support/probe/simulate";

const CLIENTS = 40;

/** Visits before and after, of clients that are kept, or that land anywhere. */
function visits(kept: boolean, replicas = 3) {
    const random = seeded(kept ? 1 : 2);
    const clients = Array.from({ length: CLIENTS }, (_, client) => client);
    return [
        ...clients.map((client) => visitOf(client, 0, `r${client % replicas}`)),
        ...clients.map((client) => visitOf(client, 1, `r${kept ? client % replicas : random(0, replicas - 1)}`)),
    ];
}

const COOKIE: CookieSummary = {
    ...{ name: "SRV", secure: false, httpOnly: true, clients: 1, times: 1, renewed: 0, changed: 0, sentBack: true },
};

/** @param kept of the clients that rested 1 s, 3 s, and of those that went on asking. */
function lived(kept: readonly [boolean, boolean, boolean], cookies: readonly CookieSummary[] = []): Lifetime {
    return lifetimeOf({
        clients: CLIENTS,
        rests: [
            { seconds: 1, mostSeconds: 1.2, visits: visits(kept[0]) },
            { seconds: 3, mostSeconds: 3.2, visits: visits(kept[1]) },
        ],
        busy: { everySeconds: 0.5, visits: visits(kept[2]) },
        cookies,
        random: seeded(7),
    });
}

describe("how long an affinity lasts", () => {
    it("is told of each rest with the proof's own statistics", () => {
        const { rests, busy } = lived([true, false, true]);
        assert.deepEqual(
            rests.map(({ seconds, judgement }) => [seconds, judgement.verdict, judgement.repeats.trials]),
            [
                [1, "sticky", 40],
                [3, "not sticky", 40],
            ],
        );
        assert.deepEqual([busy.everySeconds, busy.judgement.verdict], [0.5, "sticky"]);
    });

    it("slides where asking holds it, and is fixed where it does not", () => {
        assert.equal(lived([true, false, true]).ending, "sliding");
        assert.equal(lived([false, false, true]).ending, "sliding");
        assert.equal(lived([true, false, false]).ending, "fixed");
        assert.equal(lived([true, true, false]).ending, "fixed");
        assert.equal(lived([true, true, true]).ending, "not seen");
        // Those that ask every half of the shortest rest may have rested too long, too.
        assert.equal(lived([false, false, false]).ending, "unclear");
    });

    it("is held against the shortest life of a cookie that clients sent back", () => {
        const cookies = [
            { ...COOKIE, name: "long", maxAgeSeconds: 60 },
            { ...COOKIE, name: "short", maxAgeSeconds: 2 },
            { ...COOKIE, name: "unsent", maxAgeSeconds: 1, sentBack: false },
            { ...COOKIE, name: "session" },
        ];
        const { cookie, rests } = lived([true, false, true], cookies);
        assert.deepEqual(cookie, { name: "short", seconds: 2 });
        assert.deepEqual(
            rests.map(({ promised }) => promised),
            [true, false],
        );
        assert.equal(lived([true, true, true]).cookie, undefined);
        for (const [maxAgeSeconds, promised] of [
            [0.9, [false, false]],
            [1, [undefined, false]],
            [1.2, [undefined, false]],
            [3.1, [true, undefined]],
            [3.3, [true, true]],
        ] as const) {
            const { rests } = lived([true, true, true], [{ ...COOKIE, maxAgeSeconds }]);
            assert.deepEqual(
                rests.map((rest) => rest.promised),
                promised,
                String(maxAgeSeconds),
            );
        }
    });

    it("is told in words", () => {
        const kept = lifetimeFinding(lived([true, true, true]));
        assert.deepEqual([kept.tone, kept.verdict], ["yes", "kept"]);
        assert.match(kept.said, /^after 1 s 40 of 40 clients were kept \(at least 91\.1 % .*\); after 3 s 40 of 40/);
        const gone = lifetimeFinding(lived([true, false, true], [{ ...COOKIE, maxAgeSeconds: 2 }]));
        assert.deepEqual([gone.tone, gone.verdict], ["no", "let go"]);
        assert.match(
            gone.said,
            /after 3 s clients were let go: \d+ of 40 were where they had been, no more than by chance/,
        );
        assert.match(
            gone.details[0]?.text ?? "",
            /^each request begins the time anew.*\(40 of 40, asking every 0\.5 s\)/,
        );
        assert.equal(gone.details[1]?.text, "SRV lives 2 s by its own word: as observed");
        const odd = lifetimeFinding(lived([false, true, true], [{ ...COOKIE, maxAgeSeconds: 2 }]));
        assert.equal(
            odd.details[1]?.text,
            "SRV lives 2 s by its own word: let go after 1 s all the same, kept after 3 s all the same ⚠",
        );
    });

    it("is open where one replica answers all", () => {
        const rest = { seconds: 1, mostSeconds: 1.1, visits: visits(true, 1) };
        const busy = { everySeconds: 0.5, visits: visits(true, 1) };
        const found = lifetimeOf({ clients: CLIENTS, rests: [rest], busy, cookies: [], random: seeded(1) });
        const finding = lifetimeFinding(found);
        assert.deepEqual([found.ending, finding.tone, finding.verdict], ["not seen", "open", "inconclusive"]);
        assert.match(finding.said, /proves nothing \(one replica answered all\)/);
    });

    it("is told with the time since the first visit, where that is much longer", () => {
        const of = (mostSeconds: number) => {
            const rests = [{ seconds: 1, mostSeconds, visits: visits(true) }];
            const busy = { everySeconds: 0.5, visits: visits(true) };
            return lifetimeFinding(lifetimeOf({ clients: CLIENTS, rests, busy, cookies: [], random: seeded(1) })).said;
        };
        assert.match(of(1.5), /^after 1 s 40 of 40/);
        assert.match(of(1.6), /^after 1 s \(up to 1\.6 s since their first visit\) 40 of 40/);
    });

    it("is a no where only those that went on asking were let go", () => {
        assert.equal(lifetimeFinding(lived([true, true, false])).tone, "no");
    });
});
