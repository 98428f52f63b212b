import { type Attempt, type Count, countsOf } from "../crowd/attempt";
import { lastReplica, movesOf, pathOf } from "../failover/course";
import { clopperPearson } from "../statistics/interval";
import { CONFIDENCE, type Share } from "../verdict";

/** What a new replica shows of affinity, from the worst to the best. */
export type ScaleOutVerdict =
    /** Clients were without an answer to the end. */
    | "not served"
    /** Clients moved whose replica lived. */
    | "soft"
    /** No new replica was seen, or nobody had one before. */
    | "inconclusive"
    /** Nobody moved, and new clients reach the new replica. */
    | "strong";

/** How many move under a kind of affinity. */
export type ScaleOutKind =
    /** Nobody: each client's replica is remembered. */
    | "remembered"
    /** One part in the new number of replicas: a consistent hash. */
    | "consistent hash"
    /** All but that part: the remainder of a hash. */
    | "modulo hash"
    /** Neither of these. */
    | "other";

/** What a new replica did: plain data. */
export interface ScaleOut {
    readonly verdict: ScaleOutVerdict;
    /** What the share of moved clients is like. */
    readonly kind: ScaleOutKind;
    /** Replicas that were seen before. */
    readonly before: readonly string[];
    /** Replicas that were not. */
    readonly added: readonly string[];
    /** Clients that had a replica of their own, and those of them that another one served. */
    readonly moved: Share;
    /** Shares of clients that would move. */
    readonly expected: { readonly remembered: 0; readonly consistentHash: number; readonly moduloHash: number };
    /** Those that moved to a new replica. A consistent hash moves nobody elsewhere. */
    readonly toAdded: number;
    /** Clients that had none, and are left out. */
    readonly unsettled: number;
    /** Clients that nobody served in the end. */
    readonly unserved: number;
    readonly errors: readonly Count[];
    /** New clients, and those of them that a new replica served. */
    readonly newcomers: { readonly clients: number; readonly reached: number };
}

/** The attempts of each client, and where it was before. */
export interface ScaleOutFacts {
    readonly homes: readonly (string | undefined)[];
    readonly after: readonly (readonly Attempt[])[];
    /** Who served clients that came for the first time, in the end. */
    readonly newcomers: readonly (string | undefined)[];
}

/** What the facts come to. */
export function scaleOutOf({ homes, after, newcomers }: ScaleOutFacts): ScaleOut {
    const before = [...new Set(homes.flatMap((home) => home ?? []))].sort();
    const seen = [...after.flatMap(pathOf), ...newcomers.flatMap((replica) => replica ?? [])];
    const added = [...new Set(seen)].filter((replica) => !before.includes(replica)).sort();
    const settled = homes.flatMap((home, client) => (home === undefined ? [] : [{ home, own: after[client] ?? [] }]));
    const movers = settled.filter(({ home, own }) => movesOf({ home, path: pathOf(own) }) > 0);
    const replicas = before.length + Math.max(1, added.length);
    const moved = {
        hits: movers.length,
        trials: settled.length,
        ...clopperPearson(movers.length, settled.length, CONFIDENCE),
    };
    const share = before.length / replicas;
    const expected = {
        remembered: 0,
        consistentHash: 1 - share,
        moduloHash: moduloShare(before.length, replicas),
    } as const;
    const facts = {
        ...{ before, added, moved, expected },
        kind: kindOf(moved, expected),
        toAdded: movers.filter(({ own }) => added.includes(lastReplica(own) ?? "")).length,
        unsettled: homes.length - settled.length,
        unserved: after.filter((own) => own.at(-1)?.replica === undefined).length,
        errors: countsOf(after.flatMap((own) => own.flatMap(({ error }) => error ?? []))),
        newcomers: {
            clients: newcomers.length,
            reached: newcomers.filter((replica) => replica !== undefined && added.includes(replica)).length,
        },
    };
    return { verdict: decide(facts), ...facts };
}

/** Chance that a number's remainders by two numbers differ: all but the smaller one of each round of both is another one. */
function moduloShare(before: number, after: number): number {
    const round = leastCommonMultiple(before, after);
    return before === 0 ? 0 : 1 - before / round;
}

function leastCommonMultiple(one: number, other: number): number {
    let [a, b] = [one, other];
    while (b !== 0) [a, b] = [b, a % b];
    return a === 0 ? 0 : (one / a) * other;
}

function kindOf(moved: Share, expected: ScaleOut["expected"]): ScaleOutKind {
    const fits = (share: number) => moved.low <= share && share <= moved.high;
    if (moved.hits === 0) return "remembered";
    if (fits(expected.consistentHash)) return "consistent hash";
    return fits(expected.moduloHash) ? "modulo hash" : "other";
}

function decide({ added, moved, unserved, newcomers }: Omit<ScaleOut, "verdict">): ScaleOutVerdict {
    if (unserved > 0) return "not served";
    if (moved.hits > 0 && added.length > 0) return "soft";
    return added.length === 0 || moved.trials === 0 || newcomers.reached === 0 ? "inconclusive" : "strong";
}
