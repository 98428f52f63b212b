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
 * @throws {pulumi.InputPropertyError} where the user's have one that the component sets, or one that is refused.
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
    const free = check.without("annotations", held, Object.keys(own));
    return free === undefined ? own : pulumi.output(free).apply((known) => ({ ...known, ...own }));
}
