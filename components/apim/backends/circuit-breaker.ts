import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";

/** Bounds of the service on a rule. https://learn.microsoft.com/azure/templates/microsoft.apimanagement/service/backends */
const CONDITION_LIMIT = 10;
const LOWEST_STATUS = 200;
const HIGHEST_STATUS = 599;
const RULE_NAME = "breaker";
const PATH = "circuitBreaker";

/** A range of HTTP status codes, both ends within it. */
export interface StatusCodeRangeArgs {
    /** Lowest status code, 200 to 599. */
    min: pulumi.Input<number>;
    /** Highest status code, 200 to 599, not below `min`. */
    max: pulumi.Input<number>;
}

/**
 * When a backend is taken out and for how long. API Management takes one rule for each backend, and none in the
 * Consumption tier; each gateway instance counts for itself. https://learn.microsoft.com/azure/api-management/backends#circuit-breaker
 */
export interface CircuitBreakerArgs {
    /** Failures within the interval that take the backend out, 1 or more. Give exactly one of `failureCount` and `failurePercentage`. */
    failureCount?: pulumi.Input<number | undefined>;
    /** Share of failures within the interval that takes the backend out, 1 to 100 percent. */
    failurePercentage?: pulumi.Input<number | undefined>;
    /** Seconds over which failures are counted, 1 or more. */
    intervalSeconds: pulumi.Input<number>;
    /** Seconds for which the backend stays out, 1 or more. */
    tripSeconds: pulumi.Input<number>;
    /** Status codes that are failures, at most 10 ranges. Omitted: none; `errorReasons` has to be given then. */
    statusCodes?: StatusCodeRangeArgs[];
    /** Reasons of gateway errors that are failures, such as "Timeout", at most 10. Omitted: none; `statusCodes` has to be given then. https://learn.microsoft.com/azure/api-management/api-management-error-handling-policies#predefined-errors-for-built-in-steps */
    errorReasons?: pulumi.Input<string>[];
    /** True where the backend's own `Retry-After` header says how long it stays out. Omitted: `tripSeconds` does. */
    acceptRetryAfter?: pulumi.Input<boolean | undefined>;
}

/** The breaker as API Management spells it: one rule, since the service takes no more. */
export function readCircuitBreaker(check: Checks, args: CircuitBreakerArgs | undefined) {
    if (args === undefined) return undefined;
    const threshold = check.exactlyOne(`${PATH}.`, args, ["failureCount", "failurePercentage"]);
    return {
        rules: [
            {
                name: RULE_NAME,
                failureCondition: {
                    ...(threshold === "failureCount"
                        ? { count: positive(check, `${PATH}.failureCount`, args.failureCount) }
                        : {
                              percentage: check.integer(`${PATH}.failurePercentage`, args.failurePercentage, {
                                  min: 1,
                                  max: 100,
                                  unit: "percent",
                              }),
                          }),
                    interval: readDuration(check, "intervalSeconds", args.intervalSeconds),
                    ...readFailures(check, args),
                },
                tripDuration: readDuration(check, "tripSeconds", args.tripSeconds),
                ...(args.acceptRetryAfter === undefined ? {} : { acceptRetryAfter: args.acceptRetryAfter }),
            },
        ],
    };
}

/** What counts as a failure: status codes, gateway errors or both. */
function readFailures(check: Checks, { statusCodes = [], errorReasons = [] }: CircuitBreakerArgs) {
    if (statusCodes.length === 0 && errorReasons.length === 0) {
        check.missing(
            `${PATH}.statusCodes`,
            `without it and without args.${PATH}.errorReasons nothing is a failure. Give one of them, or both.`,
        );
    }
    for (const [property, { length }] of Object.entries({ statusCodes, errorReasons })) {
        if (length > CONDITION_LIMIT) {
            throw check.fault(`${PATH}.${property}`, `has ${length} entries: the service takes ${CONDITION_LIMIT}.`);
        }
    }
    return {
        ...(statusCodes.length > 0
            ? { statusCodeRanges: statusCodes.map((range, index) => readRange(check, index, range)) }
            : {}),
        ...(errorReasons.length > 0
            ? {
                  errorReasons: errorReasons.map(
                      (reason, index) =>
                          check.text(
                              `${PATH}.errorReasons[${index}]`,
                              reason,
                              /^\S+$/,
                              'it has to be the reason of a gateway error, such as "Timeout".',
                          ) as pulumi.Input<string>,
                  ),
              }
            : {}),
    };
}

function readRange(check: Checks, index: number, range: StatusCodeRangeArgs) {
    const path = `${PATH}.statusCodes[${index}]`;
    const end = (property: "min" | "max") =>
        check.integer(
            `${path}.${property}`,
            check.required(`${path}.${property}`, range[property], "give a status code."),
            { min: LOWEST_STATUS, max: HIGHEST_STATUS, unit: "an HTTP status code" },
        ) as pulumi.Input<number>;
    const held = check.together<{ min: number; max: number }>({ min: end("min"), max: end("max") }, (known) => {
        if (known.min > known.max) {
            check.fail(`${path}.min`, known.min, `it cannot be more than max, which is ${known.max}.`);
        }
    });
    return { min: held.min, max: held.max };
}

function readDuration(
    check: Checks,
    property: "intervalSeconds" | "tripSeconds",
    seconds: pulumi.Input<number>,
): pulumi.Output<string> {
    const path = `${PATH}.${property}`;
    const given = positive(check, path, check.required(path, seconds, "give a number of seconds."));
    return check
        .together({ seconds: given as pulumi.Input<number> }, () => {})
        .apply((known) => toIsoDuration(known.seconds));
}

function positive(check: Checks, path: string, value: pulumi.Input<number | undefined> | undefined) {
    return check.value<number>(path, value, (number) =>
        Number.isSafeInteger(number) && number > 0 ? undefined : "it has to be a whole number, 1 or more.",
    );
}

/** Seconds as an ISO-8601 duration, in its largest units up to days: 90 are "PT1M30S". */
export function toIsoDuration(seconds: number): string {
    const days = Math.floor(seconds / 86_400);
    const parts = [
        [Math.floor(seconds / 3600) % 24, "H"],
        [Math.floor(seconds / 60) % 60, "M"],
        [seconds % 60, "S"],
    ] as const;
    const time = parts.map(([amount, unit]) => (amount > 0 ? `${amount}${unit}` : "")).join("");
    return `P${days > 0 ? `${days}D` : ""}${time === "" ? "" : `T${time}`}`;
}
