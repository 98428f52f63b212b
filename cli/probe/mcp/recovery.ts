import { isFine, isUnknownSession, type McpAnswer } from "./answer";

/** One request of a session after its replica may have been taken away. */
export interface Attempt {
    /** Milliseconds since the command that takes the replica away had ended. */
    readonly at: number;
    readonly answer: McpAnswer;
}

/** A session over the loss of a replica. */
export interface Survivor {
    /** Replica that it was on. Undefined: the answers do not say. */
    readonly home?: string;
    /** Requests in the session, until one was served or said that the session is not known. */
    readonly attempts: readonly Attempt[];
    /** Milliseconds until a new session in its place had its first result. Undefined: none was needed, or none came about. */
    readonly begunAfter?: number;
    /** Replica of the new session. */
    readonly begunOn?: string;
}

/** What became of all sessions. */
export interface Recovery {
    readonly sessions: number;
    /** Served by their own replica, or by one that is not named. */
    readonly untouched: number;
    /** Served by another replica, so that the state of sessions is shared. */
    readonly moved: number;
    /** Ended by 404, as the protocol wants it. */
    readonly ended: number;
    /** Ended by another answer, from which clients do not learn that they have to begin anew. */
    readonly endedOtherwise: number;
    /** Neither served nor ended in the time given. */
    readonly stuck: number;
    /** Sessions that ended and were begun anew. */
    readonly begun: number;
    /** Failed requests before sessions were served or ended, and the most of one session. */
    readonly errors: number;
    readonly mostErrors: number;
    /** Milliseconds until the last of the ended sessions was begun anew. Undefined: none was. */
    readonly slowest?: number;
}

const NOT_FOUND = 404;

/** Counts what became of sessions. */
export function recoveryOf(survivors: readonly Survivor[]): Recovery {
    const ends = survivors.map((survivor) => endOf(survivor));
    const count = (end: End) => ends.filter((one) => one === end).length;
    const errors = survivors.map(({ attempts }) => attempts.filter(({ answer }) => isError(answer)).length);
    const begun = survivors.flatMap(({ begunAfter }) => begunAfter ?? []);
    return {
        sessions: survivors.length,
        untouched: count("untouched"),
        moved: count("moved"),
        ended: count("ended"),
        endedOtherwise: count("ended otherwise"),
        stuck: count("stuck"),
        begun: begun.length,
        errors: errors.reduce((sum, one) => sum + one, 0),
        mostErrors: Math.max(0, ...errors),
        ...(begun.length === 0 ? {} : { slowest: Math.max(...begun) }),
    };
}

/** Whether every session is served, its own way or anew. */
export function isRecovered({ ended, endedOtherwise, stuck, begun }: Recovery): boolean {
    return stuck === 0 && endedOtherwise === 0 && begun === ended;
}

type End = "untouched" | "moved" | "ended" | "ended otherwise" | "stuck";

function endOf({ home, attempts }: Survivor): End {
    const last = attempts.at(-1)?.answer;
    if (last === undefined || isError(last)) return "stuck";
    if (isUnknownSession(last)) return last.status === NOT_FOUND ? "ended" : "ended otherwise";
    return last.replica !== undefined && home !== undefined && last.replica !== home ? "moved" : "untouched";
}

function isError(answer: McpAnswer): boolean {
    return !isFine(answer) && !isUnknownSession(answer);
}
