/** What one measurement yields: a number for each metric. */
export type Sample = Readonly<Record<string, number>>;

/** Where the values of several rounds lie. */
export interface Spread {
    readonly median: number;
    readonly least: number;
    readonly most: number;
}

/**
 * Measures every subject once a round, in turn: what else the machine does then weighs on all of them alike.
 *
 * @returns the samples of each subject, in the order of the rounds.
 */
export async function interleave<Subject extends string>(
    subjects: readonly Subject[],
    rounds: number,
    measure: (subject: Subject, round: number) => Promise<Sample>,
): Promise<Record<Subject, Sample[]>> {
    const samples = Object.fromEntries(subjects.map((subject) => [subject, [] as Sample[]])) as Record<
        Subject,
        Sample[]
    >;
    for (let round = 1; round <= rounds; round++) {
        for (const subject of subjects) samples[subject].push(await measure(subject, round));
    }
    return samples;
}

/** The spread of one metric over the rounds. */
export function spreadOf(samples: readonly Sample[], metric: string): Spread {
    return spread(samples.map((sample) => valueOf(sample, metric)));
}

/**
 * The spread of the ratio to a baseline. It is taken within each round, whose two measurements are neighbours in time,
 * so that a machine that slows down half way does not show as a difference.
 */
export function ratioOf(samples: readonly Sample[], baseline: readonly Sample[], metric: string): Spread {
    return spread(
        samples.map((sample, round) => {
            const base = baseline[round];
            if (base === undefined) throw new Error(`round ${round + 1} has no baseline to compare with`);
            return valueOf(sample, metric) / valueOf(base, metric);
        }),
    );
}

/** The median, the least and the most of at least one value. */
export function spread(values: readonly number[]): Spread {
    const sorted = [...values].sort((one, other) => one - other);
    const middle = sorted.length / 2;
    const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
    const [least, most] = [sorted.at(0), sorted.at(-1)];
    if (low === undefined || high === undefined || least === undefined || most === undefined) {
        throw new Error("there is no median of nothing");
    }
    return { median: (low + high) / 2, least, most };
}

function valueOf(sample: Sample, metric: string): number {
    const value = sample[metric];
    if (value === undefined) throw new Error(`a sample has no ${metric}`);
    return value;
}
