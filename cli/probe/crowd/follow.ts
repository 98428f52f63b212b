import { setTimeout as sleep } from "node:timers/promises";

import { type Budget } from "../budget";

import { type Attempt, attemptOf } from "./attempt";
import { type Crowd } from "./crowd";

/** Shortest pause between two requests of one client. */
const PAUSE_MILLISECONDS = 100;
/** Requests a second, at most, of all clients together; and as many again of those that were not served. */
const MOST_A_SECOND = 100;
/** Clients without an answer are waited for this many times as long as asked for. */
const PATIENCE = 6;

/** How a crowd is followed. */
export interface Following {
    /** Clients ask on for so long once the event is over. */
    readonly seconds: number;
    readonly budget: Budget;
    /** Hears how far it is, for people. */
    readonly say: (text: string) => void;
}

/**
 * Makes something happen to the replicas, and has every client ask on meanwhile and after, each at its own pace. Returns
 * the attempts of each client; undefined where the run ended first. Throws what the event threw.
 */
export async function follow(
    crowd: Crowd,
    event: () => Promise<void>,
    { seconds, budget, say }: Following,
): Promise<readonly (readonly Attempt[])[] | undefined> {
    const origin = crowd.now;
    const attempts = Array.from({ length: crowd.size }, (): Attempt[] => []);
    let over: number | undefined;
    let failed = false;
    const isServed = () => attempts.every((own) => own.at(-1)?.replica !== undefined);
    const goesOn = () => {
        if (failed || budget.stopped !== undefined) return false;
        if (over === undefined) return true;
        const since = (crowd.now - over) / 1000;
        return since < seconds || (since < seconds * PATIENCE && !isServed());
    };
    const pauseOf = (clients: number) => Math.max(PAUSE_MILLISECONDS, (clients / MOST_A_SECOND) * 1000);
    const pause = pauseOf(crowd.size);
    // Who was not served asks again soon, to see when it is.
    const soon = () => pauseOf(attempts.filter((own) => own.at(-1)?.error !== undefined).length);
    const rest = (milliseconds: number) =>
        sleep(milliseconds, undefined, { signal: budget.signal }).catch(() => undefined);
    const ask = async (own: Attempt[], client: number) => {
        // Not all at once: each has its own moment within the pause.
        await rest((pause * client) / crowd.size);
        while (goesOn()) {
            const visit = await crowd.ask(client);
            if (visit === undefined) return;
            own.push(attemptOf(visit, origin, crowd.now));
            say(`${((crowd.now - origin) / 1000).toFixed(0)} s`);
            await rest(own.at(-1)?.error === undefined ? pause : soon());
        }
    };
    const happening = event().then(
        () => void (over = crowd.now),
        (error: unknown) => {
            failed = true;
            throw error;
        },
    );
    const [, result] = await Promise.allSettled([Promise.all(attempts.map(ask)), happening]);
    if (result.status === "rejected") throw result.reason;
    return budget.stopped === undefined ? attempts : undefined;
}
