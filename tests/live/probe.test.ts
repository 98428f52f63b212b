import assert from "node:assert/strict";

import { type ProbeReport } from "../../cli/probe/report/model";
import { type Verdict } from "../../cli/probe/verdict";
import { sessionAffinity } from "../support/probe/bin";
import {
    type Balancer,
    type Mode,
    mode,
    MODES,
    type Replica,
    startBalancer,
    startReplicas,
    stopReplicas,
} from "./support/balancers";
import { needs } from "./support/needs";
import { optionsFor, probe } from "./support/probing";

const REPLICAS = 3;

/** Verdict of a proof whose clients keep cookies and addresses of their own, and always open a new connection. */
const verdictOf = ({ sticky }: Mode): Verdict => (sticky ? "sticky" : "not sticky");

// In sequence: one balancer at a time, so that nothing but its own replicas can answer.
for (const way of MODES) {
    describe(`The probe before a real balancer: ${way.name}`, () => {
        let replicas: Replica[] = [];
        let balancer: Balancer;

        before(async function () {
            // The first run installs the wheels.
            await needs(this, way.needs);
            replicas = await startReplicas(REPLICAS, way);
            balancer = await startBalancer(way, replicas);
        });
        after(async () => {
            await balancer?.stop();
            await stopReplicas(replicas);
        });

        it(`says ${verdictOf(way)}, and names the key`, async () => {
            const { report, code, stderr } = await probe(
                balancer.url,
                ...["--expect-replicas", String(REPLICAS)],
                ...optionsFor(way),
            );
            const seen = `${stderr}${JSON.stringify(report?.key)}`;
            assert.equal(report?.key?.key.by, way.key.by, seen);
            assert.equal(report.verdict, verdictOf(way), seen);
            assert.equal(code, way.sticky ? 0 : 1);
            if (way.key.by === "cookie" || way.key.by === "header")
                assert.equal(report.key.name, `${way.key.by} ${way.key.name}`);
            if (report.key.key.by === "source-ip" && way.key.by === "source-ip" && !way.neighboursTogether)
                assert.equal(report.key.key.bits, way.key.bits, seen);
        });
    });
}

describe("The probe before a real balancer that only seems to keep clients", () => {
    let replicas: Replica[] = [];
    let balancer: Balancer | undefined;

    afterEach(async () => {
        await balancer?.stop();
        await stopReplicas(replicas);
        balancer = undefined;
        replicas = [];
    });

    async function before(this_: Mocha.Context, name: string, count: number, ...args: string[]) {
        const way = mode(name);
        await needs(this_, way.needs);
        replicas = await startReplicas(count, way);
        balancer = await startBalancer(way, replicas);
        return sessionAffinity(["probe", balancer.url, "--json", ...args]).then(({ stdout, code }) => ({
            code,
            report: JSON.parse(stdout) as ProbeReport,
        }));
    }

    it("is not deceived by turns that suit the number of clients, one request at a time", async function () {
        const args = ["--clients", "60", "--concurrency", "1"];
        const { code, report } = await before(this, "haproxy-roundrobin", REPLICAS, ...args);
        assert.equal(code, 1);
        assert.equal(report.verdict, "not sticky");
        assert.equal(report.key?.name, "none");
    });

    it("proves nothing with neighbours before a hash of the network", async function () {
        const neighbours = Array.from({ length: 40 }, (_, index) => `127.0.8.${index + 2}`).join(",");
        const { code, report } = await before(this, "nginx-ip-hash", REPLICAS, "--source", neighbours);
        assert.equal(code, 2);
        assert.equal(report.series[0]?.judgement.reason, "one replica");
        assert.equal(report.key?.name, "unknown");
    });

    it("tells a sticky connection from a sticky session", async function () {
        const { code, report } = await before(this, "haproxy-tcp", REPLICAS, "--connections", "both");
        assert.equal(code, 1);
        assert.deepEqual(
            report.series.map(({ judgement }) => judgement.verdict),
            ["not sticky", "sticky"],
        );
        assert.equal(report.key?.name, "connection");
        assert.ok(report.notices.some((notice) => notice.startsWith("only the connection is sticky")));
    });

    it("proves nothing with one replica", async function () {
        const { code, report } = await before(this, "haproxy-cookie-insert", 1);
        assert.equal(code, 2);
        assert.equal(report.verdict, "inconclusive");
        assert.equal(report.key?.name, "unknown");
    });

    it("does not take clients from one address for kept ones", async function () {
        const { code, report } = await before(this, "haproxy-source", REPLICAS);
        assert.equal(code, 2);
        assert.equal(report.verdict, "inconclusive");
        assert.equal(report.key?.name, "source IP", "found with addresses of its own");
    });

    for (const version of ["v1", "v2"]) {
        for (const connections of ["fresh", "keep-alive"]) {
            it(`says addresses in PROXY headers, ${version}, over ${connections} connections`, async function () {
                const args = ["--proxy-protocol", version, "--connections", connections];
                const { code, report } = await before(this, "haproxy-accept-proxy", REPLICAS, ...args);
                assert.equal(code, 0);
                assert.equal(report.key?.name, "source IP");
                assert.equal(report.sources?.seenAt, "headers.x-forwarded-for");
                const times = report.series[0]?.visits.map(({ timings }) => timings?.total ?? Infinity) ?? [];
                const median = times.sort((one, other) => one - other)[times.length / 2] ?? Infinity;
                // What a request takes that waits until its PROXY header is acknowledged.
                assert.ok(median < 40, `${median} ms`);
            });
        }
    }
});
