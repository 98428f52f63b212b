import { type Random } from "./random";
import { clopperPearson, clusteredInterval, type Interval } from "./statistics/interval";
import { kappaOf } from "./statistics/kappa";
import { logChanceOfNoMove, logFactorOfGaps, monteCarlo } from "./statistics/permutation";
import { repeatsOf } from "./statistics/repeats";
import { type Spread, spreadOf } from "./statistics/spread";
import { tableOf, unknownCells } from "./statistics/table";
import { type Visit } from "./visit";

/** What a series of visits shows. */
export type Verdict = "sticky" | "partly sticky" | "not sticky" | "inconclusive";

/** Why a verdict is what it is. */
export type Reason =
    /** Every client stayed, and chance cannot explain it. */
    | "stayed"
    /** Clients moved, yet stayed more often than chance explains. */
    | "some moved"
    /** Clients moved as if the balancer ignored who they are. */
    | "moved"
    /** No answer said which replica gave it. */
    | "no answer"
    /** No client was answered twice. */
    | "no repeat"
    /** All answers came from one replica: no move could have been seen. */
    | "one replica"
    /** Fewer replicas answered than there are said to be. */
    | "replicas missing"
    /** So many replicas for so few clients that the value may name the client. */
    | "one replica a client"
    /** Too many requests do not say who answered. */
    | "answers missing"
    /** Every client stayed, and chance could explain it. */
    | "too few clients";

/** A share, as counts and with its interval. */
export interface Share extends Interval {
    readonly hits: number;
    readonly trials: number;
}

/** The statistics of one series and what follows from them. */
export interface Judgement {
    readonly verdict: Verdict;
    readonly reason: Reason;
    /** Rounds that were finished and counted. */
    readonly rounds: number;
    readonly visits: number;
    /** Visits that do not say which replica answered. */
    readonly gaps: number;
    /** Chance to see this, or more, if the balancer ignores who the client is. */
    readonly p: number;
    /** p, raised by all that the gaps could hide: what is held against the limit of its verdict. */
    readonly bound: number;
    /** Where p is from: counted, or drawn (a Monte-Carlo test cannot go below one in its number of shuffles). */
    readonly test: "exact" | "monte carlo";
    /** Answers after a client's first one, and those of them by the replica that had answered it before. */
    readonly repeats: Share;
    /** Clients with repeats, and those of them that never moved. */
    readonly clients: Share;
    readonly kappa?: number;
    readonly spread: Spread;
}

/** What a series is judged by. */
export interface Question {
    readonly clients: number;
    /** Finished rounds. */
    readonly rounds: number;
    /** Replicas that have to be seen. Omitted: two. */
    readonly expectReplicas?: number;
    /** Source of the Monte-Carlo test's shuffles. */
    readonly random: Random;
}

/** A sticky verdict is wrong at most this often, whatever a balancer does that ignores who the client is. */
export const STICKY_LIMIT = 1e-6;
/** A partly sticky verdict is wrong at most this often. */
export const PARTLY_LIMIT = 5e-4;
/** Confidence of the intervals. */
export const CONFIDENCE = 0.95;
/** With more gaps than this share of the visits, no series is called sticky. */
export const GAPS_LIMIT = 0.05;

/** Judges a series of visits. Pure: the same visits and the same random source give the same judgement. */
export function judge(visits: readonly Visit[], question: Question): Judgement {
    const table = tableOf(visits, question.clients, question.rounds);
    const cells = question.clients * question.rounds;
    const gaps = unknownCells(table);
    const perClient = repeatsOf(table).filter(({ repeats }) => repeats > 0);
    const stayed = perClient.reduce((sum, client) => sum + client.stayed, 0);
    const trials = perClient.reduce((sum, client) => sum + client.repeats, 0);
    const faithful = perClient.filter((client) => client.stayed === client.repeats).length;
    const log = logChanceOfNoMove(table);
    const drawn = log === undefined ? monteCarlo(table, question.random) : undefined;
    const p = drawn?.p ?? Math.exp(log ?? 0);
    const bound = drawn?.p ?? Math.min(1, Math.exp((log ?? 0) + logFactorOfGaps(cells, gaps)));
    const facts: Facts = {
        bound,
        moved: log === undefined,
        replicas: table.replicas.length,
        clients: question.clients,
        expected: question.expectReplicas,
        repeats: trials,
        gapShare: cells === 0 ? 0 : gaps / cells,
    };
    return {
        ...decide(facts),
        rounds: question.rounds,
        visits: cells,
        gaps,
        p,
        bound,
        test: drawn === undefined ? "exact" : "monte carlo",
        repeats: {
            hits: stayed,
            trials,
            ...clusteredInterval(
                perClient.map((client) => ({ hits: client.stayed, trials: client.repeats })),
                CONFIDENCE,
            ),
        },
        clients: {
            hits: faithful,
            trials: perClient.length,
            ...clopperPearson(faithful, perClient.length, CONFIDENCE),
        },
        kappa: kappaOf(table),
        spread: spreadOf(table, CONFIDENCE, question.expectReplicas),
    };
}

interface Facts {
    readonly bound: number;
    readonly moved: boolean;
    readonly replicas: number;
    readonly clients: number;
    readonly expected?: number;
    readonly repeats: number;
    readonly gapShare: number;
}

/** A move that was seen is a fact, so that it comes first; all that speaks against trusting the absence of moves comes next. */
function decide(facts: Facts): { readonly verdict: Verdict; readonly reason: Reason } {
    if (facts.moved) {
        return facts.bound <= PARTLY_LIMIT
            ? { verdict: "partly sticky", reason: "some moved" }
            : { verdict: "not sticky", reason: "moved" };
    }
    const doubt = doubtOf(facts);
    return doubt === undefined ? { verdict: "sticky", reason: "stayed" } : { verdict: "inconclusive", reason: doubt };
}

function doubtOf({ bound, replicas, clients, expected, repeats, gapShare }: Facts): Reason | undefined {
    if (replicas === 0) return "no answer";
    if (repeats === 0) return "no repeat";
    if (replicas === 1) return "one replica";
    if (replicas < (expected ?? 0)) return "replicas missing";
    if (replicas > clients / 2 && replicas > (expected ?? 0)) return "one replica a client";
    if (gapShare > GAPS_LIMIT) return "answers missing";
    return bound <= STICKY_LIMIT ? undefined : "too few clients";
}
