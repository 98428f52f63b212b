import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { performance } from "node:perf_hooks";

import { type Sample } from "../measure";
import { loadProgram, type ProgramName } from "../programs";
import { EngineStack } from "../support/engine-stack";

import { cpuSeconds, give, peakMebibytes, readTask } from "./sample";

/** What to preview, and what has to come of it. */
export interface PreviewTask {
    readonly program: ProgramName;
    readonly size: number;
    /** Resources that the program has, the stack itself not counted. */
    readonly resources: number;
    readonly policyPack?: { readonly folder: string; readonly name: string };
    /** Folder for state and settings; the parent removes it. */
    readonly folder: string;
}

/** How the engine's closing words name a pack that had nothing to say. */
const PASSED_PACK = /✅ (\S+)@v/g;

async function main(task: PreviewTask, signal: AbortSignal): Promise<Sample> {
    const { program, size, folder, policyPack } = task;
    const usageFile = path.join(folder, "analyzer-usage.json");
    const stack = await EngineStack.open({
        folder,
        program: await loadProgram(program, size),
        environment: {
            NODE_OPTIONS: `--require ${JSON.stringify(path.join(__dirname, "analyzer-usage.js"))}`,
            BENCH_ANALYZER_USAGE: usageFile,
        },
    });
    try {
        const [started, cpuBefore] = [performance.now(), cpuSeconds()];
        const { changeSummary, stdout } = await stack.preview({
            ...(policyPack ? { policyPacks: [policyPack.folder] } : {}),
            signal,
        });
        const [seconds, hostCpuSeconds] = [(performance.now() - started) / 1000, cpuSeconds() - cpuBefore];
        assert.deepEqual(changeSummary, { create: task.resources + 1 }, "the preview did not show what was meant");
        const packs = [...stdout.matchAll(PASSED_PACK)].map(([, name]) => name);
        assert.deepEqual(packs, policyPack ? [policyPack.name] : [], "the preview did not run the meant packs");
        return {
            seconds,
            hostCpuSeconds,
            hostMebibytes: peakMebibytes(),
            ...(policyPack ? (JSON.parse(await readFile(usageFile, "utf8")) as Sample) : {}),
        };
    } finally {
        await stack.close();
    }
}

const stop = new AbortController();
process.on("SIGTERM", () => stop.abort());
// The parent is gone.
process.on("disconnect", () => stop.abort());
// A key in the terminal goes to the whole group: the parent tells when to stop, and the engine's providers are needed until then.
process.on("SIGINT", () => {});
main(readTask<PreviewTask>(), stop.signal).then(give, (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
    if (process.connected) process.disconnect();
});
