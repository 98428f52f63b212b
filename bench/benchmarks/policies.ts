import path from "node:path";

import { rules } from "../../policy-pack/rules";
import { packageRoot } from "../../sandbox/package-root";
import { type Benchmark, compare } from "../benchmark";
import { writeEmptyPack, writeUsualPack } from "../support/packs";

import { previewEach } from "./preview";

const RESOURCES = 1000;
const ROUNDS = 3;
const SUBJECT = "the package's pack";
const BASELINE = "an empty pack";
const USUAL = "as many rules by validateResourceOfType";
const METRICS = [
    { key: "seconds", label: "time", unit: "s", digits: 2 },
    { key: "analyzerCpuSeconds", label: "pack's CPU time", unit: "s", digits: 2 },
    { key: "analyzerMebibytes", label: "pack's peak memory", unit: "MiB", digits: 0 },
];

/**
 * What the rules cost in a preview of a large stack, where the engine runs a policy pack in any case, and what as many
 * rules cost that are written the usual way.
 */
export const policiesBenchmark: Benchmark = {
    name: "policies",
    title: `Preview of ${RESOURCES} resources with the policy pack against an empty pack`,
    async run(context) {
        const empty = await writeEmptyPack(path.join(context.folder, "empty-pack"));
        const usual = await writeUsualPack(path.join(context.folder, "usual-pack"), rules.length);
        const own = { name: "session-affinity", folder: path.join(packageRoot(), "policy-pack") };
        const samples = await previewEach(
            {
                [BASELINE]: (resources) => ({ program: "mixed-workloads", resources, policyPack: empty }),
                [USUAL]: (resources) => ({ program: "mixed-workloads", resources, policyPack: usual }),
                [SUBJECT]: (resources) => ({ program: "mixed-workloads", resources, policyPack: own }),
            },
            RESOURCES,
            context.rounds ?? ROUNDS,
            context,
        );
        return compare(samples, BASELINE, METRICS);
    },
};
