import { jStat } from "jstat";

import { type Random } from "../random";

import { type Table, UNKNOWN } from "./table";

/**
 * Natural logarithm of the chance that every client stays on its replica, if the balancer ignores who the client is:
 * the exact permutation test for orders that are shuffled afresh each round. Undefined where some client moved.
 *
 * Given how often each replica answered in a round, all ways to hand these answers to the round's clients are equally
 * likely, whatever the balancer does (in turn, at random, by load). Without gaps the chance is
 * `(product of k! / C!) ^ (rounds - 1)` for k clients on each replica. With gaps a client's home is where it was first
 * answered, and a round counts the ways that keep every client with a home there.
 *
 * The chance only falls from round to round, and the test may be looked at after every round: the chance that it is
 * ever below x is at most x. So a run may be stopped at any time.
 */
export function logChanceOfNoMove({ clients, replicas, cells }: Table): number | undefined {
    const homes = new Int32Array(clients).fill(UNKNOWN);
    let log = 0;
    for (const row of cells) {
        const answered = new Array<number>(replicas.length).fill(0);
        const settled = new Array<number>(replicas.length).fill(0);
        for (let client = 0; client < clients; client++) {
            const replica = row[client] ?? UNKNOWN;
            if (replica === UNKNOWN) continue;
            answered[replica] = (answered[replica] ?? 0) + 1;
            const home = homes[client] ?? UNKNOWN;
            if (home !== UNKNOWN && home !== replica) return undefined;
            if (home === replica) settled[replica] = (settled[replica] ?? 0) + 1;
            homes[client] = replica;
        }
        log += logWays(answered.map((count, replica) => count - (settled[replica] ?? 0))) - logWays(answered);
    }
    return log;
}

/** Logarithm of the number of ways to hand out answers, of which there are as many of each kind as listed. */
function logWays(counts: readonly number[]): number {
    const total = counts.reduce((sum, count) => sum + count, 0);
    return counts.reduce((log, count) => log - jStat.factorialln(count), jStat.factorialln(total));
}

/**
 * Logarithm of the factor that the chance of no move grows by when `gaps` of `visits` do not say who answered: a
 * replica may fail to answer, or to say its name, exactly when a client was moved to it. The gaps could be any
 * of the visits, and any number of them, so that all choices are added up: `2 ^ (gaps + 1) * (visits over gaps)`.
 */
export function logFactorOfGaps(visits: number, gaps: number): number {
    return (gaps + 1) * Math.LN2 + jStat.combinationln(visits, gaps);
}

/** Number of pairs of neighbouring rounds, over all clients, and of those in which both were answered by one replica. */
export function pairsOf(table: Table): { readonly pairs: number; readonly agreeing: number } {
    let pairs = 0;
    for (let round = 1; round < table.rounds; round++) {
        const before = table.cells[round - 1];
        const now = table.cells[round];
        for (let client = 0; client < table.clients; client++) {
            if (before?.[client] !== UNKNOWN && now?.[client] !== UNKNOWN) pairs++;
        }
    }
    return { pairs, agreeing: agreeing(table.cells) };
}

/** What the Monte-Carlo test found. */
export interface MonteCarlo {
    /** Chance to see as much agreement as was seen, or more, if the balancer ignores who the client is. */
    readonly p: number;
    /** Shuffles that it is from. */
    readonly shuffles: number;
}

/** Shuffles of the Monte-Carlo test; its smallest chance is 1 / (1 + this). */
const SHUFFLES = 1_999;
/** Ends the test early: by then the chance is plainly not small. */
const ENOUGH_AS_HIGH = 10;

/**
 * The permutation test for results in which clients moved: how often do shuffled rounds agree as much as the real
 * ones? Stops early, as Besag and Clifford describe, once that was often enough.
 * https://doi.org/10.1093/biomet/78.2.301
 */
export function monteCarlo(table: Table, random: Random): MonteCarlo {
    const observed = agreeing(table.cells);
    const [first, ...later] = table.cells;
    if (first === undefined) return { p: 1, shuffles: 0 };
    const known = later.map((row) => Int32Array.from(row.keys()).filter((client) => row[client] !== UNKNOWN));
    const shuffled = [first, ...later.map((row) => row.slice())];
    let asHigh = 0;
    for (let count = 1; count <= SHUFFLES; count++) {
        known.forEach((places, index) => shuffleAt(shuffled[index + 1] as Int32Array, places, random));
        if (agreeing(shuffled) >= observed) asHigh++;
        if (asHigh === ENOUGH_AS_HIGH) return { p: asHigh / count, shuffles: count };
    }
    return { p: (asHigh + 1) / (SHUFFLES + 1), shuffles: SHUFFLES };
}

/** Shuffles the values at the places among themselves. */
function shuffleAt(row: Int32Array, places: Int32Array, random: Random): void {
    for (let last = places.length - 1; last > 0; last--) {
        const one = places[last] as number;
        const other = places[random(0, last)] as number;
        const held = row[one] as number;
        row[one] = row[other] as number;
        row[other] = held;
    }
}

function agreeing(cells: readonly Int32Array[]): number {
    let count = 0;
    for (let round = 1; round < cells.length; round++) {
        const before = cells[round - 1] as Int32Array;
        const now = cells[round] as Int32Array;
        for (let client = 0; client < now.length; client++) {
            if (now[client] !== UNKNOWN && now[client] === before[client]) count++;
        }
    }
    return count;
}
