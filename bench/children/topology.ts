import assert from "node:assert/strict";
import { performance } from "node:perf_hooks";

import { rules } from "../../policy-pack/rules";
import { DEFAULT_CONFIG } from "../../policy-pack/rules/config";
import { readTopology, type StackResource } from "../../policy-pack/topology";
import { type Sample } from "../measure";
import { mixedStack } from "../support/mixed-stack";

import { cpuSeconds, give, peakMebibytes, readTask } from "./sample";

/** What to evaluate. */
export interface TopologyTask {
    /** How many resources. */
    readonly size: number;
    /** By this package's rules, or by as many that are written the usual way, each of which passes over all resources. */
    readonly by: "package" | "usual policies";
}

const TODAY = "2026-01-01";
const PER = 1000;
const MILLISECONDS_PER_SECOND = 1000;

/** Evaluates resources, and says how many findings there are. */
type Evaluate = (resources: readonly StackResource[]) => number;

const WAYS: Readonly<Record<TopologyTask["by"], () => Evaluate | Promise<Evaluate>>> = {
    package: () => (resources) => {
        const topology = readTopology(resources);
        return rules.flatMap((rule) => rule.evaluate(topology, DEFAULT_CONFIG, TODAY)).length;
    },
    async "usual policies"() {
        // Loaded here: they load Pulumi, whose memory is no part of the package's.
        const { countViolations, usualPolicies } = await import("../support/usual-policies.js");
        const policies = usualPolicies(rules.length);
        return (resources) => countViolations(policies, resources);
    },
};

/** Evaluates a stack; the package has to find what it was built to have. */
function measure({ by }: TopologyTask, evaluate: Evaluate, size: number): Sample {
    const { resources, violations } = mixedStack(size);
    const started = performance.now();
    const cpuBefore = cpuSeconds();
    const found = evaluate(resources);
    const milliseconds = performance.now() - started;
    const cpuMilliseconds = (cpuSeconds() - cpuBefore) * MILLISECONDS_PER_SECOND;
    if (by === "package") assert.equal(found, violations, "the evaluation did not find what was meant");
    else assert.ok(found > 0, "the usual policies found nothing");
    return { milliseconds, cpuMilliseconds, millisecondsPerThousand: (milliseconds / size) * PER };
}

async function main(task: TopologyTask): Promise<Sample> {
    const evaluate = await WAYS[task.by]();
    // The first run compiles the code and has the heap grow, which is no part of what grows with the stack.
    measure(task, evaluate, task.size);
    return { ...measure(task, evaluate, task.size), mebibytes: peakMebibytes() };
}

main(readTask<TopologyTask>()).then(give, (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
    process.disconnect();
});
