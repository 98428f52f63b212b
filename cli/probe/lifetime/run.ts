import { setTimeout as sleep } from "node:timers/promises";
import { performance } from "node:perf_hooks";

import { type CookieSummary } from "../cookies";
import { Crowd, type CrowdPlan } from "../crowd/crowd";

import { type BusyFacts, type Lifetime, lifetimeOf, type RestFacts } from "./outcome";

/** What the user wants to know, and what is known. */
export interface LifetimeQuestion {
    /** Times to rest. */
    readonly idleSeconds: readonly number[];
    /** Cookies of the proof. */
    readonly cookies: readonly CookieSummary[];
    /** Hears how far it is, for people. */
    readonly say: (text: string) => void;
}

/** Pause of the clients that go on asking, as a part of the shortest rest. */
const BUSY_PART = 0.5;
/** Rounds ahead of the rest: cookies come with the first, and the last is what is compared. */
const ROUNDS_AHEAD = 2;
/** Milliseconds between two words on how far it is. */
const TICK = 250;

/** Has one crowd rest for each time, all at once, and one more go on asking. Undefined where the run ended first. */
export async function rest(
    plan: CrowdPlan,
    { idleSeconds, cookies, say }: LifetimeQuestion,
): Promise<Lifetime | undefined> {
    const { clients } = plan.settings;
    const times = [...new Set(idleSeconds)].sort((one, other) => one - other);
    const longest = Math.max(...times);
    const began = performance.now();
    const passed = () => Math.min(longest, (performance.now() - began) / 1000).toFixed(0);
    const ticks = setInterval(() => say(`lifetime: clients rest, ${passed()} of ${longest} s`), TICK);
    const crowds = await Promise.all(
        [...times, longest].map((_, index) => Crowd.of(plan, { clients, first: index * clients })),
    );
    try {
        const everySeconds = Math.min(...times) * BUSY_PART;
        const resting = times.map((seconds, index) => restOnce(plan, crowds[index] as Crowd, seconds));
        const asking = askOn(plan, crowds.at(-1) as Crowd, everySeconds, longest);
        const rests = await Promise.all(resting);
        const busy = await asking;
        const all = rests.flatMap((one) => one ?? []);
        if (busy === undefined || all.length < times.length) return undefined;
        return lifetimeOf({ clients, rests: all, busy, cookies, random: plan.random });
    } finally {
        clearInterval(ticks);
        await Promise.all(crowds.map((crowd) => crowd.close()));
    }
}

async function restOnce(plan: CrowdPlan, crowd: Crowd, seconds: number): Promise<RestFacts | undefined> {
    const ahead = plan.settings.warmUp + ROUNDS_AHEAD;
    const before = await crowd.rounds(ahead);
    await pause(plan, seconds);
    const after = before && (await crowd.rounds(1));
    if (before === undefined || after === undefined) return undefined;
    const last = before.filter(({ round }) => round === ahead - 1).map((visit) => ({ ...visit, round: 0 }));
    return {
        seconds,
        mostSeconds: crowd.now / 1000,
        visits: [...last, ...after.map((visit) => ({ ...visit, round: 1 }))],
    };
}

async function askOn(
    plan: CrowdPlan,
    crowd: Crowd,
    everySeconds: number,
    seconds: number,
): Promise<BusyFacts | undefined> {
    const ahead = plan.settings.warmUp + ROUNDS_AHEAD;
    const before = await crowd.rounds(ahead);
    if (before === undefined) return undefined;
    const began = crowd.now;
    let last = before.filter(({ round }) => round === ahead - 1).map((visit) => ({ ...visit, round: 0 }));
    const visits = last;
    while (crowd.now - began < seconds * 1000) {
        await pause(plan, everySeconds);
        const round = await crowd.rounds(1);
        if (round === undefined) return undefined;
        last = round.map((visit) => ({ ...visit, round: 1 }));
    }
    return { everySeconds, visits: [...visits, ...last] };
}

/** Ends early with the run. */
async function pause({ budget }: CrowdPlan, seconds: number): Promise<void> {
    await sleep(seconds * 1000, undefined, { signal: budget.signal }).catch(() => undefined);
}
