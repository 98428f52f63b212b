import { type Checks } from "../../affinity/checks";

/** Asserts that an argument which shapes the route, and so cannot be an Output, is there. */
export function mustBePresent(
    check: Checks,
    path: string,
    value: unknown,
    rule: string,
): asserts value is NonNullable<unknown> {
    if (value === undefined || value === null || value === "") check.missing(path, rule);
}
