import { jStat } from "jstat";

/** A share with the interval that covers the true one with the stated confidence. */
export interface Interval {
    readonly low: number;
    readonly high: number;
}

/**
 * The exact interval of Clopper and Pearson for `hits` out of `trials`. Both may be fractions, as they are after a
 * correction for clusters.
 */
export function clopperPearson(hits: number, trials: number, confidence: number): Interval {
    if (trials <= 0) return { low: 0, high: 1 };
    const tail = (1 - confidence) / 2;
    const misses = trials - hits;
    return {
        low: hits <= 0 ? 0 : jStat.beta.inv(tail, hits, misses + 1),
        high: misses <= 0 ? 1 : jStat.beta.inv(1 - tail, hits + 1, misses),
    };
}

/** What one cluster holds. */
export interface Cluster {
    readonly hits: number;
    readonly trials: number;
}

/**
 * Clopper and Pearson for trials that come in clusters, after Korn and Graubard: the trials count for as many
 * independent ones as the spread between the clusters shows, never for more than there are.
 * https://www150.statcan.gc.ca/n1/en/catalogue/12-001-X19980024356
 *
 * Where all trials hit or all miss, the clusters show no spread, and every trial counts.
 */
export function clusteredInterval(clusters: readonly Cluster[], confidence: number): Interval {
    const used = clusters.filter(({ trials }) => trials > 0);
    const trials = used.reduce((sum, cluster) => sum + cluster.trials, 0);
    const hits = used.reduce((sum, cluster) => sum + cluster.hits, 0);
    const share = hits / trials;
    if (used.length < 2 || hits === 0 || hits === trials) return clopperPearson(hits, trials, confidence);
    const squares = used.reduce((sum, cluster) => sum + (cluster.hits - share * cluster.trials) ** 2, 0);
    const variance = ((used.length / (used.length - 1)) * squares) / trials ** 2;
    const independent = (share * (1 - share)) / trials;
    const inflation = Math.max(1, variance / independent);
    return clopperPearson(hits / inflation, trials / inflation, confidence);
}
