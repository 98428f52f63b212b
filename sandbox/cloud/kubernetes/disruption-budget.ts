import { validateAtMostAll, validateIntOrPercent } from "./int-or-percent";
import { object } from "./object";

const FIELDS = ["minAvailable", "maxUnavailable"];

/** https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/policy/validation/validation.go: ValidatePodDisruptionBudgetSpec */
export const DISRUPTION_BUDGET = object({
    group: "policy",
    kind: "PodDisruptionBudget",
    validate(inputs, invalid) {
        const spec = inputs.at("spec");
        if (FIELDS.every((field) => spec.at(field).present)) {
            invalid("spec", "Invalid value: minAvailable and maxUnavailable cannot be both set");
        }
        for (const field of FIELDS) {
            validateIntOrPercent(spec.at(field), `spec.${field}`, invalid);
            validateAtMostAll(spec.at(field), `spec.${field}`, invalid);
        }
    },
});
