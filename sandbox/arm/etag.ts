import { createHash } from "node:crypto";

import { type Stored } from "../cloud";
import { ArmError } from "./errors";

/** Resource providers that tell a resource's version: https://learn.microsoft.com/rest/api/apimanagement/backend/get */
const WITH_ETAG = /^azure-native:(apimanagement|network):/;

/** A text that changes with the resource; undefined for kinds whose provider has none. */
export function etagOf(resource: Stored): string | undefined {
    if (!WITH_ETAG.test(resource.kind)) return undefined;
    const held = createHash("sha256").update(JSON.stringify([resource.inputs, resource.outputs]));
    return `"${held.digest("base64").slice(0, 11)}="`;
}

/**
 * Holds a condition against the resource.
 *
 * @throws ArmError 412 where the resource is another by now.
 */
export function checkMatch(ifMatch: string | undefined, resource: Stored | undefined): void {
    if (ifMatch === undefined || (ifMatch === "*" && resource !== undefined)) return;
    const etag = resource && etagOf(resource);
    // A provider without etags does not look at the condition at all.
    if (resource !== undefined && etag === undefined) return;
    if (etag === ifMatch) return;
    throw new ArmError(
        412,
        "PreconditionFailed",
        "The operation failed because the resource's current ETag value does not match the value specified in the request.",
    );
}
