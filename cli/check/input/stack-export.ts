import { outputsFromState } from "../../../policy-pack/topology";
import { CouldNotRunError } from "../../errors";

import { listAt, recordAt } from "./damaged";
import { elementOffsets, linesOf } from "./json-text";
import { type Document } from "./parse";
import { type InputStack } from "./stack";
import { readStateEntry } from "./state-entry";

/** https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/core.go */
const VERSIONS: readonly unknown[] = [3, 4];

/** True for what `pulumi stack export` writes. */
export function isStackExport(value: Readonly<Record<string, unknown>>): boolean {
    return "deployment" in value;
}

/**
 * Reads what `pulumi stack export` writes.
 *
 * @throws {CouldNotRunError} for a version that is not known, and where resources are no resources.
 */
export function readStackExport({ value, span }: Document, text: string, name: string): InputStack {
    const { version, deployment } = recordAt(value, name, "it");
    if (!VERSIONS.includes(version)) {
        throw new CouldNotRunError(
            `${name} is a stack export of version ${JSON.stringify(version)}, and only ${VERSIONS.join(" and ")} can be read. Export the stack anew with a Pulumi CLI of version 3.`,
        );
    }
    const path = "deployment.resources";
    const entries = listAt(recordAt(deployment, name, "deployment")["resources"], name, path).map((entry, index) =>
        readStateEntry(entry, name, `${path}[${index}]`),
    );
    return {
        kind: "stack export",
        resources: outputsFromState(entries),
        gaps: [],
        linesOf() {
            const lines = linesOf(text, elementOffsets(text, span, ["deployment", "resources"]));
            return new Map(entries.map(({ urn }, index) => [urn, lines[index] ?? 1]));
        },
    };
}
