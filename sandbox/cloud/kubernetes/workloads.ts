import { type Kind } from "../kind";
import { type Properties } from "../values";
import { type View } from "../view";
import { isNone, validateAtMostAll, validateIntOrPercent } from "./int-or-percent";
import { object, type Invalid, type ObjectKind } from "./object";
import { validatePodSpec } from "./pod-spec";

function mapText(labels: View): string {
    const pairs = labels.entries().map(([key, value]) => `"${key}":"${value.text() ?? ""}"`);
    return `map[string]string{${pairs.sort().join(", ")}}`;
}

/** A selector that does not find its own pods is refused: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector */
function selectorMatches(inputs: View, invalid: Invalid): void {
    const wanted = inputs.at("spec.selector.matchLabels");
    const labels = inputs.at("spec.template.metadata.labels");
    if (wanted.unknown || labels.unknown) return;
    for (const [key, value] of wanted.entries()) {
        const label = labels.member(key);
        if (value.unknown || label.unknown || label.text() === value.text()) continue;
        invalid(
            "spec.template.metadata.labels",
            `Invalid value: ${mapText(labels)}: \`selector\` does not match template \`labels\``,
        );
    }
}

function replicasAreNotNegative(inputs: View, invalid: Invalid): void {
    const replicas = inputs.number("spec.replicas");
    if (replicas !== undefined && replicas < 0) {
        invalid("spec.replicas", `Invalid value: ${replicas}: must be greater than or equal to 0`);
    }
}

/** Replicas default to 1, in Deployment, StatefulSet and ReplicaSet: @pulumi/kubernetes types/input.d.ts */
function replicated(inputs: View): Properties {
    const replicas = inputs.number("spec.replicas") ?? 1;
    return {
        spec: { ...inputs.properties("spec"), replicas },
        status: { replicas, readyReplicas: replicas, availableReplicas: replicas, updatedReplicas: replicas },
    };
}

/** A rollout that may neither add a pod nor take one away could not begin. A surge of a quarter is the default. */
function deploymentCanRollOut(inputs: View, invalid: Invalid): void {
    const path = "spec.strategy.rollingUpdate";
    const [unavailable, surge] = [inputs.at(`${path}.maxUnavailable`), inputs.at(`${path}.maxSurge`)];
    validateIntOrPercent(unavailable, `${path}.maxUnavailable`, invalid);
    validateIntOrPercent(surge, `${path}.maxSurge`, invalid);
    if (isNone(unavailable) && isNone(surge)) {
        invalid(
            `${path}.maxUnavailable`,
            `Invalid value: ${JSON.stringify(unavailable.plain())}: may not be 0 when \`maxSurge\` is 0`,
        );
    }
    validateAtMostAll(unavailable, `${path}.maxUnavailable`, invalid);
}

function workload(
    kind: string,
    more: Partial<ObjectKind> = {},
    validateRollout?: (inputs: View, invalid: Invalid) => void,
): Kind[] {
    return object({
        group: "apps",
        kind,
        required: ["spec", "spec.selector", "spec.template"],
        immutable: ["spec.selector"],
        validate(inputs, invalid) {
            replicasAreNotNegative(inputs, invalid);
            selectorMatches(inputs, invalid);
            validatePodSpec(inputs.at("spec.template.spec"), "spec.template.spec", invalid);
            validateRollout?.(inputs, invalid);
        },
        defaulted: ["spec.replicas"],
        computed: replicated,
        ...more,
    });
}

export const WORKLOADS: readonly Kind[] = [
    ...workload("Deployment", {}, deploymentCanRollOut),
    ...workload("ReplicaSet", { required: ["spec", "spec.selector"] }),
    ...workload("StatefulSet", {
        immutable: ["spec.selector", "spec.serviceName", "spec.podManagementPolicy", "spec.volumeClaimTemplates"],
    }),
    ...workload("DaemonSet", {
        computed: (inputs) => ({
            spec: inputs.properties("spec"),
            status: { currentNumberScheduled: 1, desiredNumberScheduled: 1, numberReady: 1, numberMisscheduled: 0 },
        }),
    }),
    ...object({
        group: "core",
        kind: "Pod",
        validate: (inputs, invalid) => validatePodSpec(inputs.at("spec"), "spec", invalid),
        immutable: ["spec.containers", "spec.nodeName", "spec.serviceAccountName", "spec.volumes"],
        computed: () => ({ status: { phase: "Running", podIP: "10.244.0.10", hostIP: "10.240.0.4" } }),
    }),
    ...object({
        group: "batch",
        kind: "Job",
        validate: (inputs, invalid) => validatePodSpec(inputs.at("spec.template.spec"), "spec.template.spec", invalid),
        required: ["spec", "spec.template"],
        immutable: ["spec.template", "spec.selector", "spec.completions"],
        computed: () => ({ status: { succeeded: 1 } }),
    }),
];
