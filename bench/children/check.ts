import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import path from "node:path";
import { performance } from "node:perf_hooks";

import { packageRoot } from "../../sandbox/package-root";

import { give, readTask } from "./sample";

/** The stack export to check. */
export interface CheckTask {
    readonly file: string;
}

const MILLISECONDS_PER_SECOND = 1000;
/** Exit code for findings, which the stacks of the benchmark have. */
const FINDINGS = 1;

/** Ahead of the command: has it tell its own CPU time and peak memory as it ends. */
const TELL = `process.on("exit", () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    require("node:fs").writeSync(3, JSON.stringify({ cpuMilliseconds: (userCPUTime + systemCPUTime) / 1000, mebibytes: maxRSS / 1024 }));
})`;

const { file } = readTask<CheckTask>();
const started = performance.now();
const child = spawn(
    process.execPath,
    ["--eval", `${TELL}; require(process.argv[1])`, path.join(packageRoot(), "dist", "cli", "main.js"), "check", file],
    { stdio: ["ignore", "ignore", "inherit", "pipe"], timeout: 120 * MILLISECONDS_PER_SECOND },
);
let told = "";
child.stdio[3]?.on("data", (text: Buffer) => (told += text.toString()));
child.once("close", (code) => {
    const milliseconds = performance.now() - started;
    assert.equal(code, FINDINGS, "the check did not find what was meant");
    give({ milliseconds, ...(JSON.parse(told) as { cpuMilliseconds: number; mebibytes: number }) });
});
