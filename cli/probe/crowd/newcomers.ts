import { Crowd, type CrowdPlan } from "./crowd";

/** New clients that show whom the balancer sends those to that it does not know. */
export const NEWCOMERS = 40;

/** Replicas that serve clients who come for the first time. Undefined in place of one that nobody served. */
export async function newcomersOf(
    plan: CrowdPlan,
    known: number,
    clients: number,
): Promise<readonly (string | undefined)[]> {
    const crowd = await Crowd.of(plan, { clients, first: known });
    try {
        const visits = (await crowd.rounds(1)) ?? [];
        return visits.map(({ replica }) => replica);
    } finally {
        await crowd.close();
    }
}
