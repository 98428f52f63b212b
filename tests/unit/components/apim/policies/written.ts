import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Checks } from "../../../../../components/affinity/checks";
import {
    layOutPolicies,
    type PolicyDocument,
    type PolicyLevel,
} from "../../../../../components/apim/policies/document";
import { renderPolicies } from "../../../../../components/apim/policies/render";
import { type Element } from "../../../../../components/apim/policies/statement";
import { known } from "../../../support/program";

export const check = new Checks("ApimPolicy", "web");

/** An element as API Management gets it. */
export async function written(root: Element): Promise<string> {
    const text = await known(renderPolicies(check, "policy", root));
    assert.ok(text !== undefined);
    return text;
}

/** Elements in a row, as API Management gets each. */
export async function allWritten(elements: readonly Element[]): Promise<string> {
    return (await Promise.all(elements.map(written))).join("\n");
}

/** A document as API Management gets it. */
export async function writtenDocument(document: PolicyDocument, level: PolicyLevel = "below"): Promise<string> {
    return written(layOutPolicies(check, "policy", document, level));
}

/** The property path and the message that an act is refused with. */
export function refusal(act: () => unknown): [path: string, reason: string] {
    try {
        act();
    } catch (error) {
        assert.ok(pulumi.InputPropertyError.isInstance(error), `not an InputPropertyError: ${String(error)}`);
        return [error.propertyPath, error.reason];
    }
    assert.fail("nothing is refused");
}

/** The property path and the message that an Output is refused with. */
export async function laterRefusal(output: pulumi.Output<unknown>): Promise<[path: string, reason: string]> {
    try {
        await known(output);
    } catch (error) {
        assert.ok(pulumi.InputPropertyError.isInstance(error), `not an InputPropertyError: ${String(error)}`);
        return [error.propertyPath, error.reason];
    }
    assert.fail("nothing is refused");
}

/** The message of the RunError that an act is refused with. */
export function runError(act: () => unknown): string {
    try {
        act();
    } catch (error) {
        assert.ok(pulumi.RunError.isInstance(error), `not a RunError: ${String(error)}`);
        return error.message;
    }
    assert.fail("nothing is refused");
}
