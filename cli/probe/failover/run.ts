import { Crowd, type CrowdPlan } from "../crowd/crowd";
import { follow } from "../crowd/follow";
import { NEWCOMERS, newcomersOf } from "../crowd/newcomers";
import { bringBack, type Hooks, takeAway } from "../hooks/hooks";

import { type Failover, failoverOf } from "./outcome";

/** What a question about the replicas needs besides its crowd. */
export interface Question {
    /** How long clients ask on after a command. */
    readonly seconds: number;
    /** Hears how far it is, for people. */
    readonly say: (text: string) => void;
}

/**
 * Lets clients settle, takes a replica away, and follows every client; then brings it back, whatever happens, and follows
 * them once more. Undefined where the run ended first. Throws CouldNotRunError where a command fails.
 */
export async function loseReplica(
    plan: CrowdPlan,
    hooks: Pick<Hooks, "kill" | "restore">,
    { seconds, say }: Question,
): Promise<Failover | undefined> {
    const { kill, restore } = hooks;
    if (kill === undefined) return undefined;
    const { clients } = plan.settings;
    const { budget } = plan;
    const crowd = await Crowd.of(plan, { clients, first: 0 });
    const watch = (name: string) => ({ seconds, budget, say: (text: string) => say(`${name} ${text}`) });
    let back = restore === undefined;
    try {
        say("failover: clients settle");
        const homes = await crowd.settle();
        if (homes === undefined) {
            back = true;
            return undefined;
        }
        const during = await follow(crowd, () => takeAway(kill), watch("failover:"));
        if (during === undefined) return undefined;
        if (restore === undefined) return failoverOf({ homes, during });
        const after = await follow(
            crowd,
            async () => {
                back = true;
                await bringBack(restore);
            },
            watch("after --restore:"),
        );
        if (after === undefined) return failoverOf({ homes, during });
        const newcomers = await newcomersOf(plan, clients, NEWCOMERS);
        return failoverOf({ homes, during, after, newcomers });
    } finally {
        await crowd.close();
        if (!back && restore !== undefined) await bringBack(restore);
    }
}
