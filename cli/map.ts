import { type Command } from "commander";

import { CouldNotRunError } from "./errors";
import { EXIT, type ExitCode } from "./exit-codes";
import { type Io } from "./io";
import { type MapFlags } from "./map/files";
import { printable } from "./printable";

/** `session-affinity map`: draws a stack's chains of hops from clients to replicas. */
export function addMap(program: Command, io: Io, end: (code: ExitCode) => void): void {
    program
        .command("map")
        .description("Draws a stack's chains of hops, from clients to replicas.")
        .argument("<file>", "what `pulumi stack export` or `pulumi preview --json` wrote")
        .option("--html <file>", "write one HTML page, to look at, to search and to print")
        .option("--svg <file>", "write one SVG picture")
        .option(
            "--mermaid <file>",
            "write a Mermaid flowchart; without any of these options it goes to standard output",
        )
        .addHelpText("after", "\nExit code: 0 drawn, whatever the picture shows; 3 could not run.")
        .action(async (file: string, flags: MapFlags) => end(await map(file, flags, io)));
}

async function map(file: string, flags: MapFlags, io: Io): Promise<ExitCode> {
    // Loaded here, as no other command needs them.
    const { MapFiles } = await import("./map/files.js");
    const files = new MapFiles(flags);
    await files.check();
    const { readMap } = await import("./map/read.js");
    const drawn = await readMap(file, today());
    if (files.count === 0) {
        const { renderMermaid } = await import("./map/mermaid.js");
        io.out(renderMermaid(drawn));
        return EXIT.yes;
    }
    const { renderText } = await import("./map/text.js");
    io.out(printable(renderText(drawn, false)));
    const failures = await files.write(drawn);
    if (failures.length > 0) throw new CouldNotRunError(failures.map(({ message }) => message).join("\n"));
    return EXIT.yes;
}

function today(): string {
    return new Date().toISOString().slice(0, "YYYY-MM-DD".length);
}
