import { type CookieSummary } from "../cookies";
import { type Random } from "../random";
import { type Judgement, judge } from "../verdict";
import { type Visit } from "../visit";

/** How an affinity ends. */
export type Ending =
    /** Each request begins its time anew. */
    | "sliding"
    /** It ends so long after it began, whatever the client does. */
    | "fixed"
    /** It did not end in the times that were tried. */
    | "not seen"
    /** It ended, and clients that went on asking do not show how. */
    | "unclear";

/** Clients that rested. */
export interface Rest {
    readonly seconds: number;
    /** Seconds from their very first visit to the last one, at most. */
    readonly mostSeconds: number;
    /** Of the visits before and after: sticky means that they were kept. */
    readonly judgement: Judgement;
    /** Whether the shortest-lived cookie that clients sent back lives so long. Absent: there is none, or it ends about then. */
    readonly promised?: boolean;
}

/** How long an affinity lasts: plain data. */
export interface Lifetime {
    /** In the order of their times. */
    readonly rests: readonly Rest[];
    /** Clients that asked every so many seconds, for as long as the longest rest: of their first and last visits. */
    readonly busy: { readonly everySeconds: number; readonly judgement: Judgement };
    readonly ending: Ending;
    /** Shortest life that a cookie which clients sent back was given. Absent: none had one. */
    readonly cookie?: { readonly name: string; readonly seconds: number };
}

/** Clients that rested: their visits right before (round 0) and right after (round 1). */
export interface RestFacts {
    readonly seconds: number;
    /** Seconds from their very first visit to the last one. */
    readonly mostSeconds: number;
    readonly visits: readonly Visit[];
}

/** Clients that went on asking: their first visits (round 0), and their last ones (round 1). */
export interface BusyFacts {
    readonly everySeconds: number;
    readonly visits: readonly Visit[];
}

/** What happened. */
export interface LifetimeFacts {
    readonly clients: number;
    /** In the order of their times. */
    readonly rests: readonly RestFacts[];
    readonly busy: BusyFacts;
    /** Cookies of the proof. */
    readonly cookies: readonly CookieSummary[];
    readonly random: Random;
}

/** What the facts come to. */
export function lifetimeOf({ clients, rests, busy, cookies, random }: LifetimeFacts): Lifetime {
    const cookie = shortestLived(cookies);
    const question = { clients, rounds: 2, random };
    const judged = rests.map((rest): Rest => ({
        seconds: rest.seconds,
        mostSeconds: rest.mostSeconds,
        judgement: judge(rest.visits, question),
        ...promiseOf(rest, cookie?.seconds),
    }));
    const asked = { everySeconds: busy.everySeconds, judgement: judge(busy.visits, question) };
    return {
        rests: judged,
        busy: asked,
        ending: endingOf(judged, asked.judgement),
        ...(cookie === undefined ? {} : { cookie }),
    };
}

/** Whether clients were let go: moved, as far as can be told. */
export function isLetGo({ verdict }: Judgement): boolean {
    return verdict === "not sticky" || verdict === "partly sticky";
}

function promiseOf({ seconds, mostSeconds }: RestFacts, life: number | undefined): Pick<Rest, "promised"> {
    if (life === undefined || (seconds <= life && life <= mostSeconds)) return {};
    return { promised: mostSeconds < life };
}

function endingOf(rests: readonly Rest[], busy: Judgement): Ending {
    if (!rests.some(({ judgement }) => isLetGo(judgement))) return isLetGo(busy) ? "fixed" : "not seen";
    if (busy.verdict === "sticky") return "sliding";
    // Where even the shortest rest is too long, the pause of those that went on asking may be so, too.
    return isLetGo(busy) && rests[0]?.judgement.verdict === "sticky" ? "fixed" : "unclear";
}

function shortestLived(cookies: readonly CookieSummary[]): Lifetime["cookie"] {
    const lived = cookies.flatMap(({ name, maxAgeSeconds, sentBack }) =>
        sentBack && maxAgeSeconds !== undefined ? [{ name, seconds: maxAgeSeconds }] : [],
    );
    return lived.sort((one, other) => one.seconds - other.seconds)[0];
}
