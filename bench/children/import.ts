import { performance } from "node:perf_hooks";

import { give, peakMebibytes, readTask } from "./sample";

/** What to import, as a program names it. */
export interface ImportTask {
    readonly specifier: string;
}

const { specifier } = readTask<ImportTask>();
const started = performance.now();
// eslint-disable-next-line @typescript-eslint/no-require-imports -- the module to measure is an argument
require(specifier);
const milliseconds = performance.now() - started;
give({ milliseconds, mebibytes: peakMebibytes() });
