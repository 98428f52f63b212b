import { type ServiceContext } from "../kind";
import { when, type Properties } from "../values";
import { type View } from "../view";
import { object, type Invalid } from "./object";

const LONGEST_STABILIZATION_SECONDS = 3600;
/** https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/autoscaling/v2/defaults.go */
const DEFAULT_METRICS = [
    { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } } },
];

/** https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/autoscaling/validation/validation.go */
function validate(inputs: View, invalid: Invalid): void {
    const spec = inputs.at("spec");
    const least = spec.number("minReplicas");
    const most = spec.number("maxReplicas");
    if (least !== undefined && least < 1) {
        invalid("spec.minReplicas", `Invalid value: ${least}: must be greater than or equal to 1`);
    }
    if (most !== undefined && most < 1) invalid("spec.maxReplicas", `Invalid value: ${most}: must be greater than 0`);
    if (most !== undefined && most < (least ?? 1)) {
        invalid("spec.maxReplicas", `Invalid value: ${most}: must be greater than or equal to \`minReplicas\``);
    }
    for (const member of ["kind", "name"]) {
        if (!spec.at("scaleTargetRef").at(member).present) invalid(`spec.scaleTargetRef.${member}`, "Required value");
    }
    spec.list("metrics").forEach((metric, index) => validateMetric(metric, `spec.metrics[${index}]`, invalid));
    for (const direction of ["scaleUp", "scaleDown"]) {
        const path = `behavior.${direction}.stabilizationWindowSeconds`;
        validateWindow(spec.number(path), `spec.${path}`, invalid);
    }
}

function validateMetric(metric: View, path: string, invalid: Invalid): void {
    if (!metric.at("type").present) invalid(`${path}.type`, "Required value: must specify a metric source type");
    const utilization = metric.number("resource.target.averageUtilization");
    if (utilization !== undefined && utilization < 1) {
        invalid(`${path}.resource.target.averageUtilization`, `Invalid value: ${utilization}: must be greater than 0`);
    }
}

function validateWindow(seconds: number | undefined, path: string, invalid: Invalid): void {
    if (seconds === undefined) return;
    if (seconds < 0) invalid(path, `Invalid value: ${seconds}: must be greater than or equal to zero`);
    if (seconds > LONGEST_STABILIZATION_SECONDS) {
        invalid(path, `Invalid value: ${seconds}: must be less than or equal to ${LONGEST_STABILIZATION_SECONDS}`);
    }
}

function computed(inputs: View, { apiVersion }: ServiceContext): Properties {
    const spec = inputs.properties("spec");
    const least = inputs.number("spec.minReplicas") ?? 1;
    // Version 1 has CPU as a property of its own.
    const metrics = when(apiVersion === "v2", { metrics: DEFAULT_METRICS });
    return {
        spec: { ...metrics, ...spec, minReplicas: least },
        status: { currentReplicas: least, desiredReplicas: least },
    };
}

export const AUTOSCALER = object({
    group: "autoscaling",
    kind: "HorizontalPodAutoscaler",
    required: ["spec", "spec.maxReplicas", "spec.scaleTargetRef"],
    defaulted: ["spec.minReplicas", "spec.metrics"],
    validate,
    computed,
});
