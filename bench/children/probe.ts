import { runProbe } from "../../cli/probe/run";
import { type ProbeFlags, settingsOf } from "../../cli/probe/settings-of";

import { cpuSeconds, give, peakMebibytes, readTask } from "./sample";

/** A probe to carry out. */
export interface ProbeTask {
    readonly url: string;
    readonly flags: Pick<ProbeFlags, "clients" | "rounds" | "concurrency" | "connections" | "source" | "findKey">;
}

const { url, flags } = readTask<ProbeTask>();

async function main(): Promise<void> {
    const limits = { timeout: 10, maxTime: 300, maxRequests: 10_000_000 };
    const { settings } = settingsOf(url, { replicaHeader: "x-replica", ...limits, ...flags }, "0.0.0");
    const before = cpuSeconds();
    const report = await runProbe(settings, "0.0.0", new AbortController().signal, () => undefined);
    const [series] = report.series;
    if (report.verdict !== "sticky" || series === undefined) throw new Error(`the verdict is ${report.verdict}`);
    const rate = (series.visits.length / series.durationMilliseconds) * 1000;
    give({ rate, processor: ((cpuSeconds() - before) / report.requests) * 1e6, mebibytes: peakMebibytes() });
}

void main();
