import { type View } from "../view";
import { type Invalid } from "./object";

/** Checks a number, or a percentage, of pods. https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/apps/validation/validation.go: ValidatePositiveIntOrPercent */
export function validateIntOrPercent(value: View, path: string, invalid: Invalid): void {
    const number = value.number();
    if (number !== undefined && number < 0) {
        invalid(path, `Invalid value: ${number}: must be greater than or equal to 0`);
    }
    const text = value.text();
    if (text !== undefined && !/^[0-9]+%$/.test(text)) {
        invalid(
            path,
            `Invalid value: "${text}": a valid percent string must be a numeric string followed by an ending '%' ` +
                "(e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
        );
    }
}

/** Refuses a percentage above 100. */
export function validateAtMostAll(value: View, path: string, invalid: Invalid): void {
    const text = value.text();
    if (text !== undefined && Number.parseInt(text, 10) > 100) {
        invalid(path, `Invalid value: "${text}": must not be greater than 100%`);
    }
}

/** True for none: 0 or "0%". */
export function isNone(value: View): boolean {
    return value.number() === 0 || Number.parseInt(value.text() ?? "", 10) === 0;
}
