import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "./checks";

/** One of a service's own words that decides which resources there are, and so cannot become known later. */
export function plainWord<T extends string>(
    check: Checks,
    path: string,
    value: T | undefined,
    allowed: readonly T[],
): T | undefined {
    if (value === undefined) return undefined;
    if (pulumi.Output.isInstance(value) || (value as unknown) instanceof Promise) {
        throw check.fault(
            path,
            "is known only later, and decides which resources there are. Give it as a plain value.",
        );
    }
    return check.oneOf(path, value, allowed) as T;
}
