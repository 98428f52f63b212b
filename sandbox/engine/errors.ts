/** One place where the Pulumi CLI was looked for in vain. */
export interface Attempt {
    /** The place, as the reader knows it: a variable with its value, a folder, "official installer". */
    readonly where: string;
    /** Why it gave no usable CLI, in one line. */
    readonly reason: string;
    /** What to do so that it would. */
    readonly remedy: string;
}

/**
 * No usable Pulumi CLI was found and none could be had. The message lists every attempt with its reason and its remedy.
 */
export class EngineNotFoundError extends Error {
    constructor(
        readonly attempts: readonly Attempt[],
        headline = "There is no usable Pulumi CLI, and none could be fetched. What was tried:",
    ) {
        const lines = attempts.flatMap(({ where, reason, remedy }) => [`  ${where}: ${reason}`, `    -> ${remedy}`]);
        const end = attempts.length > 1 ? ["Any one of these is enough."] : [];
        super([headline, ...lines, ...end].join("\n"));
        this.name = "EngineNotFoundError";
    }
}

/** Ends one way of getting the CLI, so that the search goes on with the next. */
export class AttemptFailed extends Error {
    constructor(readonly attempt: Attempt) {
        super(`${attempt.where}: ${attempt.reason}`);
        this.name = "AttemptFailed";
    }
}

const LONGEST_REASON = 300;

/** The last line of a tool's output that says something, without colours and not longer than a reader wants. */
export function lastLine(output: string): string {
    // eslint-disable-next-line no-control-regex -- colours start with the escape character.
    const lines = output.replace(/\u001b\[[\d;]*[A-Za-z]/g, "").split(/\r?\n/);
    const last = lines.map((line) => line.trim()).findLast((line) => line !== "") ?? "";
    return last.length > LONGEST_REASON ? `${last.slice(0, LONGEST_REASON)}…` : last;
}

/** One line for why something failed. */
export function reasonOf(error: unknown): string {
    const message = error instanceof Error ? error.message : String(error);
    // The Automation API puts a command's whole result into its errors: code, stdout, stderr and then the error once
    // more.
    const [first = ""] = message.split(/\n\s*err\?: /);
    return lastLine(first).replace(/^(stderr|stdout): /, "") || "failed without a message";
}
