import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../affinity/checks";

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Checks an id of an identity. */
export function readGuid(check: Checks, path: string, given: pulumi.Input<string>): pulumi.Input<string> {
    return check.text(
        path,
        check.required(path, given, "give the identity's id."),
        GUID,
        "it has to be an id of an identity, a GUID.",
    ) as pulumi.Input<string>;
}
