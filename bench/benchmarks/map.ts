import { type Benchmark, compare } from "../benchmark";
import { measureInChild } from "../child";
import { type MapTask } from "../children/map";
import { interleave } from "../measure";

/** Resources of stacks with about 50, 500 and 2,000 hops. */
const SIZES = [150, 1530, 6120];
const BASELINE = subjectOf(150);
const ROUNDS = 5;
const METRICS = [
    { key: "hops", label: "hops", unit: "", digits: 0 },
    { key: "millisecondsOfPage", label: "page", unit: "ms", digits: 0 },
    { key: "kibibytesOfPage", label: "its size", unit: "KiB", digits: 0 },
    { key: "millisecondsOfPicture", label: "picture", unit: "ms", digits: 0 },
    { key: "kibibytesOfPicture", label: "its size", unit: "KiB", digits: 0 },
    { key: "mebibytes", label: "peak memory", unit: "MiB", digits: 0 },
];

/** What a map costs: time to draw it, with reading and judging the stack, and the size of what is drawn. */
export const mapBenchmark: Benchmark = {
    name: "map",
    title: `Maps in one process against ${BASELINE}`,
    async run({ rounds = ROUNDS, progress, signal }) {
        const sizes = Object.fromEntries(SIZES.map((size) => [subjectOf(size), size]));
        const step = progress.step("Drawing");
        const samples = await interleave(Object.keys(sizes), rounds, (subject, round) => {
            step.update(`Drawing, round ${round} of ${rounds}: ${subject}`);
            return measureInChild("map", { task: { size: sizes[subject] ?? 0 } satisfies MapTask, signal });
        });
        step.done();
        return compare(samples, BASELINE, METRICS);
    },
};

function subjectOf(size: number): string {
    return `${size.toLocaleString("en")} resources`;
}
