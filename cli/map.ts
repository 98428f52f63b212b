import { type Command } from "commander";

import { EXIT, type ExitCode } from "./exit-codes";
import { type Io } from "./io";
import { type MapFlags } from "./map/run";

/** `session-affinity map`: draws a stack's chains of hops from clients to replicas. */
export function addMap(program: Command, io: Io, end: (code: ExitCode) => void): void {
    program
        .command("map")
        .description("Draws the chains of hops of a stack, from clients to replicas.")
        .argument(
            "<file>",
            'what pulumi stack export, pulumi preview --json --show-sames, kubectl get -o json or verify --json wrote; "-" reads standard input',
        )
        .option("--html <file>", "write one HTML page, to look at, to search and to print")
        .option("--svg <file>", "write one SVG picture")
        .option("--mermaid <file>", "write a Mermaid flowchart; without any option it goes to standard output")
        .addHelpText("after", "\nExit code: 0 drawn, whatever it shows, 3 could not run.")
        .action(async (file: string, flags: MapFlags) => {
            // Loaded here, as no other command needs it.
            const { runMap } = await import("./map/run.js");
            await runMap(file, flags, io);
            end(EXIT.yes);
        });
}
