import { isRecord } from "../../../policy-pack/topology/values";
import { CouldNotRunError } from "../../errors";

import { isKubernetes, readKubernetes } from "./kubernetes";
import { parseDocuments } from "./parse";
import { isPreview, readPreview } from "./preview";
import { nameOfFile, readText } from "./read-text";
import { type InputStack } from "./stack";
import { isStackExport, readStackExport } from "./stack-export";
import { isVerifyReport, readVerifyReport } from "./verify-report";

/**
 * Reads a file, or the standard input for "-", and tells by its content what it is.
 *
 * @throws {CouldNotRunError} where it cannot be read or is nothing that is known.
 */
export async function readStack(file: string): Promise<InputStack> {
    return stackIn(await readText(file), nameOfFile(file));
}

/** The same for a text. @param name of the file, for errors. */
export function stackIn(text: string, name: string): InputStack {
    const documents = parseDocuments(text, name);
    const kubernetes = documents.filter(({ value }) => isRecord(value) && isKubernetes(value));
    if (kubernetes.length === documents.length) return readKubernetes(documents, text, name);
    const [document] = documents;
    if (documents.length > 1 || !document) {
        throw new CouldNotRunError(
            `${name} holds ${documents.length} JSON documents, and not all of them are objects of Kubernetes. Give one stack at a time.`,
        );
    }
    if (isRecord(document.value)) {
        if (isStackExport(document.value)) return readStackExport(document, text, name);
        if (isVerifyReport(document.value)) return readVerifyReport(document, text, name);
        if (isPreview(document.value)) return readPreview(document, text, name);
    }
    throw new CouldNotRunError(
        `${name} is JSON, but nothing that can be checked${hintFor(document.value)}. Give what pulumi stack export, pulumi preview --json or kubectl get -o json writes.`,
    );
}

/** What is easily given in the place of what is asked for. */
function hintFor(value: unknown): string {
    if (!isRecord(value)) return "";
    if ("checkpoint" in value) return ": it is a state file of a backend";
    if ("resourcePlans" in value) return ": it is a plan of pulumi preview --save-plan";
    if ("terraform_version" in value) return ": it is of Terraform";
    if ("sequence" in value) return ": it is an event log";
    return "";
}
