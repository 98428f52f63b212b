import path from "node:path";

import { packageRoot } from "../../sandbox/package-root";
import { type Benchmark, compare } from "../benchmark";
import { EMPTY_PACK, writeEmptyPack } from "../support/empty-pack";

import { previewEach } from "./preview";

const RESOURCES = 1000;
const ROUNDS = 3;
const SUBJECT = "the package's pack";
const BASELINE = "an empty pack";
const METRICS = [
    { key: "seconds", label: "time", unit: "s", digits: 2 },
    { key: "analyzerCpuSeconds", label: "pack's CPU time", unit: "s", digits: 2 },
    { key: "analyzerMebibytes", label: "pack's peak memory", unit: "MiB", digits: 0 },
];

/** What the rules cost in a preview of a large stack, where the engine runs a policy pack in any case. */
export const policiesBenchmark: Benchmark = {
    name: "policies",
    title: `Preview of ${RESOURCES} resources with the policy pack against an empty pack`,
    async run(context) {
        const empty = { name: EMPTY_PACK, folder: await writeEmptyPack(path.join(context.folder, EMPTY_PACK)) };
        const own = { name: "session-affinity", folder: path.join(packageRoot(), "policy-pack") };
        const samples = await previewEach(
            {
                [BASELINE]: (resources) => ({ program: "mixed-workloads", resources, policyPack: empty }),
                [SUBJECT]: (resources) => ({ program: "mixed-workloads", resources, policyPack: own }),
            },
            RESOURCES,
            context.rounds ?? ROUNDS,
            context,
        );
        return compare(samples, BASELINE, METRICS);
    },
};
