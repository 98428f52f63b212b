import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";
import { type StickyServiceArgs } from "./args";
import { POD_LIMIT } from "../pod-limit";

/** Percent of what a pod requests: a typing error's guard, not Kubernetes' own bound. */
const UTILIZATION_LIMIT = 1000;
/** https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#stabilization-window */
const LONGEST_STABILIZATION_SECONDS = 3600;

type HorizontalPodAutoscalerSpec = kubernetes.types.input.autoscaling.v2.HorizontalPodAutoscalerSpec;

/** What an autoscaler is told, but for what it scales. */
export interface AutoscaleSettings {
    readonly bounds: pulumi.Output<{ readonly minReplicas?: number; readonly maxReplicas: number }>;
    /** The most as the program gives it: a number where it is one. */
    readonly most: pulumi.Input<number>;
    readonly metrics: HorizontalPodAutoscalerSpec["metrics"];
    readonly behavior: HorizontalPodAutoscalerSpec["behavior"];
}

/** Checks what is said of an autoscaler. */
export function readAutoscale(check: Checks, args: StickyServiceArgs): AutoscaleSettings | undefined {
    const { autoscale } = args;
    if (autoscale === undefined) return undefined;
    if (args.replicas !== undefined) {
        check.conflict("replicas", "autoscale", "the autoscaler chooses the number of pods. Leave one of both out.");
    }
    const count = { min: 1, max: POD_LIMIT };
    const most = check.integer(
        "autoscale.maxReplicas",
        check.required("autoscale.maxReplicas", autoscale.maxReplicas, "an autoscaler needs the most pods."),
        count,
    ) as pulumi.Input<number>;
    const minReplicas = check.integer("autoscale.minReplicas", autoscale.minReplicas, count);
    const stabilization = check.integer(
        "autoscale.scaleDownStabilizationSeconds",
        autoscale.scaleDownStabilizationSeconds,
        { min: 0, max: LONGEST_STABILIZATION_SECONDS, unit: "seconds" },
    );
    return {
        most,
        bounds: check.together<{ minReplicas?: number; maxReplicas: number }>(
            { ...(minReplicas === undefined ? {} : { minReplicas }), maxReplicas: most },
            (known) => {
                if (known.minReplicas === undefined || known.minReplicas <= known.maxReplicas) return;
                check.fail(
                    "autoscale.minReplicas",
                    known.minReplicas,
                    `it cannot be more than autoscale.maxReplicas, which is ${known.maxReplicas}.`,
                );
            },
        ),
        metrics: readMetrics(check, args),
        behavior:
            stabilization === undefined ? undefined : { scaleDown: { stabilizationWindowSeconds: stabilization } },
    };
}

/** CPU before the others. Where nothing is given Kubernetes takes CPU at 80 percent. */
function readMetrics(check: Checks, { autoscale }: StickyServiceArgs): HorizontalPodAutoscalerSpec["metrics"] {
    const averageUtilization = check.integer("autoscale.averageCpuUtilization", autoscale?.averageCpuUtilization, {
        min: 1,
        max: UTILIZATION_LIMIT,
        unit: "percent",
    });
    if (averageUtilization === undefined) return autoscale?.metrics;
    const cpu = { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization } } };
    return pulumi.output(autoscale?.metrics).apply((others = []) => [cpu, ...others]);
}

/** Scales a workload. */
export function createAutoscaler(
    name: string,
    metadata: kubernetes.types.input.meta.v1.ObjectMeta,
    scaleTargetRef: kubernetes.types.input.autoscaling.v2.CrossVersionObjectReference,
    { bounds, metrics, behavior }: AutoscaleSettings,
    opts: pulumi.CustomResourceOptions,
): kubernetes.autoscaling.v2.HorizontalPodAutoscaler {
    return new kubernetes.autoscaling.v2.HorizontalPodAutoscaler(
        name,
        {
            metadata,
            spec: {
                scaleTargetRef,
                minReplicas: bounds.apply(({ minReplicas }) => minReplicas),
                maxReplicas: bounds.maxReplicas,
                metrics,
                behavior,
            },
        },
        opts,
    );
}
