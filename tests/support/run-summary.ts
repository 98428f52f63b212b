import { readFileSync } from "node:fs";

/** A test or a hook that failed. */
export interface Failure {
    readonly title: string;
    /** The first line of its error. */
    readonly message: string;
}

/** What one run of mocha came to. */
export interface RunSummary {
    readonly passed: number;
    /** Tests and hooks that failed. */
    readonly failed: number;
    /** Tests that were left out. */
    readonly pending: number;
    /** Full titles of the tests that were left out, in the order in which they came up. */
    readonly skipped: readonly string[];
    /** What failed, in the order in which it came up. */
    readonly failures: readonly Failure[];
}

/**
 * Reads the summary that the reporter wrote.
 *
 * @throws Error where there is none, as after a run that crashed, or where the file holds something else.
 */
export function readSummary(file: string): RunSummary {
    let text: string;
    try {
        text = readFileSync(file, "utf8");
    } catch (error) {
        throw new Error(`${file}: there is no summary, so that run did not come to its end`, { cause: error });
    }
    const summary = parse(text);
    if (!isSummary(summary)) throw new Error(`${file}: it is not the summary of a test run`);
    return summary;
}

function parse(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

function isSummary(value: unknown): value is RunSummary {
    if (typeof value !== "object" || value === null) return false;
    const { passed, failed, pending, skipped, failures } = value as Record<string, unknown>;
    return (
        [passed, failed, pending].every((count) => Number.isSafeInteger(count) && Number(count) >= 0) &&
        Array.isArray(skipped) &&
        skipped.every((title) => typeof title === "string") &&
        Array.isArray(failures) &&
        failures.every(isFailure)
    );
}

function isFailure(value: unknown): value is Failure {
    if (typeof value !== "object" || value === null) return false;
    const { title, message } = value as Record<string, unknown>;
    return typeof title === "string" && typeof message === "string";
}
