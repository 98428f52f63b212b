const UNITS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };
const DURATION = /^((\d+(\.\d+)?)(ms|s|m|h|d))+$/;

/**
 * Seconds in a duration such as "1h30m"; a number without a unit is seconds already. Undefined where there is none, where
 * it is of another shape, or none at all, by which a cookie ends with the browser.
 */
export function secondsIn(duration: string | number | undefined): number | undefined {
    const text = String(duration);
    const bare = /^\d+$/.test(text) ? Number(text) : undefined;
    const seconds = bare ?? (DURATION.test(text) ? sumOf(text) : 0);
    return seconds > 0 ? seconds : undefined;
}

function sumOf(text: string): number {
    return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)].reduce(
        (sum, [, count, unit = ""]) => sum + Number(count) * (UNITS[unit] ?? 0),
        0,
    );
}
