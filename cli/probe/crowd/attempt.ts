import { type Visit } from "../visit";

/** One request of a client that is followed. Times are in milliseconds since what it is followed over had begun. */
export interface Attempt {
    readonly from: number;
    readonly to: number;
    /** Which replica served it. Undefined: none did. */
    readonly replica?: string;
    /** What came in place of a served answer: an HTTP status, or what went wrong. Undefined: it was served. */
    readonly error?: string;
}

/** From here on a status tells of a failure of the server or of what stands in front of it. */
const SERVER_ERRORS = 500;

/** A visit as an attempt. @param origin when the thing began, on the crowd's clock. */
export function attemptOf(visit: Visit, origin: number, now: number): Attempt {
    const times = { from: visit.startedAt - origin, to: now - origin };
    const { replica, status, failure } = visit;
    if (failure !== undefined) return { ...times, error: failure };
    if (status !== undefined && status >= SERVER_ERRORS) return { ...times, error: `HTTP ${status}` };
    return replica === undefined ? { ...times, error: `HTTP ${status}, no replica named` } : { ...times, replica };
}

/** How often what happened, the most frequent first. A list, as its texts come from the network and must be no names. */
export interface Count {
    readonly outcome: string;
    readonly count: number;
}

/** Counts texts. */
export function countsOf(outcomes: readonly string[]): readonly Count[] {
    const counts = new Map<string, number>();
    for (const outcome of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    return [...counts].map(([outcome, count]) => ({ outcome, count })).sort((one, other) => other.count - one.count);
}
