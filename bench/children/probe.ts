import { performance } from "node:perf_hooks";

import { runProbe } from "../../cli/probe/run";
import { type ProbeFlags, settingsOf } from "../../cli/probe/settings-of";

import { give, peakMebibytes, readTask } from "./sample";

/** A probe to carry out. */
export interface ProbeTask {
    readonly url: string;
    readonly flags: Pick<ProbeFlags, "clients" | "rounds" | "concurrency" | "connections" | "source" | "findKey">;
    /** Whether the time counts from the start of the process, with the sample and the search for the key. */
    readonly whole: boolean;
}

const { url, flags, whole } = readTask<ProbeTask>();

async function main(): Promise<void> {
    const limits = { timeout: 10, maxTime: 300, maxRequests: 10_000_000 };
    const { settings } = settingsOf(url, { replicaHeader: "x-replica", ...limits, ...flags }, "0.0.0");
    const report = await runProbe(settings, "0.0.0", new AbortController().signal, () => undefined);
    const [series] = report.series;
    if (report.verdict !== "sticky" || series === undefined) throw new Error(`the verdict is ${report.verdict}`);
    const milliseconds = whole ? performance.now() : series.durationMilliseconds;
    const requests = whole ? report.requests : series.visits.length;
    give({ rate: (requests / milliseconds) * 1000, milliseconds, mebibytes: peakMebibytes() });
}

void main();
