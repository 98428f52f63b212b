import { writeFile } from "node:fs/promises";
import path from "node:path";

import { type Benchmark, compare } from "../benchmark";
import { measureInChild } from "../child";
import { type CheckTask } from "../children/check";
import { interleave } from "../measure";
import { stackExport } from "../support/stack-export";

const SIZES = [100, 1000, 10_000, 50_000];
const BASELINE = subjectOf(1000);
const ROUNDS = 5;
const METRICS = [
    { key: "milliseconds", label: "time with the start of Node", unit: "ms", digits: 0 },
    { key: "cpuMilliseconds", label: "CPU time", unit: "ms", digits: 0 },
    { key: "mebibytes", label: "peak memory", unit: "MiB", digits: 0 },
];

/** What a user waits for who checks the export of a stack: the whole command, from its start to its end. */
export const checkBenchmark: Benchmark = {
    name: "check",
    title: `session-affinity check of a stack export against ${BASELINE}`,
    async run({ rounds = ROUNDS, folder, progress, signal }) {
        const files: Record<string, string> = {};
        for (const size of SIZES) {
            const file = path.join(folder, `export-${size}.json`);
            await writeFile(file, stackExport(size));
            files[subjectOf(size)] = file;
        }
        const step = progress.step("Checking");
        const samples = await interleave(Object.keys(files), rounds, (subject, round) => {
            step.update(`Checking, round ${round} of ${rounds}: ${subject}`);
            return measureInChild("check", { task: { file: files[subject] ?? "" } satisfies CheckTask, signal });
        });
        step.done();
        return compare(samples, BASELINE, METRICS);
    },
};

function subjectOf(size: number): string {
    return `${size.toLocaleString("en")} resources`;
}
