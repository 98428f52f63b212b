/**
 * Asks yes or no on the terminal: on stderr, as stdout is for results. No unless the answer is a clear yes: an end of the
 * input or of the run is no answer.
 */
export async function confirmOnTerminal(question: string, signal: AbortSignal): Promise<boolean> {
    const { createInterface } = await import("node:readline/promises");
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    try {
        // In a terminal's raw mode Ctrl-C is a key, not a signal to the process: it closes the reader.
        const closed = new Promise<string>((resolve) => lines.once("close", () => resolve("")));
        return isYes(await Promise.race([lines.question(`${question} [y/N] `, { signal }), closed]));
    } catch {
        return false;
    } finally {
        lines.close();
    }
}

/** True for a clear yes. */
export function isYes(answer: string): boolean {
    return /^\s*(y|yes)\s*$/i.test(answer);
}
