import assert from "node:assert/strict";

import { seeded } from "../../../../cli/probe/random";
import { noticesOf } from "../../../../cli/probe/report/notices";
import { type ProbeReport, type SeriesReport } from "../../../../cli/probe/report/model";
import { renderTerminal } from "../../../../cli/probe/report/terminal";
import { settingsOf } from "../../../../cli/probe/settings-of";
import { judge } from "../../../../cli/probe/verdict";
import { visitOf } from "../../../support/probe/simulate";

const FLAGS = {
    clients: 40,
    rounds: 2,
    concurrency: 4,
    connections: "fresh",
    timeout: 10,
    maxTime: 300,
    maxRequests: 999,
} as const;

/** A series in which every client stays, with as many clients on each replica as listed. */
function series(counts: Readonly<Record<string, number>>, more: Partial<SeriesReport> = {}): SeriesReport {
    const homes = Object.entries(counts).flatMap(([replica, count]) => new Array<string>(count).fill(replica));
    const visits = [0, 1].flatMap((round) => homes.map((replica, client) => visitOf(client, round, replica)));
    const judgement = judge(visits, { clients: homes.length, rounds: 2, random: seeded(1) });
    return { connections: "fresh", judgement, cookies: [], outcomes: [], durationMilliseconds: 1, visits, ...more };
}

function notices(one: SeriesReport, expectReplicas?: number): readonly string[] {
    return noticesOf(settingsOf("http://x", { ...FLAGS, expectReplicas }, "1").settings, [one]);
}

describe("the report", () => {
    it("has nothing to add to an even spread", () => {
        assert.deepEqual(notices(series({ a: 20, b: 20 }), 2), []);
    });

    it("says what else was seen", () => {
        assert.match(notices(series({ a: 20, b: 20 }), 1).join(), /2 replicas answered, and --expect-replicas is 1/);
        assert.match(notices(series({ a: 39, b: 1 })).join(), /uneven: a has 1\.9 times its fair share/);
        const refused = {
            name: "SRV",
            secure: true,
            httpOnly: false,
            refused: "no",
            clients: 1,
            times: 1,
            renewed: 0,
            changed: 0,
            sentBack: false,
        };
        assert.match(notices(series({ a: 20, b: 20 }, { cookies: [refused] })).join(), /refuse the cookie SRV: no/);
        assert.match(
            notices(series({ a: 20, b: 20 }, { connections: "keep-alive" })).join(),
            /kept connection can hold/,
        );
    });

    it("shows no value of the URL's query, however short", () => {
        const { settings } = settingsOf("http://me:pw@x/a?c=abc&d=e#f", FLAGS, "1");
        assert.equal(settings.shownUrl, "http://x/a?c=(hidden)&d=(hidden)");
        assert.equal(settings.target.url.href, "http://x/a?c=abc&d=e");
    });

    it("lets no answer move the terminal's cursor", () => {
        const one = series({ "a\u001b[2J": 20, b: 20 });
        const report: ProbeReport = {
            schema: 1,
            version: "1",
            url: "http://x",
            startedAt: "",
            durationMilliseconds: 1,
            settings: { clients: 40, rounds: 2, seed: 1, concurrency: 4 },
            identity: { option: "--replica-body", source: { kind: "body" }, found: false, why: "as given", others: [] },
            verdict: "sticky",
            series: [one, series({ "c\u001b[2J": 40 })],
            notices: [],
            requests: 80,
        };
        const text = renderTerminal(report, false);
        assert.ok(!text.includes("\u001b"));
        assert.match(text, /a\ufffd\[2J █+ 20/);
        assert.match(text, /one replica, c\ufffd\[2J/);
        assert.ok(renderTerminal(report, true).includes("\u001b["), "colours are the report's own");
    });
});
