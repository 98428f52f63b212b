import { type Engine } from "../sandbox/engine";
import { type Progress } from "../sandbox/progress";

import { ratioOf, type Sample, type Spread, spreadOf } from "./measure";

/** Something that is measured of each subject. */
export interface Metric {
    /** Its name in samples and in the JSON, with the unit. */
    readonly key: string;
    readonly label: string;
    readonly unit: string;
    /** Digits that are worth showing after the point. */
    readonly digits: number;
}

/** What a benchmark may use. */
export interface Context {
    /** Folder for the benchmark's own files; it is removed with all that is in it. */
    readonly folder: string;
    /** Rounds that were asked for instead of the benchmark's own number. */
    readonly rounds: number | undefined;
    readonly progress: Progress;
    readonly signal: AbortSignal;
    /** The engine, found once a run. */
    readonly engine: () => Promise<Engine>;
}

/** One comparison of subjects with a baseline. */
export interface Benchmark {
    readonly name: string;
    readonly title: string;
    readonly run: (context: Context) => Promise<Measured>;
}

/** What a benchmark measured. */
export interface Measured {
    readonly baseline: string;
    readonly rounds: number;
    readonly metrics: readonly Metric[];
    readonly rows: readonly Row[];
}

/** One subject's numbers. */
export interface Row {
    readonly subject: string;
    readonly measures: Readonly<Record<string, Spread>>;
    /** The measures as multiples of the baseline's; none for the baseline itself. */
    readonly ratios: Readonly<Record<string, Spread>>;
}

/** Compares the samples of every subject with those of the baseline. */
export function compare(
    samples: Readonly<Record<string, readonly Sample[]>>,
    baseline: string,
    metrics: readonly Metric[],
): Measured {
    const base = samples[baseline];
    if (base === undefined) throw new Error(`the baseline ${baseline} was not measured`);
    const each = (of: (metric: string) => Spread) => Object.fromEntries(metrics.map(({ key }) => [key, of(key)]));
    return {
        baseline,
        rounds: base.length,
        metrics,
        rows: Object.entries(samples).map(([subject, own]) => ({
            subject,
            measures: each((metric) => spreadOf(own, metric)),
            ratios: subject === baseline ? {} : each((metric) => ratioOf(own, base, metric)),
        })),
    };
}
