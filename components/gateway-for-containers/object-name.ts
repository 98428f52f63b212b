import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../affinity/checks";

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
const SUBDOMAIN = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
/** A component's name that Pulumi can make an object's from, with a hyphen and eight characters. */
const AUTO_NAME = /^(?=.{1,244}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const SUBDOMAIN_RULE =
    "it has to have at most 253 small letters, digits, hyphens and dots, with a letter or digit at both ends.";

/** Checks the name of an object in the cluster. */
export function readName(
    check: Checks,
    path: string,
    name: pulumi.Input<string | undefined> | undefined,
): pulumi.Input<string> | undefined {
    return check.text(path, name, SUBDOMAIN, SUBDOMAIN_RULE);
}

/** Checks the name of a namespace. */
export function readNamespace(
    check: Checks,
    path: string,
    namespace: pulumi.Input<string | undefined> | undefined,
): pulumi.Input<string> | undefined {
    return check.text(
        path,
        namespace,
        LABEL,
        "it has to have at most 63 small letters, digits and hyphens, with a letter or digit at both ends.",
    );
}

/** Checks that a component's own name will do where Pulumi makes an object's name from it. */
export function requireAutoName(check: Checks, name: string): void {
    if (!AUTO_NAME.test(name)) {
        check.failOwnName(
            "it has to have at most 244 small letters, digits, hyphens and dots, with a letter or digit at both ends, " +
                "since names in the cluster are made from it.",
        );
    }
}
