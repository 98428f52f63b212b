import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../affinity/checks";

/** Most seconds that a Go duration, 64 bits of nanoseconds, holds. https://pkg.go.dev/time#Duration */
export const LONGEST_SECONDS = 9_223_372_036;

/**
 * Checks a number of seconds and writes it as the gateway's custom resources want it, "3600s": their durations are texts,
 * and a bare number is refused by the API server. https://pkg.go.dev/k8s.io/apimachinery/pkg/apis/meta/v1#Duration
 */
export function readDuration(
    check: Checks,
    path: string,
    seconds: pulumi.Input<number | undefined> | undefined,
    min: number,
): pulumi.Output<string | undefined> | undefined {
    const checked = check.integer(path, seconds, { min, max: LONGEST_SECONDS, unit: "seconds" });
    if (checked === undefined) return undefined;
    return pulumi
        .output(checked as pulumi.Input<number | undefined>)
        .apply((known) => (known === undefined ? undefined : `${known}s`));
}
