import { type Benchmark, compare } from "../benchmark";
import { measureInChild } from "../child";
import { type TopologyTask } from "../children/topology";
import { interleave } from "../measure";

const SIZES = [100, 1000, 10_000, 50_000];
const BASELINE = subjectOf(1000);
const ROUNDS = 5;
const METRICS = [
    { key: "milliseconds", label: "time", unit: "ms", digits: 1 },
    { key: "cpuMilliseconds", label: "CPU time", unit: "ms", digits: 1 },
    { key: "millisecondsPerThousand", label: "time for 1,000", unit: "ms", digits: 1 },
    { key: "mebibytes", label: "peak memory", unit: "MiB", digits: 0 },
];

/** How the cost of topology and rules grows with the stack, without an engine: a multiple of the resources costs as many times the time. */
export const topologyBenchmark: Benchmark = {
    name: "topology",
    title: `Topology and rules in one process against ${BASELINE}`,
    async run({ rounds = ROUNDS, progress, signal }) {
        const sizes = Object.fromEntries(SIZES.map((size) => [subjectOf(size), size]));
        const step = progress.step("Evaluating");
        const samples = await interleave(Object.keys(sizes), rounds, (subject, round) => {
            step.update(`Evaluating, round ${round} of ${rounds}: ${subject}`);
            return measureInChild("topology", { task: { size: sizes[subject] ?? 0 } satisfies TopologyTask, signal });
        });
        step.done();
        return compare(samples, BASELINE, METRICS);
    },
};

function subjectOf(size: number): string {
    return `${size.toLocaleString("en")} resources`;
}
