import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../affinity/checks";
import { type Replicas } from "../affinity/vocabulary";

/** Pods that anybody means to run at most: a typing error's guard, not a bound of the gateway's. */
const REPLICA_LIMIT = 10_000;

/** Among how many pods the gateway chooses: as many as there are, where the program does not say. */
export function readReplicas(
    check: Checks,
    path: string,
    given: pulumi.Input<number | undefined> | undefined,
): pulumi.Output<Replicas> {
    const checked = check.integer(path, given, { min: 0, max: REPLICA_LIMIT });
    return pulumi
        .output(checked as pulumi.Input<number | undefined>)
        .apply((pods) =>
            pods === undefined
                ? { min: 0, max: Infinity, source: "the pods of the Services, whose number is not given" }
                : { min: pods, max: pods, source: path },
        );
}
