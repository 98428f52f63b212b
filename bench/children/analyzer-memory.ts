import { writeFileSync } from "node:fs";

import { peakMebibytes } from "./sample";

/**
 * Loaded by `node --require` into every Node process of a preview. In the one that runs the policy pack it writes the
 * peak memory down as it goes, since the engine ends that process without notice.
 */
const EVERY_MILLISECONDS = 200;

const file = process.env["BENCH_ANALYZER_MEMORY"];
if (file && process.argv[1]?.includes("run-policy-pack")) {
    setInterval(() => writeFileSync(file, String(peakMebibytes())), EVERY_MILLISECONDS).unref();
}
