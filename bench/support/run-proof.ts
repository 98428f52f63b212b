import path from "node:path";
import { performance } from "node:perf_hooks";

import { run } from "../../sandbox/engine/run";
import { type Sample } from "../measure";

const MAIN = path.join(__dirname, "..", "..", "cli", "main.js");

/** Carries the default proof out as users do, and tells how long it takes with the start of Node. Throws unless it says sticky. */
export async function runProof(url: string, signal: AbortSignal): Promise<Sample> {
    const started = performance.now();
    await run(process.execPath, [MAIN, "probe", url], { cwd: process.cwd(), env: process.env, signal });
    return { milliseconds: performance.now() - started };
}
