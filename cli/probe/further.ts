import { type CookieSummary } from "./cookies";
import { type CrowdPlan } from "./crowd/crowd";
import { type Failover } from "./failover/outcome";
import { loseReplica } from "./failover/run";
import { type Lifetime } from "./lifetime/outcome";
import { rest } from "./lifetime/run";
import { type ScaleOut } from "./scale-out/outcome";
import { gainReplica } from "./scale-out/run";
import { type SecondAddress } from "./second-address/outcome";
import { askBoth, type Second } from "./second-address/run";
import { type Verdict } from "./verdict";

/** What was asked beyond the proof, as far as it was asked. */
export interface Further {
    readonly secondAddress?: SecondAddress;
    readonly lifetime?: Lifetime;
    readonly scaleOut?: ScaleOut;
    readonly failover?: Failover;
    /** Names of questions that were asked for and not answered. Absent: none. */
    readonly unanswered?: readonly string[];
}

/** What the proof found. */
export interface Proven {
    readonly verdict: Verdict;
    readonly cookies: readonly CookieSummary[];
}

/**
 * Asks what the user wants to know beyond the proof, what changes the replicas last. Of clients that do not even stay
 * while nothing happens, nothing of it could be told, so that nothing is taken away.
 */
export async function askFurther(plan: CrowdPlan, proven: Proven, say: (text: string) => void): Promise<Further> {
    const { second, idleSeconds, hooks, watchSeconds: seconds } = plan.settings;
    const { scale, kill } = hooks;
    const unanswered: string[] = [];
    const one = async <N extends string, T>(
        name: N,
        isAsked: boolean,
        ask: () => Promise<T | undefined>,
    ): Promise<{ [name in N]?: T }> => {
        if (!isAsked) return {};
        const answer = proven.verdict === "not sticky" || plan.budget.stopped !== undefined ? undefined : await ask();
        if (answer !== undefined) return { [name]: answer } as { [name in N]?: T };
        unanswered.push(name);
        return {};
    };
    const answers = {
        ...(await one("secondAddress", second !== undefined, () => askBoth(plan, second as Second, say))),
        ...(await one("lifetime", idleSeconds.length > 0, () =>
            rest(plan, { idleSeconds, cookies: proven.cookies, say }),
        )),
        ...(await one("scaleOut", scale !== undefined, () => gainReplica(plan, scale as string, { seconds, say }))),
        ...(await one("failover", kill !== undefined, () => loseReplica(plan, hooks, { seconds, say }))),
    };
    return { ...answers, ...(unanswered.length === 0 ? {} : { unanswered }) };
}
