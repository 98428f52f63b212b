import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";
import { type Replicas } from "../../affinity/vocabulary";
import { type AutoscaleSettings } from "./autoscale";
import { type StickyServiceArgs } from "./args";

/** Pods of one workload that Kubernetes is asked for at most: a typing error's guard, not Kubernetes' own bound. */
export const REPLICA_LIMIT = 10000;

/** Checks the number of pods to run. */
export function readReplicas(check: Checks, args: StickyServiceArgs): pulumi.Input<number> | undefined {
    return check.integer("replicas", args.replicas, { min: 0, max: REPLICA_LIMIT });
}

/** True where more than one pod can run, as far as the program says: a number that is known only later may be any. */
export function mayBeSeveral(most: pulumi.Input<number> | undefined): boolean {
    return typeof most === "number" ? most > 1 : most !== undefined;
}

/** Among how many pods the Service chooses. */
export function describeReplicas(settings: {
    readonly podLabels: unknown;
    readonly replicas: pulumi.Input<number> | undefined;
    readonly autoscale: AutoscaleSettings | undefined;
}): pulumi.Output<Replicas> {
    if (settings.podLabels !== undefined) {
        // A registered output is stored as JSON, which has no word for infinity.
        return pulumi.output({ min: 0, max: REPLICA_LIMIT, source: "pods that spec.selector finds" });
    }
    if (settings.autoscale) {
        return settings.autoscale.bounds.apply(({ minReplicas, maxReplicas }) => ({
            min: minReplicas ?? 1,
            max: maxReplicas,
            source: "spec.maxReplicas",
        }));
    }
    return pulumi.output(settings.replicas).apply((replicas) => ({
        min: replicas ?? 1,
        max: replicas ?? 1,
        source: replicas === undefined ? "Kubernetes' default" : "spec.replicas",
    }));
}
