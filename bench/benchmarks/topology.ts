import { type Benchmark, compare } from "../benchmark";
import { measureInChild } from "../child";
import { type TopologyTask } from "../children/topology";
import { interleave } from "../measure";

const SIZES = [100, 1000, 10_000, 50_000];
const BASELINE = subjectOf(1000);
const ROUNDS = 5;
const USUAL = "by validateResourceOfType";
const METRICS = [
    { key: "milliseconds", label: "time", unit: "ms", digits: 1 },
    { key: "cpuMilliseconds", label: "CPU time", unit: "ms", digits: 1 },
    { key: "millisecondsPerThousand", label: "time for 1,000", unit: "ms", digits: 1 },
    { key: "mebibytes", label: "peak memory", unit: "MiB", digits: 0 },
];

/**
 * How the cost of topology and rules grows with the stack, without an engine: a multiple of the resources costs as many times the time.
 * Beside each, as many rules that are written the usual way.
 */
export const topologyBenchmark: Benchmark = {
    name: "topology",
    title: `Topology and rules in one process against ${BASELINE}`,
    async run({ rounds = ROUNDS, progress, signal }) {
        const tasks: Readonly<Record<string, TopologyTask>> = Object.fromEntries(
            SIZES.flatMap((size): [string, TopologyTask][] => [
                [subjectOf(size), { size, by: "package" }],
                [`${subjectOf(size)} ${USUAL}`, { size, by: "usual policies" }],
            ]),
        );
        const step = progress.step("Evaluating");
        const samples = await interleave(Object.keys(tasks), rounds, (subject, round) => {
            step.update(`Evaluating, round ${round} of ${rounds}: ${subject}`);
            return measureInChild("topology", { task: tasks[subject], signal });
        });
        step.done();
        return compare(samples, BASELINE, METRICS);
    },
};

function subjectOf(size: number): string {
    return `${size.toLocaleString("en")} resources`;
}
