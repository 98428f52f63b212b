import { type ChosenRule, type Evaluation, type Level, type LevelledFinding } from "../../../policy-pack/evaluate";
import { pageOf } from "../../../policy-pack/rules/message";
import { nameOf } from "../../../policy-pack/topology";
import { type InputStack } from "../input/stack";

import { type CheckFinding, type CheckReport, type CheckVerdict, counts } from "./model";

/** What was checked, and how. */
export interface Checked {
    readonly version: string;
    readonly file: string;
    readonly failOn: Level;
    readonly stack: InputStack;
    readonly chosen: readonly ChosenRule[];
    readonly evaluation: Evaluation;
}

/** Puts together what all formats tell. */
export function buildReport({ version, file, failOn, stack, chosen, evaluation }: Checked): CheckReport {
    const severities = new Map(chosen.map(({ rule }) => [rule.name, rule.severity]));
    const types = new Map(stack.resources.map(({ urn, type }) => [urn, type]));
    const findings = [...evaluation.findings]
        .sort((one, other) => (one.urn < other.urn ? -1 : one.urn > other.urn ? 1 : 0))
        .map((finding: LevelledFinding): CheckFinding => {
            const { rule, level, kind, urn, path, message, fix } = finding;
            return {
                rule,
                level,
                kind,
                severity: severities.get(rule) ?? "high",
                urn,
                type: types.get(urn) ?? "",
                name: nameOf(urn),
                path,
                message,
                fix,
                page: pageOf(rule),
            };
        });
    return {
        version,
        file,
        kind: stack.kind,
        resources: stack.resources.length,
        hops: evaluation.topology.hops.length,
        rules: chosen.map(({ rule }) => rule.name),
        failOn,
        verdict: verdictOf(findings, stack.gaps, failOn),
        findings,
        gaps: stack.gaps,
    };
}

/** A violation fails, whatever else is open; what is not known, or not in the file, leaves it open. */
function verdictOf(findings: readonly CheckFinding[], gaps: readonly string[], failOn: Level): CheckVerdict {
    const counting = findings.filter((finding) => counts(finding, failOn));
    if (counting.some(({ kind }) => kind === "violation")) return "failed";
    return counting.length > 0 || gaps.length > 0 ? "undecided" : "passed";
}
