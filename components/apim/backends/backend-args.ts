import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";

import { readServicePlace, type ServicePlaceArgs } from "../service-place";

/** Bounds of a backend's id. https://learn.microsoft.com/azure/templates/microsoft.apimanagement/service/backends */
const LIMIT = 80;
/** Pulumi appends eight hexadecimal digits to a name that it makes. */
const AUTO_LIMIT = LIMIT - 8;

/** Resource id of a backend, in a workspace or not. */
export const BACKEND_ID =
    /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.ApiManagement\/service\/[^/]+(\/workspaces\/[^/]+)?\/backends\/[^/]+$/i;

/** Where a backend or a pool is created, and what it is called. */
export interface BackendPlaceArgs extends ServicePlaceArgs {
    /** Id of the backend or pool, which policies refer to, 1 to 80 characters. Omitted: Pulumi makes one from the component's name. */
    backendId?: pulumi.Input<string | undefined>;
    /** Title, at most 300 characters. Omitted: none. */
    title?: pulumi.Input<string | undefined>;
}

/** Checks what {@link BackendPlaceArgs} give. */
export function readPlace(check: Checks, name: string, args: BackendPlaceArgs) {
    return {
        ...readServicePlace(check, args),
        backendId: readBackendId(check, name, args.backendId),
        title: check.length("title", args.title, 300),
    };
}

/** The id that was given, or undefined where Pulumi can make one from the component's name. */
function readBackendId(
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
    return check.length("backendId", backendId, LIMIT);
}
