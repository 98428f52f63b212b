import { Command, CommanderError } from "commander";

import { addCheck } from "./check";
import { addCompletion } from "./completion";
import { addEnable } from "./enable";
import { CliError } from "./errors";
import { EXIT, type ExitCode } from "./exit-codes";
import { type Io } from "./io";
import { addMap } from "./map";
import { printable } from "./printable";
import { addProbe } from "./probe";
import { addVerify } from "./verify";
import { packageVersion } from "./version";

/** Adds one command to the program. Its action says how the process ends by calling `end`. */
export type AddCommand = (program: Command, io: Io, end: (code: ExitCode) => void) => void;

/** All commands, in the order in which the help lists them. */
const COMMANDS: readonly AddCommand[] = [addProbe, addEnable, addVerify, addCheck, addMap];

/** Runs the command line and returns the exit code. Never throws. */
export async function run(argv: readonly string[], io: Io, commands = COMMANDS): Promise<ExitCode> {
    let code: ExitCode = EXIT.yes;
    const program = new Command("session-affinity")
        .description(
            "Session affinity: proves it on live endpoints, reads it off and turns it on for what is deployed, checks stacks, draws the chain.",
        )
        .version(packageVersion())
        .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.err(text) })
        .exitOverride();
    for (const add of commands) add(program, io, (ended) => (code = ended));
    addCompletion(program);
    try {
        await program.parseAsync(argv, { from: "user" });
        return code;
    } catch (error) {
        // commander has written its own message by now.
        if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.yes : EXIT.couldNotRun;
        const text = error instanceof CliError ? error.message : error instanceof Error ? error.stack : String(error);
        io.err(`error: ${printable(text ?? "")}\n`);
        return EXIT.couldNotRun;
    }
}
