import { type Benchmark, compare } from "../benchmark";
import { measureInChild } from "../child";
import { type ImportTask } from "../children/import";
import { interleave } from "../measure";

const BASELINE = "@pulumi/pulumi";
const SUBPATHS = ["affinity", "apim", "app-service", "container-apps", "kubernetes"];
const ROUNDS = 7;
const METRICS = [
    { key: "milliseconds", label: "time", unit: "ms", digits: 0 },
    { key: "mebibytes", label: "peak memory", unit: "MiB", digits: 0 },
];

/** What it costs a program to import each part of the package, where it imports Pulumi in any case. */
export const importBenchmark: Benchmark = {
    name: "import",
    title: "Import of each subpath against @pulumi/pulumi alone",
    async run({ rounds = ROUNDS, progress, signal }) {
        const subjects = [BASELINE, ...SUBPATHS.map((subpath) => `pulumi-session-affinity/${subpath}`)];
        const step = progress.step("Importing");
        const measure = (specifier: string) =>
            measureInChild("import", { task: { specifier } satisfies ImportTask, signal });
        // The first time, files come from the disk.
        for (const subject of subjects) await measure(subject);
        const samples = await interleave(subjects, rounds, (subject, round) => {
            step.update(`Importing, round ${round} of ${rounds}: ${subject}`);
            return measure(subject);
        });
        step.done();
        return compare(samples, BASELINE, METRICS);
    },
};
