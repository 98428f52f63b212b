import { type Random, seeded } from "../../../cli/probe/random";
import { scheduleOf } from "../../../cli/probe/schedule";
import { type Judgement, judge } from "../../../cli/probe/verdict";
import { type Visit } from "../../../cli/probe/visit";

import { type Balancer, type Make } from "./balancers";

/** One simulated probe. */
export interface Simulated {
    readonly make: Make;
    readonly replicas: number;
    readonly clients: number;
    readonly rounds: number;
    readonly expectReplicas?: number;
    readonly seed: number;
}

/** A visit that a replica answered, or nobody. */
export function visitOf(client: number, round: number, replica: string | undefined): Visit {
    return { client, round, replica, cookiesSet: [], cookiesSent: [], startedAt: 0 };
}

/** The visits that a schedule leads to before the balancer. */
export function visitsOf(schedule: readonly (readonly number[])[], balancer: Balancer): Visit[] {
    return schedule.flatMap((order, round) =>
        order.map((client) => visitOf(client, round, `r${balancer(client, round)}`)),
    );
}

/** The visits of a simulated probe. Its balancer draws from a source of its own, as real ones do. */
export function simulatedVisits({ make, replicas, clients, rounds, seed }: Simulated): Visit[] {
    const balancer = make(replicas, seeded(seed ^ 0x2545_f491));
    return visitsOf(scheduleOf(clients, rounds, seeded(seed)), balancer);
}

/** What the core makes of a simulated probe. */
export function simulate(simulated: Simulated): Judgement {
    const { clients, rounds, expectReplicas, seed } = simulated;
    const random: Random = seeded(seed + 1);
    return judge(simulatedVisits(simulated), { clients, rounds, expectReplicas, random });
}
