import { type Checks } from "../../affinity/checks";

import { isExpression } from "./expression";
import { type PolicyNumber } from "./statement";

/** A whole number within bounds; an expression is left to API Management. Omitted bounds: from 1 on. */
export function count(
    check: Checks,
    path: string,
    value: PolicyNumber,
    bounds: { min: number; max: number } = { min: 1, max: Number.MAX_SAFE_INTEGER },
): PolicyNumber {
    return isExpression(value) ? value : (check.integer(path, value, bounds) as PolicyNumber);
}
