import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";
import { type StickyServiceArgs } from "./args";

const LABEL_VALUE = /^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/;
/** Arguments that only a workload of the component's own can have. */
const OF_A_WORKLOAD = [
    "podSpec",
    "workload",
    "volumeClaimTemplates",
    "replicas",
    "autoscale",
    "readiness",
    "drainSeconds",
    "sessionStore",
] as const;

type PodSpec = kubernetes.types.input.core.v1.PodSpec;
type Labels = Record<string, pulumi.Input<string>>;

/** The pods that the component runs. */
export function readPodSpec(check: Checks, args: StickyServiceArgs): pulumi.Input<PodSpec> {
    const podSpec = check.required(
        "podSpec",
        args.podSpec,
        "give the pods to run, or podLabels to select pods that run already.",
    );
    return check.value("podSpec", podSpec, (spec) =>
        Array.isArray(spec.containers) && spec.containers.length > 0 ? undefined : "it needs one container or more.",
    ) as pulumi.Input<PodSpec>;
}

/** Labels of pods that another workload runs; arguments for a workload beside them are refused. */
export function readPodLabels(check: Checks, args: StickyServiceArgs): pulumi.Input<Labels> {
    for (const path of OF_A_WORKLOAD) {
        if (args[path] === undefined) continue;
        check.conflict(
            path,
            "podLabels",
            "they select pods of a workload that exists already, and the component makes none. Leave one of both out.",
        );
    }
    return check.value<Labels>("podLabels", args.podLabels, faultOfLabels) as pulumi.Input<Labels>;
}

function faultOfLabels(labels: unknown): string | undefined {
    const values = typeof labels === "object" && labels !== null ? Object.values(labels) : [];
    return values.length > 0 && values.every((value) => typeof value === "string" && LABEL_VALUE.test(value))
        ? undefined
        : "it needs one label or more, whose values have at most 63 letters, digits, hyphens, dots and underscores, and begin " +
              "and end with a letter or digit.";
}
