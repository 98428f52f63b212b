import { Crowd, type CrowdPlan } from "../crowd/crowd";
import { type Target } from "../http/target";
import { ClientJar } from "../jar";
import { type Visit } from "../visit";

import { type SecondAddress, secondAddressOf } from "./outcome";

/** Rounds at each address that count. */
const ROUNDS = 3;

/** Another address for the same replicas. */
export interface Second {
    readonly target: Target;
    /** For reports: without what may be secret. */
    readonly shownUrl: string;
}

/**
 * Has clients ask at both addresses in turn, each with one jar, one address and the same header values: a cookie goes from
 * the one to the other where a browser would send it. Undefined where the run ended first.
 */
export async function askBoth(
    plan: CrowdPlan,
    { target, shownUrl }: Second,
    say: (text: string) => void,
): Promise<SecondAddress | undefined> {
    const { clients, expectReplicas, warmUp } = plan.settings;
    const jars = Array.from({ length: clients }, () => new ClientJar());
    const crowds = [
        await Crowd.of(plan, { clients, first: 0, jars }),
        await Crowd.of(plan, { clients, first: 0, jars, target }),
    ] as const;
    const seen: [Visit[], Visit[]] = [[], []];
    try {
        // The first round gives cookies, and each more that the user knows to be needed.
        const unseen = 1 + warmUp;
        for (let round = 0; round < unseen + ROUNDS; round++) {
            for (const side of [0, 1] as const) {
                say(`second address: round ${round + 1} of ${unseen + ROUNDS}`);
                const visits = await crowds[side].rounds(1);
                if (visits === undefined) return undefined;
                if (round < unseen) continue;
                seen[side].push(...visits.map((visit) => ({ ...visit, round: round - unseen })));
            }
        }
        const [first, second] = seen;
        const { random } = plan;
        return secondAddressOf({ url: shownUrl, clients, first, second, rounds: ROUNDS, expectReplicas, random });
    } finally {
        await Promise.all(crowds.map((crowd) => crowd.close()));
    }
}
