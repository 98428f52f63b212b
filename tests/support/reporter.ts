import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import Mocha from "mocha";

import { type Failure, type RunSummary } from "./run-summary";

/**
 * Mocha's own Spec reporter, which at the end of the run also writes its {@link RunSummary} as JSON to the file that
 * the environment variable MOCHA_SUMMARY names. Without that variable it is Spec and nothing else.
 */
export default class SummaryReporter extends Mocha.reporters.Spec {
    constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
        super(runner, options);
        const given = process.env["MOCHA_SUMMARY"];
        if (!given) return;

        const file = path.resolve(given);
        // A run that crashes must not be taken for the one before it.
        rmSync(file, { force: true });
        const skipped: string[] = [];
        const failures: Failure[] = [];
        runner.on("pending", (test) => skipped.push(test.fullTitle()));
        runner.on("fail", (test, error: unknown) =>
            failures.push({ title: test.fullTitle(), message: firstLine(error) }),
        );
        runner.once("end", () => {
            const { passes: passed, failures: failed, pending } = this.stats;
            mkdirSync(path.dirname(file), { recursive: true });
            const summary: RunSummary = { passed, failed, pending, skipped, failures };
            writeFileSync(file, `${JSON.stringify(summary)}\n`);
        });
    }
}

function firstLine(error: unknown): string {
    const text = error instanceof Error ? error.message : String(error);
    return text.split("\n", 1)[0] ?? "";
}
