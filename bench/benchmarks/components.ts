import { type Benchmark, compare } from "../benchmark";
import { PLACE_RESOURCES } from "../programs/place";

import { previewEach } from "./preview";

const APPS = 200;
const ROUNDS = 5;
const SUBJECT = `${APPS} StickyContainerApp`;
const BASELINE = `${APPS} hand-written components`;
const METRICS = [
    { key: "seconds", label: "time", unit: "s", digits: 2 },
    { key: "hostCpuSeconds", label: "program's CPU time", unit: "s", digits: 2 },
    { key: "hostMebibytes", label: "program's peak memory", unit: "MiB", digits: 0 },
];

/** What the component costs in a preview against one written by hand with the same child. */
export const componentsBenchmark: Benchmark = {
    name: "components",
    title: `Preview of ${SUBJECT} against ${BASELINE} with the same children`,
    async run(context) {
        // Each component and its one child.
        const resources = (apps: number) => PLACE_RESOURCES + 2 * apps;
        const samples = await previewEach(
            {
                [BASELINE]: (apps) => ({ program: "hand-written-apps", resources: resources(apps) }),
                [SUBJECT]: (apps) => ({ program: "sticky-apps", resources: resources(apps) }),
            },
            APPS,
            context.rounds ?? ROUNDS,
            context,
        );
        return compare(samples, BASELINE, METRICS);
    },
};
