import { performance } from "node:perf_hooks";

/** What ends a request before its answer. */
export interface Limit {
    /** Aborted when the whole run ends. */
    readonly signal: AbortSignal;
    /** When the time for it is over, by `performance.now()`. */
    readonly until: number;
}

/**
 * Calls `end` with an error where the time is over or the run ends. Returns what calls that off.
 *
 * In place of `AbortSignal.any` and `AbortSignal.timeout`, which take as long to make as a whole request over a kept
 * connection.
 */
export function within({ signal, until }: Limit, end: (error: Error) => void): () => void {
    const late = () => end(new DOMException("no answer in time", "TimeoutError"));
    const stopped = () => end(new DOMException("the run has ended", "AbortError"));
    const timer = setTimeout(signal.aborted ? stopped : late, signal.aborted ? 0 : until - performance.now());
    signal.addEventListener("abort", stopped, { once: true });
    return () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", stopped);
    };
}
