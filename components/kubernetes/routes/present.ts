import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";

/** Asserts that an argument which shapes the route, and so cannot be an Output, is there. */
export function mustBePresent(
    check: Checks,
    path: string,
    value: unknown,
    rule: string,
): asserts value is NonNullable<unknown> {
    if (value === undefined || value === null || value === "") check.missing(path, rule);
}

/**
 * An argument that may be left out, as it shapes the route by being there: an Output in its place has to hold a value.
 */
export function wholeIfGiven<T>(
    check: Checks,
    path: string,
    value: pulumi.Input<T> | undefined,
): pulumi.Input<T> | undefined {
    return value === undefined ? undefined : check.required(path, value, "give a value, or leave the argument out.");
}
