import { type Command, Option } from "commander";

import { CliError, CouldNotRunError, UsageError } from "./errors";
import { EXIT, exitCodeOf } from "./exit-codes";
import { type ExitCode } from "./exit-codes";
import { type Io } from "./io";
import { collect, positiveNumber, wholeNumber } from "./options";
import { type McpFlags, mcpSettingsOf } from "./probe/mcp/flags";
import { type McpSettings } from "./probe/mcp/settings";
import { renderMcpTerminal } from "./probe/mcp/terminal";
import { LARGEST_SEED } from "./probe/random";
import { renderJson } from "./probe/report/json";
import { renderTerminal } from "./probe/report/terminal";
import { type ProbeFlags, settingsOf } from "./probe/settings-of";
import { progressOn } from "./progress";
import { Redaction } from "./redaction";
import { packageVersion } from "./version";

/** `session-affinity probe`: proves on a live endpoint whether clients stay on their replica. */
export function addProbe(program: Command, io: Io, end: (code: ExitCode) => void): void {
    program
        .command("probe")
        .description("Proves on a live endpoint whether clients stay on their replica.")
        .argument("<url>", "what every client asks for with GET; several replicas have to answer it")
        .addOption(number("--clients <n>", "clients, each with cookies of its own", wholeNumber(2, 10_000)).default(40))
        .addOption(number("--rounds <n>", "times that each client asks", wholeNumber(2, 1_000)).default(5))
        .addOption(
            number(
                "--expect-replicas <n>",
                "replicas that there are, all of which have to be seen",
                wholeNumber(2, 10_000),
            ),
        )
        .addOption(number("--seed <n>", "seed of the random orders, to repeat a run", wholeNumber(0, LARGEST_SEED)))
        .addOption(number("--concurrency <n>", "requests under way at a time", wholeNumber(1, 256)).default(4))
        .addOption(
            new Option("--connections <kind>", "a new connection for each request, or one kept by each client")
                .choices(["fresh", "keep-alive", "both"])
                .default("fresh"),
        )
        .option("--replica-header <name>", "response header that names the replica")
        .option("--replica-json <path>", "field of a JSON body that names the replica, as in pod.name")
        .option(
            "--replica-regex <pattern>",
            "regular expression for the body; its first group, or all, names the replica",
        )
        .option("--replica-body", "the whole body names the replica")
        .option("--replica-cookie <name>", "cookie, set anew by each answer, whose value names the replica")
        .addOption(
            new Option("--header <header>", 'request header "Name: value"; may be given several times').argParser(
                collect,
            ),
        )
        .addOption(number("--rate <n>", "requests a second at most", positiveNumber(1_000_000)))
        .addOption(number("--timeout <seconds>", "time for one request", positiveNumber(3_600)).default(10))
        .addOption(number("--max-time <seconds>", "time for all", positiveNumber(86_400)).default(300))
        .addOption(number("--max-requests <n>", "requests at most", wholeNumber(1)).default(20_000))
        .option(
            "--source <addresses>",
            'where clients ask from: "loopback", or addresses with commas between, one for each client in turn',
        )
        .addOption(
            new Option(
                "--proxy-protocol <version>",
                "say each client's address in a PROXY header ahead of its connections",
            ).choices(["v1", "v2"]),
        )
        .option("--forwarded-for", "say each client's address in the header X-Forwarded-For")
        .option("--address-json <path>", "field of a JSON body that names the client's address, to see that it arrives")
        .option("--find-key", "look for what the balancer knows a client by (the default)")
        .option("--no-find-key", "do not look for it")
        .addOption(
            new Option(
                "--client-header <name>",
                "request header in which each client has a value of its own; may be given several times",
            ).argParser(collect),
        )
        .addOption(number("--warm-up <n>", "rounds ahead of those that count", wholeNumber(0, 1_000)).default(0))
        .option(
            "--mcp",
            "speak the Model Context Protocol: sessions in place of clients (12 unless --clients is given), calls in place of rounds",
        )
        .option("--mcp-tool <name>", "tool without arguments that --mcp calls; without it the tools are listed")
        .option("--kill <command>", "with --mcp: then take a replica away with this, and see sessions begin anew")
        .option("--restore <command>", "bring the replica back with this")
        .option("--yes", "allow --kill against anything but this machine")
        .option("--json", "write the report as JSON")
        .option("--junit <file>", "write the report as JUnit XML too, for CI")
        .option("--html <file>", "write the report as one HTML page too, with a picture of who answered whom")
        .option("--k6 <file>", "write the same schedule as a k6 script too, for more load than one machine gives")
        .addHelpText(
            "after",
            "\nExit code: 0 sticky (or, with --mcp, no affinity needed), 1 not or only partly sticky, 2 inconclusive, 3 could not run.",
        )
        .action(async (url: string, flags: ProbeFlags & McpFlags, command: Command) =>
            end(await probe(url, flags, io, command.getOptionValueSource("clients") !== "default")),
        );
}

