import { isRecord } from "../topology/values";

import { kindOf, TestingError } from "./errors";
import { type TestedStack } from "./resource";
import { readDocument, readResource } from "./state";
import { DEFAULT_PLACE, placeOf } from "./urn";
import { replaceSecrets, secret, toWire, unknown, type WireObject, type WireValue } from "./wire";

const MAKER = "pulumi stack export";

/** Versions of the document, all of which tell of resources in one way. */
const VERSIONS = [3, 4];

/**
 * The stack that `pulumi stack export` writes: what is deployed. Policies see it as in `pulumi policy analyze`, so that
 * remediations are told of and change nothing.
 *
 * Secrets are in the document with `--show-secrets` only. Without it they are encrypted, and stand as not known: a policy
 * that touches one is undecided.
 *
 * @param document the export as text, as parsed, or as the Automation API's `exportStack()` returns it.
 * @throws {TestingError} for what is no export, with what it is instead.
 */
export function fromExport(document: unknown): TestedStack {
    const read = readDocument(document, MAKER);
    const { version, deployment } = read;
    if (!isRecord(deployment)) {
        if (Array.isArray(read["steps"])) {
            throw new TestingError(
                "This is a preview (`pulumi preview --json`), and no stack export: give it to fromPreview().",
            );
        }
        throw new TestingError(
            `This is no stack export: it has no "deployment", but ${keysOf(read)}. Give what \`${MAKER}\` writes.`,
        );
    }
    if (!VERSIONS.includes(version as number)) {
        throw new TestingError(
            `The stack export has the version ${typeof version === "number" ? version : kindOf(version)}; ` +
                `${VERSIONS.join(" and ")} can be read. Export it again with a current Pulumi.`,
        );
    }
    const entries = deployment["resources"] ?? [];
    if (!Array.isArray(entries)) throw new TestingError(`deployment.resources is ${kindOf(entries)}, and no list.`);
    const resources = entries
        .map((entry: unknown, index) => ({ entry, path: `deployment.resources[${index}]` }))
        // What is on its way out is no part of the stack.
        .filter(({ entry }) => !(isRecord(entry) && entry["delete"] === true))
        .map(({ entry, path }) => readResource(entry, path, decrypted));
    return { ...(placeOf(resources[0]?.urn ?? "") ?? DEFAULT_PLACE), resources, deployed: true };
}

function keysOf(document: object): string {
    const keys = Object.keys(document);
    return keys.length === 0 ? "nothing" : keys.map((key) => JSON.stringify(key)).join(", ");
}

/** A state keeps a secret as JSON text, in the clear or encrypted. */
function decrypted(properties: WireObject): WireObject {
    return replaceSecrets(properties, ({ plaintext }) =>
        toWire(secret(typeof plaintext === "string" ? (JSON.parse(plaintext) as WireValue) : unknown()), "a secret"),
    ) as WireObject;
}
