import { createInterface } from "node:readline/promises";

/** Asks a question and resolves to what was typed; rejects when the signal aborts, or nobody answers any more. */
export type Ask = (question: string, signal: AbortSignal) => Promise<string>;

/** Asks on the terminal: on stderr, as stdout is for results. Undefined where there is none to ask on. */
export function terminalAsk(): Ask | undefined {
    if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
    return async (question, signal) => {
        const lines = createInterface({ input: process.stdin, output: process.stderr });
        // In a terminal's raw mode Ctrl-C is a key, not a signal to the process.
        const interrupted = new AbortController();
        lines.on("SIGINT", () => interrupted.abort());
        lines.on("close", () => interrupted.abort());
        try {
            return await lines.question(question, { signal: AbortSignal.any([signal, interrupted.signal]) });
        } finally {
            lines.close();
        }
    };
}

/** True for a clear yes. */
export function isYes(answer: string): boolean {
    return /^\s*(y|yes)\s*$/i.test(answer);
}
