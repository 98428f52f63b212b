import { performance } from "node:perf_hooks";

import { CouldNotRunError } from "../errors";

import { Budget } from "./budget";
import { cookiesOf } from "./cookies";
import { HttpClient } from "./http/client";
import { targetOf } from "./http/client-headers";
import { transportsFor } from "./http/clients";
import { type Target } from "./http/target";
import { type Connections } from "./http/transport";
import { identify, type Identification, SAMPLE_REQUESTS } from "./identify";
import { findKey, type KeySearchResult } from "./key/find";
import { seeded } from "./random";
import { askFurther } from "./further";
import { buildReport, outcomesOf, worstVerdict } from "./report/build";
import { type ProbeReport, type SeriesReport } from "./report/model";
import { runSeries } from "./runner";
import { scheduleOf } from "./schedule";
import { type ProbeSettings } from "./settings";
import { checkArrival } from "./sources/check";
import { type Sources } from "./sources/sources";
import { judge } from "./verdict";

/** Hears how far it is, for people. */
export type OnProgress = (text: string) => void;

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
    const rounds = settings.rounds + settings.warmUp;
    const visits = settings.clients * rounds * settings.connections.length;
    try {
        budget.checkPlan(visits + SAMPLE_REQUESTS);
        const { sources } = settings;
        const arrival = sources && (await checkArrival(sources, settings.target, budget, settings.addressJson));
        const identification = await identify(settings, budget);
        const series: SeriesReport[] = [];
        let done = 0;
        for (const connections of settings.connections) {
            const onVisit = () => onProgress(`${++done}/${visits}`);
            series.push(await oneSeries(settings, connections, identification, budget, onVisit));
        }
        const key = settings.findKey ? await keyOf(settings, identification, series, budget) : undefined;
        const further = await askFurther(
            { settings, source: identification.source, budget, random: seeded(settings.seed) },
            { verdict: worstVerdict(series), cookies: series[0]?.cookies ?? [] },
            onProgress,
        );
        return buildReport(settings, identification, series, {
            version,
            key,
            further,
            arrival,
            startedAt,
            durationMilliseconds: performance.now() - started,
            requests: budget.requests,
            stopped: budget.stopped,
        });
    } finally {
        budget.close();
    }
}

/** The search for the key, over the addresses that clients have or, in the search only, can have. */
async function keyOf(
    settings: ProbeSettings,
    { source }: Identification,
    series: readonly SeriesReport[],
    budget: Budget,
): Promise<KeySearchResult> {
    const { target, clientHeaders, concurrency, seed, addressJson } = settings;
    return findKey({
        target,
        identity: source,
        sources: settings.sources ?? (await usable(settings.keySources, target, budget, addressJson)),
        headers: clientHeaders,
        cookies: series.some(({ cookies }) => cookies.some(({ sentBack }) => sentBack)),
        replicas: Math.max(0, ...series.map(({ judgement }) => judgement.spread.replicas.length)),
        concurrency,
        seed,
        budget,
    });
}

/** Addresses that nobody asked for are left out where they cannot be asked from. */
async function usable(
    sources: Sources | undefined,
    target: Target,
    budget: Budget,
    addressJson: string | undefined,
): Promise<Sources | undefined> {
    if (sources === undefined) return undefined;
    try {
        await checkArrival(sources, target, budget, addressJson);
        return sources;
    } catch (error) {
        if (error instanceof CouldNotRunError) return undefined;
        throw error;
    }
}

async function oneSeries(
    settings: ProbeSettings,
    connections: Connections,
    { source }: Identification,
    budget: Budget,
    onVisit: () => void,
): Promise<SeriesReport> {
    const { clients, rounds, warmUp, seed, concurrency, expectReplicas, target } = settings;
    const random = seeded(seed);
    const transportOf = await transportsFor(connections, settings.sources?.carrier);
    const own = Array.from(
        { length: clients },
        (_, client) =>
            new HttpClient(
                targetOf(target, settings.clientHeaders, client, seed),
                transportOf(settings.sources?.pool.own(client)),
            ),
    );
    try {
        const schedule = scheduleOf(clients, warmUp + rounds, random);
        const started = performance.now();
        const result = await runSeries({ schedule, clients: own, source, concurrency, budget, onVisit });
        const durationMilliseconds = performance.now() - started;
        const visits = result.visits
            .filter(({ round }) => round >= warmUp)
            .map((visit) => ({ ...visit, round: visit.round - warmUp }));
        const finished = Math.max(0, result.finishedRounds - warmUp);
        const judgement = judge(visits, { clients, rounds: finished, expectReplicas, random });
        return {
            connections,
            judgement,
            cookies: cookiesOf(result.visits),
            outcomes: outcomesOf(result.visits),
            durationMilliseconds,
            visits,
        };
    } finally {
        await Promise.all(own.map((client) => client.close()));
    }
}
