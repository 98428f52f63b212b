import assert from "node:assert/strict";
import { performance } from "node:perf_hooks";

import { rules } from "../../policy-pack/rules";
import { DEFAULT_CONFIG } from "../../policy-pack/rules/config";
import { readTopology } from "../../policy-pack/topology";
import { mixedStack } from "../support/mixed-stack";

import { cpuSeconds, give, peakMebibytes, readTask } from "./sample";

/** How many resources to evaluate. */
export interface TopologyTask {
    readonly size: number;
}

const TODAY = "2026-01-01";
const PER = 1000;
const MILLISECONDS_PER_SECOND = 1000;

/** Evaluates as the pack does, and has to find what the stack was built to have. */
function evaluate(size: number): { milliseconds: number; cpuMilliseconds: number } {
    const { resources, violations } = mixedStack(size);
    const started = performance.now();
    const cpuBefore = cpuSeconds();
    const topology = readTopology(resources);
    const findings = rules.flatMap((rule) => rule.evaluate(topology, DEFAULT_CONFIG, TODAY));
    const milliseconds = performance.now() - started;
    const cpuMilliseconds = (cpuSeconds() - cpuBefore) * MILLISECONDS_PER_SECOND;
    assert.equal(findings.length, violations, "the evaluation did not find what was meant");
    return { milliseconds, cpuMilliseconds };
}

const { size } = readTask<TopologyTask>();
// The first run of all compiles the code, which is no part of what grows.
evaluate(Math.min(size, PER));
const { milliseconds, cpuMilliseconds } = evaluate(size);
give({
    milliseconds,
    cpuMilliseconds,
    millisecondsPerThousand: (milliseconds / size) * PER,
    mebibytes: peakMebibytes(),
});
