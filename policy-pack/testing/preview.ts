import { isRecord } from "../topology/values";

import { TestingError } from "./errors";
import { rootResource, type TestedResource, type TestedStack } from "./resource";
import { readDocument, readResource, withProviders } from "./state";
import { DEFAULT_PLACE, placeOf, rootUrn } from "./urn";
import { unknown, type WireObject, type WireValue } from "./wire";

const MAKER = "pulumi preview --json --show-sames";

/** What a preview writes in the place of a secret. */
const HIDDEN = "[secret]";

/** Steps that take a resource out of the stack. */
const REMOVALS = ["delete", "delete-replaced", "read-discard", "discard-replaced", "remove-pending-replace"];

/**
 * The stack as `pulumi preview --json` tells that it will be.
 *
 * A preview tells less than the engine knows. Of what it creates or updates it has no outputs: stack policies see the
 * inputs in their place. Secrets are left out, and stand as not known. Default providers have no inputs.
 *
 * @param document the preview as text or as parsed. Of a stack that is there already, `--show-sames` has to be given.
 * @throws {TestingError} for what is no preview, and for one that leaves out resources that stay as they are.
 */
export function fromPreview(document: unknown): TestedStack {
    const read = readDocument(document, MAKER);
    const { steps } = read;
    if (!Array.isArray(steps)) {
        throw new TestingError(
            isRecord(read["deployment"])
                ? "This is a stack export, and no preview: give it to fromExport()."
                : `This is no preview: it has no list "steps". Give what \`${MAKER}\` writes.`,
        );
    }
    const entries = steps as readonly unknown[];
    checkComplete(read, entries);
    const resources = new Map<string, TestedResource>();
    for (const [index, step] of entries.entries()) {
        if (!isRecord(step)) throw new TestingError(`steps[${index}] is no step.`);
        const { op, newState } = step;
        if (REMOVALS.includes(op as string) || newState === undefined || newState === null) continue;
        const resource = readResource(newState, `steps[${index}].newState`, withoutHidden);
        const known = Object.keys(resource.outputs).length > 0 || !resource.custom;
        resources.set(resource.urn, known ? resource : { ...resource, outputs: resource.inputs });
    }
    const place = placeOf([...resources.keys()][0] ?? "") ?? DEFAULT_PLACE;
    const root = resources.has(rootUrn(place)) ? [] : [rootResource(place)];
    return { ...place, resources: [...root, ...withProviders([...resources.values()])], deployed: false };
}

function checkComplete(document: Readonly<Record<string, unknown>>, steps: readonly unknown[]): void {
    const { changeSummary } = document;
    const same = isRecord(changeSummary) && typeof changeSummary["same"] === "number" ? changeSummary["same"] : 0;
    const shown = steps.filter((step) => isRecord(step) && step["op"] === "same").length;
    if (shown >= same) return;
    throw new TestingError(
        `The preview leaves out ${same - shown} resources that stay as they are, and stack policies look at all: ` +
            `run \`${MAKER}\`.`,
    );
}

function withoutHidden(properties: WireObject): WireObject {
    return hide(properties) as WireObject;
}

function hide(value: WireValue): WireValue {
    if (value === HIDDEN) return unknown();
    if (Array.isArray(value)) return value.map(hide);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, hide(inner)]));
}
