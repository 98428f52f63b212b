import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import lockfile from "proper-lockfile";
import { quiet, type Progress, type Step } from "../progress";

/** How the lock is waited for. */
export interface LockOptions {
    readonly progress?: Progress;
    readonly signal?: AbortSignal;
    /** What the other run is doing, as it is shown. "fetching the Pulumi CLI" unless given. */
    readonly purpose?: string;
    /**
     * How long after the last sign of life a lock counts as left behind by a killed process. 15 seconds unless given;
     * at least 2.
     */
    readonly staleMilliseconds?: number;
}

const STALE_MILLISECONDS = 15_000;
const POLL_MILLISECONDS = 250;

/**
 * Does `work` while no other process does it in the same `folder`, which must exist; waits for another that does, and
 * shows that it waits.
 *
 * `work` gets a signal that aborts when the caller's does, or when the lock is lost: to a process that took this one
 * for dead, after a long suspension. In the second case `work` is done anew once the other process is through.
 */
export async function withLock<T>(
    folder: string,
    {
        progress = quiet,
        signal,
        purpose = "fetching the Pulumi CLI",
        staleMilliseconds = STALE_MILLISECONDS,
    }: LockOptions,
    work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
    for (;;) {
        const lost = new AbortController();
        const release = await acquire(lost);
        try {
            return await work(signal ? AbortSignal.any([signal, lost.signal]) : lost.signal);
        } catch (error) {
            if (!lost.signal.aborted || signal?.aborted) throw error;
        } finally {
            // A lost lock belongs to another process by now.
            if (!lost.signal.aborted) await release();
        }
    }

    async function acquire(lost: AbortController): Promise<() => Promise<void>> {
        let waiting: Step | undefined;
        try {
            for (;;) {
                signal?.throwIfAborted();
                try {
                    const release = await lockfile.lock(folder, {
                        lockfilePath: path.join(folder, "lock"),
                        stale: staleMilliseconds,
                        onCompromised: (error) => lost.abort(error),
                    });
                    waiting?.done("The other run has ended");
                    return release;
                } catch (error) {
                    if ((error as NodeJS.ErrnoException).code !== "ELOCKED") throw error;
                }
                waiting ??= progress.step(`Waiting for another run that is ${purpose}`);
                await sleep(POLL_MILLISECONDS, undefined, signal ? { signal } : {});
            }
        } catch (error) {
            waiting?.fail("Stopped waiting for another run");
            throw signal?.aborted ? signal.reason : error;
        }
    }
}
