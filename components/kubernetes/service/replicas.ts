import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";
import { anyReplicas, type Replicas } from "../../affinity/vocabulary";
import { POD_LIMIT } from "../pod-limit";
import { type AutoscaleSettings } from "./autoscale";
import { type StickyServiceArgs } from "./args";

/** Checks the number of pods to run. */
export function readReplicas(check: Checks, args: StickyServiceArgs): pulumi.Input<number> | undefined {
    return check.integer("replicas", args.replicas, { min: 0, max: POD_LIMIT });
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
        return pulumi.output(anyReplicas("pods that spec.selector finds"));
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
