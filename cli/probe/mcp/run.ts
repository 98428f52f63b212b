import { performance } from "node:perf_hooks";

import { CouldNotRunError } from "../../errors";
import { Budget } from "../budget";
import { type Identification } from "../identify";
import { seeded } from "../random";

import { diagnose, type Series } from "./diagnosis";
import { loseReplica } from "./failover";
import { identifyHeader, identityText, SAMPLE } from "./identify";
import { type McpFailover, type McpReport, type McpSeriesReport } from "./model";
import { noticesOf } from "./notices";
import { isRecovered, recoveryOf } from "./recovery";
import { type Recognised, recognise } from "./recognise";
import { loadSdk } from "./sdk";
import { type Run, runSeries } from "./series";
import { type McpSettings } from "./settings";
import { type McpReason, type McpVerdict } from "./verdict";
import { Wire } from "./wire";

/** Requests of a session besides its calls: two to begin it, its stream, and its end. */
const BESIDES = 4;
/** Requests that show what the server speaks. */
const RECOGNITION = 3;

const UNLOST =
    "no replica was taken away: that shows nothing where there are no sessions, or they do not hold as it is.";

/**
 * Proves whether sessions of the Model Context Protocol hold: once for clients without cookies, as most are, and once for
 * clients that keep them.
 * @param signal ends it early, with a report of what is finished.
 * @throws CouldNotRunError without connection, without the SDK, or where the server speaks another protocol.
 */
export async function runMcpProbe(
    settings: McpSettings,
    version: string,
    signal: AbortSignal,
    onProgress: (text: string) => void,
): Promise<McpReport> {
    const sdk = await loadSdk();
    const { clients, rounds, seed, limits } = settings.probe;
    const budget = new Budget(limits, signal);
    const startedAt = new Date();
    const started = performance.now();
    const wire = new Wire({ target: settings.probe.target, budget, connections: "fresh" });
    try {
        budget.checkPlan(2 * clients * (rounds + BESIDES) + SAMPLE + RECOGNITION);
        const server = await recognise(settings.probe, wire, version);
        const identification = server.takesInitialize ? await identifyHeader(settings.probe, wire) : undefined;
        const all = 2 * clients * (rounds + 2);
        let done = 0;
        const onStep = () => onProgress(`${++done}/${all}`);
        const run = { settings, version, sdk, budget, identification, random: seeded(seed), onStep };
        const series: Series[] = [];
        for (const keepsCookies of server.takesInitialize ? [false, true] : []) {
            series.push(await runSeries(run, keepsCookies));
            if (budget.stopped !== undefined) break;
        }
        refuseWhereNoneBegan(settings, series, budget);
        const failover = await failoverOf(run, series);
        const report = reportOf(settings, server, identification, series);
        const unlost = settings.hooks !== undefined && failover === undefined ? [UNLOST] : [];
        return {
            ...report,
            notices: [...report.notices, ...unlost],
            ...(failover === undefined ? {} : { failover }),
            version,
            startedAt: startedAt.toISOString(),
            durationMilliseconds: performance.now() - started,
            ...(budget.stopped === undefined ? {} : { stopped: budget.stopped }),
            requests: budget.requests,
        };
    } finally {
        wire.close();
        budget.close();
    }
}

function refuseWhereNoneBegan(settings: McpSettings, [bare]: readonly Series[], budget: Budget): void {
    if (bare === undefined || budget.stopped !== undefined) return;
    const { sessions, refused } = bare.judgement.tally;
    if (refused < sessions) return;
    const first = bare.records[0]?.answers[0];
    throw new CouldNotRunError(
        `${settings.probe.shownUrl} begins no session: ${first?.failure ?? `HTTP ${first?.status} to initialize`}.`,
    );
}

/** With clients whose sessions hold; where none do, a loss would show nothing. */
async function failoverOf(run: Run, series: readonly Series[]): Promise<McpFailover | undefined> {
    const { hooks } = run.settings;
    const index = series.findIndex(({ judgement: { tally } }) => tally.sessions > 0 && tally.held === tally.sessions);
    if (hooks === undefined || index < 0 || run.budget.stopped !== undefined) return undefined;
    const keepsCookies = index === 1;
    const sessions = await loseReplica(run, hooks, keepsCookies);
    const recovery = recoveryOf(sessions);
    return { keepsCookies, recovery, recovered: isRecovered(recovery), sessions };
}

type Timeless = Omit<McpReport, "version" | "startedAt" | "durationMilliseconds" | "requests" | "stopped" | "failover">;

/** The report of a run, but for what only the run itself knows. */
export function reportOf(
    settings: McpSettings,
    server: Recognised,
    identification: Identification | undefined,
    series: readonly Series[],
): Timeless {
    const { clients, rounds, seed, expectReplicas, shownUrl } = settings.probe;
    const [bare, jar] = series;
    const { verdict, reason } = bare?.judgement ?? decisionWithout(server);
    const diagnosis = bare === undefined || jar === undefined ? undefined : diagnose(bare, jar);
    const identity = identityText(identification);
    return {
        schema: 1,
        kind: "mcp",
        url: shownUrl,
        settings: {
            ...{ sessions: clients, calls: rounds, seed, connections: settings.connections },
            ...(settings.tool === undefined ? {} : { tool: settings.tool }),
            ...(expectReplicas === undefined ? {} : { expectReplicas }),
        },
        server,
        ...(identity === undefined ? {} : { identity }),
        ...{ verdict, reason },
        ...(diagnosis === undefined ? {} : { diagnosis }),
        series: series.map(({ records, judgement, calls }, index): McpSeriesReport => ({
            ...{ keepsCookies: index === 1, judgement, calls, sessions: records },
        })),
        notices: noticesOf(server, verdict, bare?.records ?? []),
    };
}

function decisionWithout({ takesInitialize }: Recognised): { verdict: McpVerdict; reason: McpReason } {
    return takesInitialize
        ? { verdict: "inconclusive", reason: "nothing finished" }
        : { verdict: "not needed", reason: "no sessions in its revision" };
}
