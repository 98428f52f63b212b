import { performance } from "node:perf_hooks";

import { type Budget } from "./budget";
import { type ProbeClient } from "./http/client";
import { failureText } from "./http/failures";
import { type IdentitySource, readIdentity } from "./identification/source";
import { type SentCookie } from "./jar";
import { type Visit } from "./visit";

/** A series of visits. */
export interface SeriesPlan {
    /** Order of the clients, one list a round. */
    readonly schedule: readonly (readonly number[])[];
    /** By client number. */
    readonly clients: readonly ProbeClient[];
    readonly source: IdentitySource;
    /** Visits under way at a time. */
    readonly concurrency: number;
    readonly budget: Budget;
    onVisit(visit: Visit): void;
}

/** What a series came to. */
export interface SeriesResult {
    /** Of the finished rounds and the one that was under way when the run was ended. */
    readonly visits: readonly Visit[];
    /** Rounds in which every client was visited. */
    readonly finishedRounds: number;
}

/** Runs a series: one round after the other, as a round's order means nothing once rounds overlap. */
export async function runSeries(plan: SeriesPlan): Promise<SeriesResult> {
    const visits: Visit[] = [];
    const started = performance.now();
    let finishedRounds = 0;
    for (const [round, order] of plan.schedule.entries()) {
        // One for all: whoever is free takes the next.
        const waiting = order.values();
        let ended = false;
        const work = async () => {
            for (const client of waiting) {
                if (ended) return;
                const visit = await visitOnce(plan, client, round, started);
                if (visit === undefined) {
                    ended = true;
                    return;
                }
                visits.push(visit);
                plan.onVisit(visit);
            }
        };
        await Promise.all(Array.from({ length: plan.concurrency }, work));
        if (ended) break;
        finishedRounds++;
    }
    return { visits, finishedRounds };
}

/**
 * One visit. Undefined: the run ended before its answer.
 * @param started when the series began, by `performance.now()`.
 */
export async function visitOnce(
    plan: Pick<SeriesPlan, "budget" | "clients" | "source">,
    client: number,
    round: number,
    started: number,
): Promise<Visit | undefined> {
    const { budget, clients, source } = plan;
    if (!(await budget.turn())) return undefined;
    const startedAt = performance.now() - started;
    try {
        const exchange = await (clients[client] as ProbeClient).ask(budget.signal);
        budget.countRedirects(exchange.requests - 1);
        const { response, sent, set, leftHost } = exchange;
        // In one piece, and each visit with the same properties: there are many of them.
        const visit: Visit = {
            client,
            round,
            startedAt,
            replica: readIdentity(source, exchange),
            status: response.status,
            cookiesSet: set,
            cookiesSent: namesOf(sent),
            timings: { firstByte: response.firstByte, total: response.total },
            connection: response.connection,
            localAddress: response.localAddress,
            remoteAddress: response.remoteAddress,
        };
        return leftHost === undefined ? visit : { ...visit, leftHost };
    } catch (error) {
        if (budget.signal.aborted) return undefined;
        return { client, round, startedAt, cookiesSet: [], cookiesSent: [], failure: failureText(error) };
    }
}

/** By the cookies, of which a client sends the same list again and again: there are many visits, and each keeps its names. */
const namesByCookies = new WeakMap<readonly SentCookie[], readonly string[]>();

function namesOf(cookies: readonly SentCookie[]): readonly string[] {
    let names = namesByCookies.get(cookies);
    if (names === undefined) namesByCookies.set(cookies, (names = cookies.map(({ name }) => name)));
    return names;
}
