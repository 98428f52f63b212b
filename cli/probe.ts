import { type Command } from "commander";

import { CliError, CouldNotRunError } from "./errors";
import { type ExitCode, exitCodeOf } from "./exit-codes";
import { type Io } from "./io";
import { toneOf, type Tone, worstTone } from "./probe/findings/finding";
import { findingsOf } from "./probe/findings/of";
import { allowHooks } from "./probe/hooks/flags";
import { type McpFlags, mcpSettingsOf } from "./probe/mcp/flags";
import { mcpFindings } from "./probe/mcp/report/findings";
import { renderMcpTerminal } from "./probe/mcp/report/terminal";
import { addFurtherOptions } from "./probe/options/further";
import { addKeyOptions } from "./probe/options/key";
import { addMcpOptions } from "./probe/options/mcp";
import { addProofOptions } from "./probe/options/proof";
import { addReportOptions } from "./probe/options/report";
import { checkTogether } from "./probe/options/together";
import { type ProbeFiles } from "./probe/report/files";
import { renderJson } from "./probe/report/json";
import { renderTerminal } from "./probe/report/terminal";
import { type ProbeSettings } from "./probe/settings";
import { type McpSettings } from "./probe/mcp/settings";
import { type ProbeFlags, settingsOf } from "./probe/settings-of";
import { progressOn } from "./progress";
import { Redaction } from "./redaction";
import { packageVersion } from "./version";

const EXIT_CODES =
    "\nExit code: 0 sticky (or, with --mcp, no affinity needed), 1 not or only partly sticky, or a client left a replica that lived, 2 inconclusive, 3 could not run.";

/** `session-affinity probe`: proves on a live endpoint whether clients stay on their replica. */
export function addProbe(program: Command, io: Io, end: (code: ExitCode) => void): void {
    const command = program
        .command("probe")
        .description("Proves on a live endpoint whether clients stay on their replica.")
        .argument("<url>", "what every client asks for with GET; several replicas have to answer it");
    for (const add of [addProofOptions, addKeyOptions, addFurtherOptions, addMcpOptions, addReportOptions])
        add(command);
    command
        .addHelpText("after", EXIT_CODES)
        .action(async (url: string, flags: ProbeFlags & McpFlags) =>
            end(await probe(url, flags, io, command.getOptionValueSource("clients") !== "default")),
        );
}

async function probe(url: string, flags: ProbeFlags & McpFlags, io: Io, clientsGiven: boolean): Promise<ExitCode> {
    const { settings, secrets } = settingsOf(url, flags, packageVersion());
    const redaction = new Redaction(secrets);
    checkTogether(flags);
    const mcp = flags.mcp ? mcpSettingsOf(settings, flags, clientsGiven) : undefined;
    // Loaded here, as no other command needs them, nor an HTTP client.
    const { ProbeFiles } = await import("./probe/report/files.js");
    const files = new ProbeFiles(flags, settings, redaction);
    await files.check();
    await allowHooks(settings.hooks, settings.target.url, flags.yes ?? false, io.confirm?.bind(io));
    const progress = progressOn(io);
    const job: Job = { files, redaction, signal: io.signal, say: (text) => progress.show(text) };
    let ran = false;
    try {
        const { tone, json, text, write } = await (mcp === undefined
            ? askClients(settings, job)
            : askSessions(mcp, job));
        ran = true;
        progress.end();
        io.out(flags.json ? json() : text(io.color));
        const failures = await write();
        // Whoever asked for a file relies on it: no verdict makes up for its absence.
        if (failures.length > 0) throw new CouldNotRunError(failures.map(({ message }) => message).join("\n"));
        return exitCodeOf(tone);
    } catch (error) {
        progress.end();
        const shown = redacted(error, redaction);
        if (!ran) await files.writeFailure(shown.message);
        throw shown;
    }
}

/** What a probe is carried out with. */
interface Job {
    readonly files: ProbeFiles;
    readonly redaction: Redaction;
    readonly signal: AbortSignal;
    readonly say: (text: string) => void;
}

/** What a probe found, to be told. */
interface Told {
    readonly tone: Tone;
    readonly json: () => string;
    readonly text: (color: boolean) => string;
    /** Writes the files that were asked for. Returns what went wrong. */
    readonly write: () => Promise<readonly Error[]>;
}

async function askClients(settings: ProbeSettings, { files, redaction, signal, say }: Job): Promise<Told> {
    const { runProbe } = await import("./probe/run.js");
    const report = redaction.data(await runProbe(settings, packageVersion(), signal, say));
    return {
        tone: worstTone([{ tone: toneOf(report.verdict) }, ...findingsOf(report)]),
        json: () => renderJson(report),
        text: (color) => renderTerminal(report, color),
        write: () => files.write(report),
    };
}

/** The same for sessions of the Model Context Protocol. */
async function askSessions(settings: McpSettings, { files, redaction, signal, say }: Job): Promise<Told> {
    const { runMcpProbe } = await import("./probe/mcp/run.js");
    const report = redaction.data(await runMcpProbe(settings, packageVersion(), signal, say));
    return {
        tone: worstTone(mcpFindings(report)),
        json: () => renderJson(report),
        text: (color) => renderMcpTerminal(report, color),
        write: () => files.writeMcp(report),
    };
}

/** An error that says the same without secrets. What is no CliError is a defect: it keeps its stack. */
function redacted(error: unknown, redaction: Redaction): Error {
    if (error instanceof CliError) return new CouldNotRunError(redaction.text(error.message));
    const defect = error instanceof Error ? error : new Error(String(error));
    defect.stack = redaction.text(defect.stack ?? defect.message);
    return defect;
}
