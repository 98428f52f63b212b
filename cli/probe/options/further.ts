import { type Command } from "commander";

import { positiveNumber, positiveNumbers, reading, wholeNumber } from "../../options";
import { WATCH_SECONDS } from "../settings-of";

/** What is asked beyond the proof. */
export function addFurtherOptions(command: Command): Command {
    return command
        .option("--also <url>", "a second address of the same replicas: do clients keep their replica there?")
        .addOption(
            reading(
                "--idle <seconds>",
                "are clients kept that rest so long? Several times with commas between",
                positiveNumbers(86_400),
            ),
        )
        .option("--scale <command>", "add a replica with this, and see who moves and who reaches it")
        .option("--kill <command>", "take a replica away with this, and see who moves, when and where")
        .addOption(reading("--kill-pid <id>", "the same by killing a process of this machine", wholeNumber(1)))
        .option("--restore <command>", "bring the replica back with this, and see who returns")
        .addOption(
            reading(
                "--watch <seconds>",
                `time that clients ask on after each of these commands (default: ${WATCH_SECONDS})`,
                positiveNumber(3_600),
            ),
        )
        .option("--yes", "allow --kill, --kill-pid and --scale against anything but this machine, without a question");
}
