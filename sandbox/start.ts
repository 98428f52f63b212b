import { constants } from "node:fs";
import { access, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { Command, CommanderError, Option } from "commander";
import picocolors from "picocolors";

import { EngineNotFoundError } from "./engine";
import { progressOn } from "./progress";
import { listPrograms, RunFailed, runProgram, type RunOptions, UsageError } from "./run";
import { changesText, emptyReport, findingLines, hopTable, type Report } from "./run/report";
import { type RunResult } from "./run";

/** 0: done. 1: rejected by the policy pack. 2: asked for wrongly. 3: could not be done. */
const EXIT = { done: 0, rejected: 1, usage: 2, failed: 3 } as const;

interface Flags {
    program: string;
    preview?: boolean;
    destroy?: boolean;
    set: string[];
    json?: string;
}

async function main(argv: readonly string[]): Promise<number> {
    const flags = readFlags(argv);
    if (typeof flags === "number") return flags;
    if (flags.json !== undefined) await checkWritable(flags.json);

    const stop = new AbortController();
    for (const name of ["SIGINT", "SIGTERM"] as const)
        process.once(name, () => stop.abort(new RunFailed(`Stopped by ${name}.`)));
    const action: RunOptions["action"] = flags.destroy ? "destroy" : flags.preview ? "preview" : "up";
    const result = await runProgram({
        program: flags.program,
        action,
        set: flags.set,
        progress: progressOn(process.stderr),
        signal: stop.signal,
    });
    if (flags.json !== undefined) await writeReport(flags.json, result?.report ?? emptyReport(flags.program));
    const print = flags.json === "-" ? console.error : console.log;
    print(result ? describe(result, action) : `${flags.program}: there is nothing to destroy.`);
    return result?.rejected ? EXIT.rejected : EXIT.done;
}

function readFlags(argv: readonly string[]): Flags | number {
    const command = new Command("npm start --")
        .description(
            "Brings a sample program up on this machine: the real Pulumi engine, stand-in providers, no account.",
        )
        .option("--program <name>", `program to run: ${listPrograms().join(", ")}`, "apim-topology")
        .addOption(new Option("--preview", "show what would be done, and do nothing").conflicts("destroy"))
        .addOption(new Option("--destroy", "take everything down and remove its state").conflicts("set"))
        .option("--set <key=value>", "setting of the program; may be given several times", collect)
        .option("--json <file>", "write the report as JSON; - for standard output")
        .allowExcessArguments(false)
        .exitOverride();
    try {
        command.parse(argv, { from: "user" });
    } catch (error) {
        if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
        throw error;
    }
    return { set: [], ...command.opts<Omit<Flags, "set">>() };
}

function collect(value: string, before: string[] = []): string[] {
    return [...before, value];
}

/** Before anything is done, so that a long run does not end without its report. */
async function checkWritable(file: string): Promise<void> {
    if (file === "-") return;
    const folder = path.dirname(path.resolve(file));
    await access(folder, constants.W_OK).catch(() => {
        throw new UsageError(`--json ${file}: the folder ${folder} does not exist or cannot be written.`);
    });
}

async function writeReport(file: string, report: Report): Promise<void> {
    const text = `${JSON.stringify(report, undefined, 2)}\n`;
    if (file === "-") {
        process.stdout.write(text);
        return;
    }
    const partial = `${path.resolve(file)}.${process.pid}.partial`;
    try {
        await writeFile(partial, text);
        await rename(partial, path.resolve(file));
    } catch (error) {
        await rm(partial, { force: true });
        throw new RunFailed(`The report could not be written to ${file}: ${(error as Error).message}`, {
            cause: error,
        });
    }
}

function describe(result: RunResult, action: RunOptions["action"]): string {
    const { report, rejected, observation } = result;
    const { program, engine, hops, changes } = report;
    const sandbox = Object.entries(result.versions).map(([name, version]) => `${name} ${version}`);
    const lines = [
        `${tick(true)} Pulumi ${engine.version} (${engine.origin}); stand-ins for ${sandbox.join(", ")}`,
        rejected
            ? `${tick(false)} ${rejection(observation.mandatory.length, rejected)}`
            : `${tick(true)} ${program}: ${changesText(changes, action === "preview" ? "would be" : "was")}  ${picocolors.dim(`${report.seconds} s`)}`,
        ...(hops.length > 0 ? ["", hopTable(hops), ""] : []),
        ...findingLines(observation.findings),
        ...(observation.findings.length === 0 && action !== "destroy" ? ["Policies: no finding"] : []),
        ...result.warnings.map((warning) => `${picocolors.yellow("!")} ${warning}`),
        ...Object.entries(result.outputs).map(
            ([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`,
        ),
        ...(result.map === undefined ? [] : [`map: ${result.map}`]),
        ...(action === "destroy"
            ? []
            : [picocolors.dim(`state: ${path.relative(process.cwd(), result.state) || "."}`)]),
    ];
    return lines.join("\n");
}

function rejection(count: number, when: "preview" | "update"): string {
    const findings = `${count} mandatory ${count === 1 ? "finding" : "findings"}`;
    return when === "preview"
        ? `rejected by the policy pack: ${findings}, nothing was changed`
        : `stopped by the policy pack: ${findings} on what the preview could not know; what came before is done`;
}

function tick(good: boolean): string {
    return good ? picocolors.green("✔") : picocolors.red("✖");
}

/** Ends the process once all is written: after a program's failure the Automation API leaves handles open that would keep it. */
function exit(code: number): void {
    process.stdout.write("", () => process.exit(code));
}

function exitWith(error: unknown): void {
    const expected = error instanceof UsageError || error instanceof RunFailed || error instanceof EngineNotFoundError;
    const text = expected ? error.message : error instanceof Error ? error.stack : String(error);
    console.error(`${picocolors.red("✖")} ${text}`);
    exit(error instanceof UsageError ? EXIT.usage : EXIT.failed);
}

main(process.argv.slice(2)).then(exit, exitWith);