async function probe(url: string, flags: ProbeFlags & McpFlags, io: Io, clientsGiven: boolean): Promise<ExitCode> {
    const version = packageVersion();
    const { settings, secrets } = settingsOf(url, flags, version);
    const redaction = new Redaction(secrets);
    if (flags.mcp) {
        refuseTogether("mcp", NOT_WITH_MCP, flags, "it tells of sessions in the terminal and with --json.");
        return probeSessions(mcpSettingsOf(settings, flags, clientsGiven), flags, io, redaction);
    }
    refuseWithoutMcp(flags);
    if (flags.k6 !== undefined) refuseTogether("k6", NOT_WITH_K6, flags, "the script sends plain requests.");
    // Loaded here, as no other command needs them, nor an HTTP client.
    const { ProbeFiles } = await import("./probe/report/files.js");
    const files = new ProbeFiles(flags, settings, redaction);
    await files.check();
    const progress = progressOn(io);
    let ran = false;
    try {
        const { runProbe } = await import("./probe/run.js");
        const shown = (done: number, all: number) => progress.show(`${done}/${all}`);
        const report = redaction.data(await runProbe(settings, version, io.signal, shown));
        ran = true;
        progress.end();
        io.out(flags.json ? renderJson(report) : renderTerminal(report, io.color));
        const failures = await files.write(report);
        // Whoever asked for a file relies on it: no verdict makes up for its absence.
        if (failures.length > 0) throw new CouldNotRunError(failures.map(({ message }) => message).join("\n"));
        return exitCodeOf(report.verdict);
    } catch (error) {
        progress.end();
        const shown = redacted(error, redaction);
        if (!ran) await files.writeFailure(shown.message);
        throw shown;
    }
}

/** The same for sessions of the Model Context Protocol. */
async function probeSessions(
    settings: McpSettings,
    flags: ProbeFlags,
    io: Io,
    redaction: Redaction,
): Promise<ExitCode> {
    const progress = progressOn(io);
    try {
        const { runMcpProbe } = await import("./probe/mcp/run.js");
        const shown = (done: number, all: number) => progress.show(`${done}/${all}`);
        const report = redaction.data(await runMcpProbe(settings, packageVersion(), io.signal, shown));
        progress.end();
        io.out(flags.json ? renderJson(report) : renderMcpTerminal(report, io.color));
        return report.failover?.recovered === false ? EXIT.no : exitCodeOf(report.verdict);
    } catch (error) {
        progress.end();
        throw redacted(error, redaction);
    }
}

/** What sessions of the Model Context Protocol have no use for. */
const NOT_WITH_MCP = {
    "--junit": "junit",
    "--html": "html",
    "--k6": "k6",
    "--proxy-protocol": "proxyProtocol",
    "--forwarded-for": "forwardedFor",
    "--address-json": "addressJson",
    "--client-header": "clientHeader",
    "--warm-up": "warmUp",
} as const;
/** What a k6 script is not written with. */
const NOT_WITH_K6 = {
    "--source": "source",
    "--proxy-protocol": "proxyProtocol",
    "--forwarded-for": "forwardedFor",
    "--client-header": "clientHeader",
    "--warm-up": "warmUp",
} as const;

function refuseTogether(
    option: string,
    others: Readonly<Record<string, keyof ProbeFlags>>,
    flags: ProbeFlags,
    why: string,
): void {
    // A number of rounds is 0 where it was not given.
    const given = Object.entries(others).find(([, key]) => Boolean(flags[key]))?.[0];
    if (given !== undefined) throw new UsageError(`${given} does not go with --${option}: ${why}`);
}

function refuseWithoutMcp({ mcp, mcpTool, kill, restore }: McpFlags): void {
    if (mcp) return;
    const given = Object.entries({ "--mcp-tool": mcpTool, "--kill": kill, "--restore": restore });
    const needing = given.find(([, value]) => value !== undefined)?.[0];
    if (needing !== undefined) throw new UsageError(`${needing} needs --mcp.`);
}

/** An error that says the same without secrets. What is no CliError is a defect: it keeps its stack. */
function redacted(error: unknown, redaction: Redaction): Error {
    if (error instanceof CliError) return new CouldNotRunError(redaction.text(error.message));
    const defect = error instanceof Error ? error : new Error(String(error));
    defect.stack = redaction.text(defect.stack ?? defect.message);
    return defect;
}

function number(flags: string, description: string, read: (text: string) => number): Option {
    return new Option(flags, description).argParser(read);
}
