import { type Command, Option } from "commander";

import { CliError, CouldNotRunError } from "./errors";
import { exitCodeOf } from "./exit-codes";
import { type ExitCode } from "./exit-codes";
import { type Io } from "./io";
import { collect, positiveNumber, wholeNumber } from "./options";
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
        .option("--json", "write the report as JSON")
        .addHelpText("after", "\nExit code: 0 sticky, 1 not or only partly sticky, 2 inconclusive, 3 could not run.")
        .action(async (url: string, flags: ProbeFlags) => end(await probe(url, flags, io)));
}

async function probe(url: string, flags: ProbeFlags, io: Io): Promise<ExitCode> {
    const version = packageVersion();
    const { settings, secrets } = settingsOf(url, flags, version);
    const redaction = new Redaction(secrets);
    const progress = progressOn(io);
    try {
        // Loaded here, as no other command needs an HTTP client.
        const { runProbe } = await import("./probe/run.js");
        const shown = (done: number, all: number) => progress.show(`${done}/${all}`);
        const report = redaction.data(await runProbe(settings, version, io.signal, shown));
        progress.end();
        io.out(flags.json ? renderJson(report) : renderTerminal(report, io.color));
        return exitCodeOf(report.verdict);
    } catch (error) {
        progress.end();
        throw redacted(error, redaction);
    }
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
