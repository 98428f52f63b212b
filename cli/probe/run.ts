import { performance } from "node:perf_hooks";

import { Budget } from "./budget";
import { cookiesOf } from "./cookies";
import { HttpClient } from "./http/client";
import { transportsFor } from "./http/clients";
import { type Connections } from "./http/transport";
import { identify, type Identification, SAMPLE_REQUESTS } from "./identify";
import { seeded } from "./random";
import { buildReport, outcomesOf } from "./report/build";
import { type ProbeReport, type SeriesReport } from "./report/model";
import { runSeries } from "./runner";
import { scheduleOf } from "./schedule";
import { type ProbeSettings } from "./settings";
import { judge } from "./verdict";

/** Hears how many of the proof's visits are done. */
export type OnProgress = (done: number, all: number) => void;

/**
 * Carries a probe out, from the sample to the report.
 * @param signal ends it early, with a report of what is finished.
 * @throws CouldNotRunError without connection, or where nothing names the replicas.
 */
export async function runProbe(
    settings: ProbeSettings,
    version: string,
    signal: AbortSignal,
    onProgress: OnProgress,
): Promise<ProbeReport> {
    const budget = new Budget(settings.limits, signal);
    const startedAt = new Date();
    const started = performance.now();
    const visits = settings.clients * settings.rounds * settings.connections.length;
    try {
        budget.checkPlan(visits + SAMPLE_REQUESTS);
        const identification = await identify(settings, budget);
        const series: SeriesReport[] = [];
        let done = 0;
        for (const connections of settings.connections) {
            const onVisit = () => onProgress(++done, visits);
            series.push(await oneSeries(settings, connections, identification, budget, onVisit));
        }
        return buildReport(settings, identification, series, {
            version,
            startedAt,
            durationMilliseconds: performance.now() - started,
            requests: budget.requests,
            stopped: budget.stopped,
        });
    } finally {
        budget.close();
    }
}

async function oneSeries(
    settings: ProbeSettings,
    connections: Connections,
    { source }: Identification,
    budget: Budget,
    onVisit: () => void,
): Promise<SeriesReport> {
    const { clients, rounds, seed, concurrency, expectReplicas, target } = settings;
    const random = seeded(seed);
    const transportOf = await transportsFor(connections);
    const started = performance.now();
    const own = Array.from(
        { length: clients },
        (_, client) => new HttpClient(target, transportOf(settings.localAddressOf?.(client))),
    );
    try {
        const schedule = scheduleOf(clients, rounds, random);
        const result = await runSeries({ schedule, clients: own, source, concurrency, budget, onVisit });
        const judgement = judge(result.visits, { clients, rounds: result.finishedRounds, expectReplicas, random });
        return {
            connections,
            judgement,
            cookies: cookiesOf(result.visits),
            outcomes: outcomesOf(result.visits),
            durationMilliseconds: performance.now() - started,
            visits: result.visits,
        };
    } finally {
        await Promise.all(own.map((client) => client.close()));
    }
}
