import { Crowd, type CrowdPlan } from "../crowd/crowd";
import { follow } from "../crowd/follow";
import { NEWCOMERS, newcomersOf } from "../crowd/newcomers";
import { type Question } from "../failover/run";
import { addReplica } from "../hooks/hooks";

import { type ScaleOut, scaleOutOf } from "./outcome";

/**
 * Lets clients settle, adds a replica, follows every client, and looks where new ones are sent. Undefined where the run
 * ended first. Throws CouldNotRunError where the command fails.
 */
export async function gainReplica(
    plan: CrowdPlan,
    scale: string,
    { seconds, say }: Question,
): Promise<ScaleOut | undefined> {
    const { clients } = plan.settings;
    const crowd = await Crowd.of(plan, { clients, first: 0 });
    try {
        say("scale-out: clients settle");
        const homes = await crowd.settle();
        if (homes === undefined) return undefined;
        const watching = { seconds, budget: plan.budget, say: (text: string) => say(`scale-out: ${text}`) };
        const after = await follow(crowd, () => addReplica(scale), watching);
        if (after === undefined) return undefined;
        const newcomers = await newcomersOf(plan, clients, NEWCOMERS);
        return scaleOutOf({ homes, after, newcomers });
    } finally {
        await crowd.close();
    }
}
