import { renameSync, writeFileSync } from "node:fs";

import { type Sample } from "../measure";

import { cpuSeconds, peakMebibytes } from "./sample";

/**
 * Loaded by `node --require` into every Node process of a preview. In the one that runs the policy pack it writes down
 * as it goes what that process uses, since the engine ends it without notice.
 */
const EVERY_MILLISECONDS = 50;

const file = process.env["BENCH_ANALYZER_USAGE"];
if (file && process.argv[1]?.includes("run-policy-pack")) {
    setInterval(() => {
        const usage: Sample = { analyzerMebibytes: peakMebibytes(), analyzerCpuSeconds: cpuSeconds() };
        // The end may come in the middle of a write.
        writeFileSync(`${file}.new`, JSON.stringify(usage));
        renameSync(`${file}.new`, file);
    }, EVERY_MILLISECONDS).unref();
}
