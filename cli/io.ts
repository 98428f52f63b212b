import { confirmOnTerminal } from "./confirm";

/** Where a command writes, and how it is stopped: the process's own, or a test's. */
export interface Io {
    /** Results, and nothing else. */
    out(text: string): void;
    /** Errors, notices, progress. */
    err(text: string): void;
    /** Whether results are read by a person on a terminal. */
    readonly outIsTerminal: boolean;
    /** Whether progress is seen. */
    readonly errIsTerminal: boolean;
    readonly color: boolean;
    /** Aborted when the user asks to stop. */
    readonly signal: AbortSignal;
    /** Asks the user yes or no. Omitted: nobody is there to answer. */
    confirm?(question: string): Promise<boolean>;
}

/** The process's own streams and signals. A second Ctrl-C ends the process at once, as nothing listens any more. */
export function processIo(): Io {
    const stop = new AbortController();
    for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort(name));
    for (const stream of [process.stdout, process.stderr]) stream.on("error", unlessNobodyReads);
    return {
        out: (text) => void process.stdout.write(text),
        err: (text) => void process.stderr.write(text),
        outIsTerminal: process.stdout.isTTY ?? false,
        errIsTerminal: process.stderr.isTTY ?? false,
        color: (process.stdout.isTTY ?? false) && !process.env["NO_COLOR"],
        signal: stop.signal,
        ...(process.stdin.isTTY && process.stderr.isTTY
            ? { confirm: (question: string) => confirmOnTerminal(question, stop.signal) }
            : {}),
    };
}

/** Goes on where the reader has gone, as `head` does: what was begun is ended, and the exit code says how. */
function unlessNobodyReads(error: NodeJS.ErrnoException): void {
    if (error.code !== "EPIPE") throw error;
}
