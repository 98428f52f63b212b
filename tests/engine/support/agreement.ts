import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { toPolicies } from "../../../policy-pack/policies";
import {
    analyze,
    type Analysis,
    fromExport,
    fromPreview,
    fromProgram,
    type TestedStack,
} from "../../../policy-pack/testing";
import { cloudMocks } from "../../../sandbox/cloud";
import { packageRoot } from "../../../sandbox/package-root";
import { type RunResult } from "../../../sandbox/run";
import { Observation, type ReportedFinding } from "../../../sandbox/run/observation";
import { inline, readProgram, readSettings } from "../../../sandbox/run/program";

/** This package's pack, as the engine loads it. */
export function ourPack() {
    const { version } = JSON.parse(readFileSync(path.join(packageRoot(), "policy-pack", "package.json"), "utf8")) as {
        version: string;
    };
    return { name: "session-affinity", version, enforcementLevel: "mandatory", policies: toPolicies() } as const;
}

/** What the harness says of a sample program under mocks that answer as the stand-in cloud does. */
export async function underMocks(name: string, set: readonly string[], preview: boolean): Promise<ReportedFinding[]> {
    const program = readProgram(name);
    const settings = readSettings(program, set);
    const config = Object.entries(settings).map(([key, value]) => [`${program.project.name}:${key}`, value]);
    const stack = await fromProgram(inline(program), {
        project: program.project.name,
        stack: "sandbox",
        preview,
        config: Object.fromEntries(config) as Record<string, string>,
        mocks: cloudMocks(),
    });
    return findingsIn(stack);
}

/** What the harness says of the state that a run has left: what `pulumi stack export` writes. */
export async function ofState(state: RunResult["state"]): Promise<ReportedFinding[]> {
    return findingsIn(fromExport(exportOf(state)));
}

/** What the harness says of what `pulumi preview --json` writes. */
export async function ofPreview(document: string): Promise<ReportedFinding[]> {
    return findingsIn(fromPreview(document));
}

async function findingsIn(stack: TestedStack): Promise<ReportedFinding[]> {
    return asReported(await analyze(ourPack(), stack));
}

/** Violations in the words of the engine's events. */
export function asReported({ violations }: Analysis): ReportedFinding[] {
    const observation = new Observation();
    for (const { policy, urn, level, message } of violations) {
        observation.take({
            sequence: 0,
            timestamp: 0,
            policyEvent: {
                resourceUrn: urn,
                message,
                color: "never",
                policyName: policy,
                policyPackName: "session-affinity",
                policyPackVersion: "",
                policyPackVersionTag: "",
                enforcementLevel: level === "advisory" ? "warning" : level,
            },
        });
    }
    return observation.findings;
}

/** The export of the only stack of a file backend. https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/stacks.go */
function exportOf(state: string): unknown {
    const stacks = path.join(state, ".pulumi", "stacks");
    const [file] = existsSync(stacks)
        ? readdirSync(stacks, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"))
        : [];
    if (file === undefined) throw new Error(`no stack in ${stacks}`);
    const { version, checkpoint } = JSON.parse(readFileSync(path.join(stacks, file), "utf8")) as {
        version: number;
        checkpoint: { latest: unknown };
    };
    return { version, deployment: checkpoint.latest };
}
