import { jStat } from "jstat";

import { type Judgement, PARTLY_LIMIT, type Verdict } from "../verdict";

import { breakOf, fateOf, type SessionRecord } from "./fate";

/** What a series of sessions shows. */
export type McpVerdict = Verdict | "not needed";

/** Why a verdict is what it is. */
export type McpReason =
    /** Every session held, on one replica each, and chance cannot explain it. */
    | "held"
    /** Sessions broke. */
    | "broke"
    /** Sessions broke, and one replica answered all: affinity has no part in it. */
    | "broke on one replica"
    /** Every session held, wherever its requests went. */
    | "shared"
    /** The server gives no session ids. */
    | "no sessions"
    /** The server is of a revision that has no sessions. */
    | "no sessions in its revision"
    /** Sessions failed for other reasons. */
    | "failed"
    /** The run ended before any session was whole. */
    | "nothing finished"
    /** Every session held, and no answer said which replica gave it. */
    | "replicas unknown"
    /** Every session held, and yet it proves nothing: the judgement of its calls says why. */
    | "unproven";

/** How many sessions came to what. */
export interface Tally {
    readonly sessions: number;
    readonly held: number;
    readonly broken: number;
    readonly refused: number;
    readonly failed: number;
}

/** What one series came to. */
export interface McpJudgement {
    readonly verdict: McpVerdict;
    readonly reason: McpReason;
    readonly tally: Tally;
    /** All replicas that answered, in the order of their names. */
    readonly replicas: readonly string[];
}

/** Counts what became of sessions. */
export function tallyOf(records: readonly SessionRecord[]): Tally {
    const fates = records.map(fateOf);
    const count = (fate: (typeof fates)[number]) => fates.filter((one) => one === fate).length;
    return {
        sessions: records.length,
        held: count("held"),
        broken: count("broken"),
        refused: count("refused"),
        failed: count("failed"),
    };
}

/** Judges a series. @param calls what the calls' replicas show. Omitted: the run ended before they were counted. */
export function judgeSessions(records: readonly SessionRecord[], calls: Judgement): McpJudgement {
    const tally = tallyOf(records);
    const replicas = [
        ...new Set(records.flatMap(({ answers }) => answers.flatMap(({ replica }) => replica ?? []))),
    ].sort();
    return { ...decide(records, calls, tally, replicas), tally, replicas };
}

type Decision = Pick<McpJudgement, "verdict" | "reason">;

/** A session that broke is a fact, so that it comes first. */
function decide(
    records: readonly SessionRecord[],
    calls: Judgement,
    tally: Tally,
    replicas: readonly string[],
): Decision {
    if (tally.sessions === 0) return { verdict: "inconclusive", reason: "nothing finished" };
    if (tally.broken > 0) {
        if (replicas.length === 1 && allKnown(records))
            return { verdict: "inconclusive", reason: "broke on one replica" };
        const more = heldByChance(tally, Math.max(2, replicas.length)) <= PARTLY_LIMIT;
        return { verdict: more ? "partly sticky" : "not sticky", reason: "broke" };
    }
    if (tally.held < tally.sessions) return { verdict: "inconclusive", reason: "failed" };
    if (records.every(({ idLength }) => idLength === undefined))
        return { verdict: "not needed", reason: "no sessions" };
    if (replicas.length === 0) return { verdict: "inconclusive", reason: "replicas unknown" };
    switch (calls.verdict) {
        case "sticky":
            return { verdict: "sticky", reason: "held" };
        case "not sticky":
        case "partly sticky":
            return { verdict: "not needed", reason: "shared" };
        case "inconclusive":
            return { verdict: "inconclusive", reason: "unproven" };
    }
}

/** Whether each broken session says which replica did not know it. */
function allKnown(records: readonly SessionRecord[]): boolean {
    return records.flatMap((record) => breakOf(record) ?? []).every(({ replica }) => replica !== undefined);
}

/** Chance that as many sessions hold, or more, if each one's requests go to a replica that has nothing to do with its own. */
function heldByChance({ held, sessions }: Tally, replicas: number): number {
    return held === 0 ? 1 : 1 - jStat.binomial.cdf(held - 1, sessions, 1 / replicas);
}
