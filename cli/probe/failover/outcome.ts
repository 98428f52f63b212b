import { type Attempt, type Count, countsOf } from "../crowd/attempt";
import { clopperPearson } from "../statistics/interval";
import { CONFIDENCE, type Share } from "../verdict";

import { type Course, courseOf, lostOf, movesOf } from "./course";

/** What the loss of a replica shows of affinity, from the worst to the best. */
export type FailoverVerdict =
    /** Clients were without an answer to the end. */
    | "not recovered"
    /** Clients of the lost replica found no new one to stay on. */
    | "flapping"
    /** Clients moved whose replica lived. */
    | "soft"
    /** No client's replica was lost, or nobody had one. */
    | "inconclusive"
    /** Only the lost replica's clients moved, each once. */
    | "strong";

/** What the return of the replica showed. */
export interface Return {
    /** New clients that were asked for, and those of them that the returned replica served. */
    readonly newcomers: number;
    readonly served: number;
    /** Clients of the lost replica that are on it again. */
    readonly victims: number;
    /** Others that changed their replica once more. */
    readonly others: number;
}

/** What the loss of a replica did: plain data. */
export interface Failover {
    readonly verdict: FailoverVerdict;
    /** Replicas that served nobody any more. */
    readonly lost: readonly string[];
    /** Clients that had a replica of their own. */
    readonly clients: number;
    /** Clients that had none, and are left out. */
    readonly unsettled: number;
    readonly victims: {
        readonly clients: number;
        /** Those that were served again, and changed their replica once only. */
        readonly once: number;
        /** Those that changed it more than once. */
        readonly flapped: number;
        /** Those that nobody served in the end. */
        readonly unserved: number;
        /** Those that never saw an error. */
        readonly smooth: number;
        /** Requests of theirs that nobody served, by what came instead. */
        readonly errors: readonly Count[];
        /** The most of one client. */
        readonly mostErrors: number;
        /** Milliseconds to the first answer by another replica. Absent: nobody was served. */
        readonly waited?: { readonly median: number; readonly slowest: number };
        /** Where they were in the end. */
        readonly went: readonly Count[];
    };
    readonly others: {
        /** Clients whose replica lived, and those of them that another one served. */
        readonly moved: Share;
        readonly unserved: number;
        readonly errors: readonly Count[];
    };
    /** Absent: nothing brought the replica back. */
    readonly returned?: Return;
    readonly courses: readonly Course[];
}

/** The attempts of each client, and where it was before. */
export interface FailoverFacts {
    readonly homes: readonly (string | undefined)[];
    readonly during: readonly (readonly Attempt[])[];
    /** Once the replica was brought back. Omitted: it was not. */
    readonly after?: readonly (readonly Attempt[])[];
    /** Replicas that served new clients in the end. Omitted: none came. */
    readonly newcomers?: readonly (string | undefined)[];
}

/** What the facts come to. */
export function failoverOf({ homes, during, after, newcomers = [] }: FailoverFacts): Failover {
    const lost = lostOf(homes, during);
    const courses = homes.flatMap((home, client) =>
        home === undefined ? [] : [courseOf(client, home, lost, during[client] ?? [], after?.[client])],
    );
    const victims = courses.filter(({ victim }) => victim);
    const others = courses.filter(({ victim }) => !victim);
    const errorsOf = (some: readonly Course[]) =>
        countsOf(some.flatMap(({ client }) => (during[client] ?? []).flatMap(({ error }) => error ?? [])));
    const moved = others.filter((course) => movesOf(course) > 0).length;
    const waits = victims.flatMap(({ waited }) => waited ?? []).sort((one, other) => one - other);
    const facts = {
        lost: [...lost].sort(),
        clients: courses.length,
        unsettled: homes.length - courses.length,
        victims: {
            clients: victims.length,
            once: victims.filter((course) => course.served && movesOf(course) === 1).length,
            flapped: victims.filter((course) => movesOf(course) > 1).length,
            unserved: victims.filter(({ served }) => !served).length,
            smooth: victims.filter(({ errors }) => errors === 0).length,
            errors: errorsOf(victims),
            mostErrors: Math.max(0, ...victims.map(({ errors }) => errors)),
            ...(waits.length === 0
                ? {}
                : {
                      waited: {
                          median: waits[Math.floor(waits.length / 2)] as number,
                          slowest: waits.at(-1) as number,
                      },
                  }),
            went: countsOf(victims.flatMap(({ path }) => path.at(-1) ?? [])),
        },
        others: {
            moved: { hits: moved, trials: others.length, ...clopperPearson(moved, others.length, CONFIDENCE) },
            unserved: others.filter(({ served }) => !served).length,
            errors: errorsOf(others),
        },
        ...(after === undefined ? {} : { returned: returnOf(courses, lost, newcomers) }),
        courses,
    };
    return { verdict: decide(facts), ...facts };
}

function returnOf(
    courses: readonly Course[],
    lost: ReadonlySet<string>,
    newcomers: readonly (string | undefined)[],
): Return {
    const again = (course: Course) => course.after !== undefined && course.after !== course.path.at(-1);
    return {
        newcomers: newcomers.length,
        served: newcomers.filter((replica) => replica !== undefined && lost.has(replica)).length,
        victims: courses.filter(({ victim, after }) => victim && after !== undefined && lost.has(after)).length,
        others: courses.filter((course) => !course.victim && again(course)).length,
    };
}

function decide({ lost, victims, others }: Omit<Failover, "verdict">): FailoverVerdict {
    if (victims.unserved + others.unserved > 0) return "not recovered";
    if (lost.length === 0) return "inconclusive";
    if (victims.flapped > 0) return "flapping";
    return others.moved.hits > 0 ? "soft" : "strong";
}
