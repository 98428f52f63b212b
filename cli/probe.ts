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
        .option("--json", "write the report as JSON")
        .option("--junit <file>", "write the report as JUnit XML too, for CI")
        .option("--html <file>", "write the report as one HTML page too, with a picture of who answered whom")
        .option("--k6 <file>", "write the same schedule as a k6 script too, for more load than one machine gives")
        .addHelpText("after", "\nExit code: 0 sticky, 1 not or only partly sticky, 2 inconclusive, 3 could not run.")
        .action(async (url: string, flags: ProbeFlags) => end(await probe(url, flags, io)));
}

async function probe(url: string, flags: ProbeFlags, io: Io): Promise<ExitCode> {
    const version = packageVersion();
    const { settings, secrets } = settingsOf(url, flags, version);
    const redaction = new Redaction(secrets);
    // Loaded here, as no other command needs them, nor an HTTP client.
    const { ReportFiles } = await import("./probe/report/files.js");
    const files = new ReportFiles(flags, settings, redaction);
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
