import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../affinity/checks";
import { anyReplicas, type Replicas } from "../affinity/vocabulary";
import { POD_LIMIT } from "../kubernetes/pod-limit";

/** Among how many pods the gateway chooses: as many as there are, where the program does not say. */
export function readReplicas(
    check: Checks,
    path: string,
    given: pulumi.Input<number | undefined> | undefined,
): pulumi.Output<Replicas> {
    const checked = check.integer(path, given, { min: 0, max: POD_LIMIT });
    return pulumi
        .output(checked as pulumi.Input<number | undefined>)
        .apply((pods) =>
            pods === undefined
                ? anyReplicas("the pods of the Services, whose number is not given")
                : { min: pods, max: pods, source: path },
        );
}
