import { type StackResource } from "../../../policy-pack/topology";
import { VERIFY_KIND } from "../../verify/model";

import { listAt, recordAt, textAt } from "./damaged";
import { elementOffsets, linesOf } from "./json-text";
import { type Document } from "./parse";
import { type InputStack } from "./stack";

/** True for what `session-affinity verify --json` writes. */
export function isVerifyReport(value: Readonly<Record<string, unknown>>): boolean {
    return value["kind"] === VERIFY_KIND;
}

/**
 * Reads what `session-affinity verify --json` writes. What it found is not taken over: the resources are judged anew.
 *
 * @throws {CouldNotRunError} where resources are no resources.
 */
export function readVerifyReport({ value, span }: Document, text: string, name: string): InputStack {
    const report = recordAt(value, name, "it");
    const resources = listAt(report["resources"], name, "resources").map((one, index) =>
        resourceOf(recordAt(one, name, `resources[${index}]`), name, `resources[${index}]`),
    );
    return {
        kind: "deployed resources",
        resources,
        gaps: listAt(report["gaps"], name, "gaps").map((gap, index) => textAt(gap, name, `gaps[${index}]`)),
        linesOf() {
            const lines = linesOf(text, elementOffsets(text, span, ["resources"]));
            return new Map(resources.map(({ urn }, index) => [urn, lines[index] ?? 1]));
        },
    };
}

function resourceOf(entry: Readonly<Record<string, unknown>>, name: string, path: string): StackResource {
    const properties = recordAt(entry["properties"], name, `${path}.properties`);
    const { id, provider } = entry;
    return {
        urn: textAt(entry["urn"], name, `${path}.urn`),
        type: textAt(entry["type"], name, `${path}.type`),
        name: textAt(entry["name"], name, `${path}.name`),
        properties,
        inputs: properties,
        ...(id === undefined ? {} : { id: textAt(id, name, `${path}.id`) }),
        ...(provider === undefined ? {} : { provider: textAt(provider, name, `${path}.provider`) }),
        propertyDependencies: {},
    };
}
