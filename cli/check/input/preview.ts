import { outputsFromState, type StateEntry } from "../../../policy-pack/topology";
import { isRecord } from "../../../policy-pack/topology/values";

import { listAt, recordAt } from "./damaged";
import { elementOffsets, linesOf } from "./json-text";
import { type Document } from "./parse";
import { type InputStack } from "./stack";
import { readStateEntry } from "./state-entry";

/** A resource that will be there, and the step that says so. */
interface Step {
    readonly at: number;
    readonly entry: StateEntry;
}

/** True for what `pulumi preview --json` writes. */
export function isPreview(value: Readonly<Record<string, unknown>>): boolean {
    return "steps" in value || "changeSummary" in value;
}

/**
 * Reads what `pulumi preview --json` writes. It tells inputs: of what is created or changed the outputs are not there
 * yet, and of what stays the same they are those of before.
 * https://github.com/pulumi/pulumi/blob/master/pkg/backend/display/json.go
 *
 * @throws {CouldNotRunError} where steps are no steps.
 */
export function readPreview({ value, span }: Document, text: string, name: string): InputStack {
    const digest = recordAt(value, name, "it");
    const steps = listAt(digest["steps"], name, "steps").map((step, index) => recordAt(step, name, `steps[${index}]`));
    const byUrn = new Map<string, Step>();
    for (const [at, { op, newState, oldState }] of steps.entries()) {
        if (newState === undefined || newState === null) continue;
        const kept = op === "same" && isRecord(oldState) ? { outputs: oldState["outputs"] } : {};
        const state = recordAt(newState, name, `steps[${at}].newState`);
        const entry = readStateEntry({ ...kept, ...state }, name, `steps[${at}].newState`);
        byUrn.set(entry.urn, { at, entry });
    }
    return {
        kind: "preview",
        resources: outputsFromState([...byUrn.values()].map(({ entry }) => entry)),
        gaps: gapsOf(digest, steps),
        linesOf() {
            const lines = linesOf(text, elementOffsets(text, span, ["steps"]));
            return new Map([...byUrn].map(([urn, { at }]) => [urn, lines[at] ?? 1]));
        },
    };
}

function gapsOf(digest: Readonly<Record<string, unknown>>, steps: readonly Record<string, unknown>[]): string[] {
    const { changeSummary, diagnostics } = digest;
    const same = isRecord(changeSummary) ? Number(changeSummary["same"] ?? 0) : 0;
    const missing = same - steps.filter(({ op }) => op === "same").length;
    const failed =
        Array.isArray(diagnostics) && diagnostics.some((one) => isRecord(one) && one["severity"] === "error");
    return [
        ...(missing > 0
            ? [
                  `${missing} resources that do not change are not in the file, and rules that join resources miss them. Write it with pulumi preview --json --show-sames.`,
              ]
            : []),
        ...(failed
            ? [
                  "the preview itself ended with errors, and may not have come to all resources. Run it again without them.",
              ]
            : []),
    ];
}
