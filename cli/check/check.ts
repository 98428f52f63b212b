import { type ChosenRule, evaluateStack, type Level } from "../../policy-pack/evaluate";
import { ConfigError } from "../../policy-pack/rules/config";
import { UsageError } from "../errors";

import { readStack } from "./input/read";
import { nameOfFile } from "./input/read-text";
import { type InputStack } from "./input/stack";
import { buildReport } from "./report/build";
import { type CheckReport } from "./report/model";
import { chooseRules } from "./settings";

/** What to check with. */
export interface CheckSettings {
    /** Levels and settings of rules, as a policy pack takes them. */
    readonly config?: unknown;
    /** Names of the only rules to run; empty: all. */
    readonly only: readonly string[];
    readonly failOn: Level;
    /** Version of this package, for the report. */
    readonly version: string;
    /** The day on which declarations have to hold, YYYY-MM-DD. Omitted: today. */
    readonly today?: string;
}

/** What was found, and what single formats need beside it. */
export interface Checkup {
    readonly report: CheckReport;
    readonly chosen: readonly ChosenRule[];
    /** Names in the configuration that no rule has. */
    readonly unknown: readonly string[];
    /** The lines on which resources begin, by URN. */
    readonly lines: () => ReadonlyMap<string, number>;
}

/**
 * Reads a file and runs the pack's rules on it.
 *
 * @throws {UsageError} for settings that are wrong.
 * @throws {CouldNotRunError} where the file cannot be read or is nothing that can be checked.
 */
export async function check(file: string, settings: CheckSettings): Promise<Checkup> {
    // Ahead of a file that may be large, and that may come from a command that takes its time.
    const { chosen, unknown } = chooseRules(settings.config, settings.only);
    return { ...checkStack(await readStack(file), nameOfFile(file), chosen, settings), unknown };
}

function checkStack(
    stack: InputStack,
    file: string,
    chosen: readonly ChosenRule[],
    { failOn, version, today }: CheckSettings,
): Omit<Checkup, "unknown"> {
    try {
        const evaluation = evaluateStack(stack.resources, chosen, today);
        const report = buildReport({ version, file, failOn, stack, chosen, evaluation });
        return { report, chosen, lines: () => stack.linesOf() };
    } catch (error) {
        if (error instanceof ConfigError) throw new UsageError(`--config: ${error.message}`);
        throw error;
    }
}
