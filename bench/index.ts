import { constants } from "node:fs";
import { access, mkdir, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { Command, CommanderError, InvalidArgumentError } from "commander";

import { type Engine, EngineNotFoundError, findEngine } from "../sandbox/engine";
import { progressOn } from "../sandbox/progress";

import { type Benchmark, type Context } from "./benchmark";
import { checkBenchmark } from "./benchmarks/check";
import { componentsBenchmark } from "./benchmarks/components";
import { importBenchmark } from "./benchmarks/import";
import { mapBenchmark } from "./benchmarks/map";
import { policiesBenchmark } from "./benchmarks/policies";
import { probeBenchmark } from "./benchmarks/probe";
import { topologyBenchmark } from "./benchmarks/topology";
import { type Result, tableOf, writeResults } from "./report";

const BENCHMARKS = [
    importBenchmark,
    componentsBenchmark,
    policiesBenchmark,
    topologyBenchmark,
    checkBenchmark,
    mapBenchmark,
    probeBenchmark,
];

/** 0: done. 1: a measurement failed. 2: asked for wrongly. */
const EXIT = { done: 0, failed: 1, usage: 2 } as const;

interface Flags {
    readonly names: string[];
    readonly rounds?: number;
    readonly json: string;
}

/** Asked for wrongly. */
class UsageError extends Error {}

/** Ended from outside. */
class Stopped extends Error {}

async function main(argv: readonly string[]): Promise<number> {
    const flags = readFlags(argv);
    if (typeof flags === "number") return flags;
    const chosen = choose(flags.names);
    const json = path.resolve(flags.json);
    await checkWritable(json);

    const stop = new AbortController();
    for (const name of ["SIGINT", "SIGTERM"] as const) {
        process.once(name, () => stop.abort(new Stopped(`Stopped by ${name}.`)));
    }
    const progress = progressOn(process.stderr);
    let engine: Promise<Engine> | undefined;
    const folder = await mkdtemp(path.join(os.tmpdir(), "session-affinity-bench-"));
    try {
        const results: Result[] = [];
        for (const benchmark of chosen) {
            const context: Context = {
                folder,
                rounds: flags.rounds,
                progress,
                signal: stop.signal,
                engine: () => (engine ??= findEngine({ progress, signal: stop.signal })),
            };
            const { name, title } = benchmark;
            const result = { name, title, ...(await benchmark.run(context)) };
            results.push(result);
            console.log(`${tableOf(result)}\n`);
        }
        await writeResults(json, results, (await engine)?.version);
        console.log(`written to ${path.relative(process.cwd(), json)}`);
        return EXIT.done;
    } finally {
        await rm(folder, { recursive: true, force: true });
    }
}

function readFlags(argv: readonly string[]): Flags | number {
    const command = new Command("npm run bench --")
        .description("Measures what the package costs, each time against what one has without it.")
        .argument("[name...]", `benchmarks to run: ${BENCHMARKS.map(({ name }) => name).join(", ")}; all by default`)
        .option("--rounds <n>", "measurements of each subject", readRounds)
        .option("--json <file>", "where the numbers are written as JSON", path.join("out", "bench.json"))
        .exitOverride();
    try {
        command.parse(argv, { from: "user" });
    } catch (error) {
        if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
        throw error;
    }
    return { names: command.args, ...command.opts<Omit<Flags, "names">>() };
}

function readRounds(text: string): number {
    const rounds = Number(text);
    if (!Number.isSafeInteger(rounds) || rounds < 1) throw new InvalidArgumentError("give a whole number from 1.");
    return rounds;
}

function choose(names: readonly string[]): readonly Benchmark[] {
    const known = BENCHMARKS.map(({ name }) => name);
    const unknown = names.filter((name) => !known.includes(name));
    if (unknown.length > 0) {
        throw new UsageError(`There is no benchmark ${unknown.join(", ")}. There are: ${known.join(", ")}.`);
    }
    return names.length === 0 ? BENCHMARKS : BENCHMARKS.filter(({ name }) => names.includes(name));
}

/** Before anything is measured, so that a long run does not end without its numbers. */
async function checkWritable(file: string): Promise<void> {
    const folder = path.dirname(file);
    try {
        await mkdir(folder, { recursive: true });
        await access(folder, constants.W_OK);
    } catch {
        throw new UsageError(`--json ${file}: the folder ${folder} cannot be written.`);
    }
}

main(process.argv.slice(2)).then(
    (code) => {
        process.exitCode = code;
    },
    (error: unknown) => {
        const expected =
            error instanceof UsageError || error instanceof Stopped || error instanceof EngineNotFoundError;
        console.error(expected ? error.message : error instanceof Error ? error.stack : String(error));
        process.exitCode = error instanceof UsageError ? EXIT.usage : EXIT.failed;
    },
);
