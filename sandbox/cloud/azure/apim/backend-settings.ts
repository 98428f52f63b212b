import { type View } from "../../view";
import { invalid } from "./faults";

/** Bounds of https://learn.microsoft.com/azure/templates/microsoft.apimanagement/service/backends */
const MOST_CERTIFICATES = 32;
const MOST_RANGES = 10;
const MOST_REASONS = 10;
const LONGEST = { scheme: 100, parameter: 300 } as const;
const FAILURES = { least: 200, most: 599 } as const;
const ANSWERS = { least: 100, most: 599 } as const;

const DURATION = /^P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$/;

/** A settings group with where it stands, so that its faults can name their place. */
interface Place {
    readonly view: View;
    readonly path: string;
}

/** https://learn.microsoft.com/azure/api-management/backends#circuit-breaker: one rule, though the schema has a list of them. */
export function checkCircuitBreaker(breaker: View): void {
    const rules = breaker.list("rules");
    if (rules.length > 1) invalid(`circuitBreaker.rules: a backend can have one rule, not ${rules.length}.`);
    rules.forEach((view, index) => checkRule({ view, path: `circuitBreaker.rules[${index}]` }));
}

function checkRule({ view, path }: Place): void {
    checkDuration(view, path, "tripDuration");
    checkDuration(view, path, "failureCondition.interval");
    checkStatusCode(view, "failureResponse.statusCode", path);
    const condition = { view: view.at("failureCondition"), path: `${path}.failureCondition` };
    if (condition.view.unknown) return;
    if (!condition.view.at("count").present && !condition.view.at("percentage").present) {
        invalid(`${condition.path}: count or percentage has to be given.`);
    }
    checkFailures(condition);
}

function checkFailures({ view, path }: Place): void {
    const ranges = view.list("statusCodeRanges");
    if (ranges.length > MOST_RANGES) {
        invalid(`${path}.statusCodeRanges: there can be ${MOST_RANGES}, not ${ranges.length}.`);
    }
    ranges.forEach((range, index) => {
        const place = `${path}.statusCodeRanges[${index}]`;
        for (const bound of ["min", "max"]) checkNumber(range, bound, place, FAILURES);
        const [min, max] = [range.number("min"), range.number("max")];
        if (min !== undefined && max !== undefined && min > max) {
            invalid(`${place}: min ${min} is greater than max ${max}.`);
        }
    });
    const reasons = view.list("errorReasons").length;
    if (reasons > MOST_REASONS) invalid(`${path}.errorReasons: there can be ${MOST_REASONS}, not ${reasons}.`);
}

function checkDuration(view: View, path: string, property: string): void {
    const duration = view.text(property);
    if (duration === undefined || DURATION.test(duration)) return;
    invalid(`${path}.${property}: '${duration}' is not a duration as ISO 8601 writes it, such as PT1M.`);
}

function checkNumber(
    view: View,
    property: string,
    path: string,
    { least, most }: { least: number; most: number },
): void {
    const value = view.number(property);
    if (value === undefined || (value >= least && value <= most)) return;
    invalid(`${path === "" ? "" : `${path}.`}${property}: must be from ${least} to ${most}, not ${value}.`);
}

export function checkStatusCode(view: View, property: string, path = ""): void {
    checkNumber(view, property, path, ANSWERS);
}

export function checkProxy(proxy: View): void {
    if (proxy.present && !proxy.at("url").present) invalid("proxy.url: a proxy needs it.");
}

export function checkCredentials(credentials: View): void {
    for (const map of ["header", "query"]) {
        for (const [name, values] of credentials.entries(map)) {
            const texts = values.list().every((value) => value.unknown || value.text() !== undefined);
            if (values.unknown || (texts && Array.isArray(values.plain()))) continue;
            invalid(`credentials.${map}.${name}: it has to be a list of texts.`);
        }
    }
    const certificates = credentials.list("certificateIds").length;
    if (certificates > MOST_CERTIFICATES) {
        invalid(`credentials.certificateIds: there can be ${MOST_CERTIFICATES}, not ${certificates}.`);
    }
    const authorization = credentials.at("authorization");
    if (!authorization.present) return;
    for (const [property, longest] of Object.entries(LONGEST)) {
        const path = `credentials.authorization.${property}`;
        if (!authorization.at(property).present) invalid(`${path}: an authorization needs it.`);
        const length = authorization.text(property)?.length ?? 0;
        if (length > longest) invalid(`${path}: it can have ${longest} characters, not ${length}.`);
    }
}
