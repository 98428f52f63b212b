import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";
import { type RouteAnnotations } from "./plan";

/** An annotation that a user must not write, and why. */
export interface RefusedAnnotation {
    readonly key: RegExp;
    /** Completes "args.annotations has "<key>", which ...". */
    readonly why: string;
}

/**
 * The user's annotations with the component's own among them.
 *
 * @param refused what the user must not write: all of the component's own, and what contradicts them.
 * @throws {pulumi.InputPropertyError} where the user's have one that is refused.
 */
export function joinAnnotations(
    check: Checks,
    given: RouteAnnotations,
    own: Record<string, pulumi.Input<string>>,
    refused: readonly RefusedAnnotation[] = [],
): pulumi.Input<Record<string, pulumi.Input<string>>> {
    const held = check.value<Record<string, pulumi.Input<string>>>("annotations", given, (known) => {
        for (const key of Object.keys(known)) {
            const found = refused.find((one) => one.key.test(key));
            if (found) throw check.fault("annotations", `has "${key}", which ${found.why}`);
        }
        return undefined;
    });
    return held === undefined ? own : pulumi.output(held).apply((known) => ({ ...known, ...own }));
}
