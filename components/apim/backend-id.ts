import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../affinity/checks";

/** Bounds of a backend's id. https://learn.microsoft.com/azure/templates/microsoft.apimanagement/service/backends */
const LIMIT = 80;
/** Pulumi appends eight hexadecimal digits to a name that it makes. */
const AUTO_LIMIT = LIMIT - 8;

/** The id that was given, or undefined where Pulumi can make one from the component's name. */
export function readBackendId(
    check: Checks,
    name: string,
    backendId: pulumi.Input<string | undefined> | undefined,
): pulumi.Input<string> | undefined {
    if (backendId === undefined && name.length > AUTO_LIMIT) {
        check.missing(
            "backendId",
            `the id cannot be made from the component's name, which has ${name.length} characters, and may have ${AUTO_LIMIT}. ` +
                "Shorten it, or give backendId.",
        );
    }
    return check.text("backendId", backendId, /^.{1,80}$/s, `it has to have 1 to ${LIMIT} characters.`);
}
