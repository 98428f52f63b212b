import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";

import { bringBack, type Kill, takeAway } from "../hooks/hooks";

import { isFine, isUnknownSession } from "./answer";
import { type Attempt, type Survivor } from "./recovery";
import { type McpSession } from "./session";
import { type Run, sessionOf } from "./series";

/** Pause between two attempts of a session. */
const PAUSE_MILLISECONDS = 100;
/** Time for a session to be served or ended, and for a new one in its place. */
const PATIENCE_MILLISECONDS = 30_000;

/** What takes a replica away and brings it back. */
export interface Loss {
    readonly kill: Kill;
    /** Omitted: it stays away. */
    readonly restore?: string;
}

/**
 * Opens sessions, takes a replica away, and follows each session until it is served, or ended and begun anew. Brings the
 * replica back in the end, whatever happens. Throws CouldNotRunError where a command fails.
 */
export async function loseReplica(run: Run, { kill, restore }: Loss, keepsCookies: boolean): Promise<Survivor[]> {
    const { clients } = run.settings.probe;
    const sessions = Array.from({ length: clients }, (_, client) => sessionOf(run, client, keepsCookies));
    try {
        for (const session of sessions) {
            await session.open();
            await session.call();
        }
        const homes = sessions.map(({ answers }) => answers.at(-1)?.replica);
        await takeAway(kill);
        const started = performance.now();
        return await Promise.all(
            sessions.map((session, client) =>
                follow(run, session, started, homes[client], () => sessionOf(run, client, keepsCookies)),
            ),
        );
    } finally {
        if (restore !== undefined) await bringBack(restore);
        for (const session of sessions) await session.end();
    }
}

async function follow(
    { budget }: Run,
    session: McpSession,
    started: number,
    home: string | undefined,
    another: () => McpSession,
): Promise<Survivor> {
    const since = () => performance.now() - started;
    const goesOn = () => since() < PATIENCE_MILLISECONDS && budget.stopped === undefined;
    const attempts: Attempt[] = [];
    const survivor = { ...(home === undefined ? {} : { home }), attempts };
    while (goesOn()) {
        await session.call();
        const answer = session.answers.at(-1);
        if (answer === undefined) break;
        attempts.push({ at: since(), answer });
        if (isUnknownSession(answer)) return { ...survivor, ...(await beginAnew(another, since, goesOn)) };
        if (isFine(answer)) break;
        await sleep(PAUSE_MILLISECONDS);
    }
    return survivor;
}

async function beginAnew(
    another: () => McpSession,
    since: () => number,
    goesOn: () => boolean,
): Promise<Pick<Survivor, "begunAfter" | "begunOn">> {
    while (goesOn()) {
        const session = another();
        await session.open();
        await session.call();
        const begunAfter = since();
        const { answers } = session;
        await session.end();
        const call = answers.findLast(({ step }) => step !== "GET" && step !== "DELETE");
        if (call !== undefined && call.step !== "initialize" && !call.followUp && isFine(call)) {
            return { begunAfter, ...(call.replica === undefined ? {} : { begunOn: call.replica }) };
        }
        await sleep(PAUSE_MILLISECONDS);
    }
    return {};
}
