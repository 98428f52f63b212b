import { setTimeout as pause } from "node:timers/promises";

import { type ArmClient, type Written } from "./client";
import { ArmFailure, NoAnswerError } from "./errors";
import { at, textAt } from "./json";

/** Milliseconds between two looks where Azure does not say. */
const PAUSE = 2_000;
const LONGEST_PAUSE = 30_000;

/**
 * Waits for a long-running operation to end. Returns at once where there is none.
 *
 * @param longest milliseconds for all of it.
 * @throws ArmFailure where it failed, NoAnswerError where it goes on for too long.
 */
export async function finished(
    client: ArmClient,
    written: Written,
    what: string,
    signal: AbortSignal,
    longest = 900_000,
): Promise<void> {
    const { operation } = written;
    if (operation === undefined) return;
    let asked = written.retryAfter;
    for (const end = Date.now() + longest; Date.now() < end;) {
        await pause(Math.min(asked ?? PAUSE, LONGEST_PAUSE), undefined, { signal });
        const { status, document, retryAfter } = await client.operation(operation, what);
        asked = retryAfter;
        const state = textAt(document, "status")?.toLowerCase();
        if (state === "failed" || state === "canceled") {
            const said = textAt(at(document, "error"), "message") ?? "";
            throw new ArmFailure(status, textAt(at(document, "error"), "code") ?? state, said, what);
        }
        if (state === "succeeded" || (state === undefined && status !== 202)) return;
    }
    throw new NoAnswerError(what, `it is still under way after ${longest / 1_000} s.`, true);
}
