import assert from "node:assert/strict";

import { type ProbeReport } from "../../cli/probe/report/model";
import { type Verdict } from "../../cli/probe/verdict";
import { sessionAffinity } from "../support/probe/bin";
import {
    type Balancer,
    type Mode,
    MODES,
    type Replica,
    startBalancer,
    startReplicas,
    stopReplicas,
} from "./support/balancers";
import { needs } from "./support/needs";

const REPLICAS = 3;

/** Verdict of a proof whose clients keep cookies and addresses of their own, and always open a new connection. */
const verdictOf = ({ sticky }: Mode): Verdict => (sticky ? "sticky" : "not sticky");

/** What a probe has to be told of a mode: where its clients ask from, and what an endpoint cannot tell by itself. */
function optionsFor({ key, proxyProtocol, settlesAfter }: Mode): string[] {
    return [
        ...(proxyProtocol ? ["--proxy-protocol", "v2"] : ["--source", "loopback"]),
        ...(key.by === "header" ? ["--client-header", key.name] : []),
        ...(settlesAfter === undefined ? [] : ["--warm-up", String(settlesAfter)]),
    ];
}

// In sequence: one balancer at a time, so that nothing but its own replicas can answer.
for (const way of MODES) {
    describe(`The probe before a real balancer: ${way.name}`, () => {
        let replicas: Replica[] = [];
        let balancer: Balancer;

        before(async function () {
            // The first run installs the wheels.
            this.timeout(300_000);
            await needs(this, way.needs);
            replicas = await startReplicas(REPLICAS, way);
            balancer = await startBalancer(way, replicas);
        });
        after(async () => {
            await balancer?.stop();
            await stopReplicas(replicas);
        });

        it(`says ${verdictOf(way)}, and names the key`, async () => {
            const { report, code, stderr } = await probe(balancer.url, ...optionsFor(way));
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

async function probe(url: string, ...args: string[]) {
    const { stdout, stderr, code } = await sessionAffinity([
        "probe",
        url,
        "--json",
        "--expect-replicas",
        String(REPLICAS),
        ...args,
    ]);
    return { report: stdout === "" ? undefined : (JSON.parse(stdout) as ProbeReport), code, stderr };
}
