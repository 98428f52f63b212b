import { type Command } from "commander";

/** The Model Context Protocol. */
export function addMcpOptions(command: Command): Command {
    return command
        .option(
            "--mcp",
            "speak the Model Context Protocol: sessions in place of clients (12 unless --clients is given), calls in place of rounds",
        )
        .option("--mcp-tool <name>", "tool without arguments that --mcp calls; without it the tools are listed");
}
