import { type Count, countsOf } from "../crowd/attempt";
import { type Further } from "../further";
import { type Identification } from "../identify";
import { optionOf } from "../identification/source";
import { type KeySearchResult } from "../key/find";
import { keyName } from "../key/text";
import { type ProbeSettings } from "../settings";
import { type Arrival } from "../sources/sources";
import { type Verdict } from "../verdict";
import { type Visit } from "../visit";

import { type ProbeReport, type SeriesReport } from "./model";
import { noticesOf } from "./notices";

/** What a run came to, beside its series. */
export interface Run {
    readonly version: string;
    readonly startedAt: Date;
    readonly durationMilliseconds: number;
    readonly requests: number;
    readonly stopped?: string;
    readonly key?: KeySearchResult;
    readonly arrival?: Arrival;
    /** Omitted: nothing beyond the proof was asked. */
    readonly further?: Further;
}

/** From the worst to the best. */
const BY_GRAVITY: readonly Verdict[] = ["not sticky", "partly sticky", "inconclusive", "sticky"];

/** The verdict of several series together: the worst one. */
export function worstVerdict(series: readonly SeriesReport[]): Verdict {
    return (
        BY_GRAVITY.find((verdict) => series.some(({ judgement }) => judgement.verdict === verdict)) ?? "inconclusive"
    );
}

/** The report of a run. */
export function buildReport(
    settings: ProbeSettings,
    identification: Identification,
    series: readonly SeriesReport[],
    run: Run,
): ProbeReport {
    const { clients, rounds, seed, concurrency, expectReplicas } = settings;
    return {
        schema: 1,
        version: run.version,
        url: settings.shownUrl,
        startedAt: run.startedAt.toISOString(),
        durationMilliseconds: run.durationMilliseconds,
        settings: { clients, rounds, seed, concurrency, ...(expectReplicas === undefined ? {} : { expectReplicas }) },
        identity: {
            option: optionOf(identification.source),
            source: identification.source,
            found: identification.found,
            why: identification.why,
            others: identification.others.map(optionOf),
        },
        verdict: worstVerdict(series),
        series,
        ...(run.key === undefined ? {} : { key: { name: keyName(run.key.key), ...run.key } }),
        ...(settings.sources === undefined ? {} : { sources: { name: settings.sources.name, ...run.arrival } }),
        ...run.further,
        notices: noticesOf(settings, series),
        ...(run.stopped === undefined ? {} : { stopped: run.stopped }),
        requests: run.requests,
    };
}

/** How the visits ended: their number by HTTP status, or by what went wrong. */
export function outcomesOf(visits: readonly Visit[]): readonly Count[] {
    return countsOf(visits.map(({ status, failure }) => failure ?? `HTTP ${status}`));
}
