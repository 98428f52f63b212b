import { type Attempt } from "../crowd/attempt";

/** What one client met with over the loss of its replica, or of another one. */
export interface Course {
    readonly client: number;
    /** Replica that it was on before. */
    readonly home: string;
    /** Whether its replica was the one that was lost. */
    readonly victim: boolean;
    /** Replicas that served it after the command, each once for as long as it stayed there. */
    readonly path: readonly string[];
    /** Requests that nobody served. */
    readonly errors: number;
    /**
     * Milliseconds from its first request that its home did not serve to the first answer by another replica. Undefined:
     * it stayed, or nobody served it.
     */
    readonly waited?: number;
    /** Whether its last request was served. */
    readonly served: boolean;
    /** Replica that served it last once the lost one was brought back. Undefined: none was, or nobody served it. */
    readonly after?: string;
}

/** The course of one client. */
export function courseOf(
    client: number,
    home: string,
    lost: ReadonlySet<string>,
    during: readonly Attempt[],
    after: readonly Attempt[] = [],
): Course {
    const last = lastReplica(after);
    const waited = waitOf(home, during);
    return {
        ...{ client, home, victim: lost.has(home), path: pathOf(during) },
        errors: during.filter(({ error }) => error !== undefined).length,
        ...(waited === undefined ? {} : { waited }),
        served: during.at(-1)?.replica !== undefined,
        ...(last === undefined ? {} : { after: last }),
    };
}

/** Replicas in the order in which they served, each once for as long as it went on. */
export function pathOf(attempts: readonly Attempt[]): readonly string[] {
    const served = attempts.flatMap(({ replica }) => replica ?? []);
    return served.filter((replica, index) => replica !== served[index - 1]);
}

/** The replica that served a client last. */
export function lastReplica(attempts: readonly Attempt[]): string | undefined {
    return attempts.findLast(({ replica }) => replica !== undefined)?.replica;
}

/** Times that a client changed its replica. */
export function movesOf({ home, path }: Pick<Course, "home" | "path">): number {
    return [home, ...path].filter((replica, index, all) => index > 0 && replica !== all[index - 1]).length;
}

function waitOf(home: string, attempts: readonly Attempt[]): number | undefined {
    const first = attempts.find(({ replica }) => replica !== home);
    const other = attempts.find(({ replica }) => replica !== undefined && replica !== home);
    return first === undefined || other === undefined ? undefined : other.to - first.from;
}

/** Replicas that were somebody's home and serve nobody any more: no client's last answer is from one of them. */
export function lostOf(
    homes: readonly (string | undefined)[],
    during: readonly (readonly Attempt[])[],
): ReadonlySet<string> {
    const living = new Set(during.flatMap((attempts) => attempts.at(-1)?.replica ?? []));
    return new Set(homes.flatMap((home) => (home === undefined || living.has(home) ? [] : [home])));
}
