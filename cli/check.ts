import { type Command, Option } from "commander";

import { type CheckFlags } from "./check/run";
import { EXIT, type ExitCode } from "./exit-codes";
import { type Io } from "./io";
import { collect } from "./options";

const EXIT_CODES = { passed: EXIT.yes, failed: EXIT.no, undecided: EXIT.inconclusive } as const;

/** `session-affinity check`: runs the pack's rules without a deployment. */
export function addCheck(program: Command, io: Io, end: (code: ExitCode) => void): void {
    program
        .command("check")
        .description("Runs the policy pack's rules on a file, without a deployment.")
        .argument(
            "<file>",
            'what pulumi stack export, pulumi preview --json --show-sames, kubectl get -o json or verify --json wrote; "-" reads standard input',
        )
        .option("--config <file>", "levels and settings of the rules, the same JSON as for --policy-pack-config")
        .addOption(
            new Option("--fail-on <level>", "the least level that fails the check")
                .choices(["advisory", "mandatory"])
                .default("mandatory"),
        )
        .addOption(new Option("--rule <name>", "run only this rule; may be given several times").argParser(collect))
        .option("--json", "write the report as JSON")
        .option("--sarif <file>", "write the report as SARIF 2.1.0 too, for code scanning")
        .option("--junit <file>", "write the report as JUnit XML too, for CI")
        .addHelpText(
            "after",
            "\nExit code: 0 no finding at the level of --fail-on, 1 findings, 2 undecided (a value is not known yet, or the file does not hold all), 3 could not run.",
        )
        .action(async (file: string, flags: CheckFlags) => {
            // Loaded here, as no other command needs the rules.
            const { runCheck } = await import("./check/run.js");
            end(EXIT_CODES[await runCheck(file, flags, io)]);
        });
}
