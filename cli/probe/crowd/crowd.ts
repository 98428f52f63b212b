import { performance } from "node:perf_hooks";

import { type Budget } from "../budget";
import { HttpClient } from "../http/client";
import { targetOf } from "../http/client-headers";
import { transportsFor } from "../http/clients";
import { type Target } from "../http/target";
import { type IdentitySource } from "../identification/source";
import { ClientJar } from "../jar";
import { type Random } from "../random";
import { runSeries, visitOnce } from "../runner";
import { scheduleOf } from "../schedule";
import { type ProbeSettings } from "../settings";
import { type Visit } from "../visit";

/** What all crowds of a run share. */
export interface CrowdPlan {
    readonly settings: ProbeSettings;
    readonly source: IdentitySource;
    readonly budget: Budget;
    readonly random: Random;
}

/** How many clients a crowd has, and which. */
export interface CrowdSize {
    readonly clients: number;
    /** Number of the first: no two clients of one number are strangers to each other. */
    readonly first: number;
    /** Omitted: new ones. By client. */
    readonly jars?: readonly ClientJar[];
    /** Omitted: the probe's own. */
    readonly target?: Target;
}

/** Clients that are followed over what happens to their replicas. To be closed. */
export class Crowd {
    private readonly began = performance.now();

    private constructor(
        private readonly plan: CrowdPlan,
        private readonly members: readonly HttpClient[],
    ) {}

    /** New clients, each with a jar, an address and header values of its own, over the probe's first kind of connection. */
    static async of(plan: CrowdPlan, size: CrowdSize): Promise<Crowd> {
        const { settings } = plan;
        const [connections = "fresh"] = settings.connections;
        const transportOf = await transportsFor(connections, settings.sources?.carrier);
        const members = Array.from({ length: size.clients }, (_, index) => {
            const client = size.first + index;
            return new HttpClient(
                targetOf(size.target ?? settings.target, settings.clientHeaders, client, settings.seed),
                transportOf(settings.sources?.pool.own(client)),
                size.jars?.[index] ?? new ClientJar(),
            );
        });
        return new Crowd(plan, members);
    }

    get size(): number {
        return this.members.length;
    }

    /** Milliseconds since it was made: the clock of its visits. */
    get now(): number {
        return performance.now() - this.began;
    }

    /** Each client asks once a round, in a fresh random order. Undefined: the run ended first. */
    async rounds(count: number): Promise<readonly Visit[] | undefined> {
        const { source, budget, random, settings } = this.plan;
        const { visits, finishedRounds } = await runSeries({
            schedule: scheduleOf(this.size, count, random),
            clients: this.members,
            ...{ source, budget, concurrency: settings.concurrency },
            onVisit: () => undefined,
        });
        return finishedRounds === count ? visits : undefined;
    }

    /** One client asks once. Undefined: the run ended first. */
    ask(client: number): Promise<Visit | undefined> {
        const { source, budget } = this.plan;
        return visitOnce({ clients: this.members, source, budget }, client, 0, this.began);
    }

    /**
     * Has all clients ask until each has a replica, and tells which. Undefined for a client that did not stay even now, or
     * that no replica answered; undefined for all where the run ended first.
     */
    async settle(): Promise<readonly (string | undefined)[] | undefined> {
        const visits = await this.rounds(this.plan.settings.warmUp + SETTLING_ROUNDS);
        return visits && homesOf(visits, this.size);
    }

    async close(): Promise<void> {
        await Promise.all(this.members.map((member) => member.close()));
    }
}

/** The first gives cookies; the others have to agree. */
const SETTLING_ROUNDS = 3;

/** The replica of each client's last two answers, where they agree. */
export function homesOf(visits: readonly Visit[], clients: number): readonly (string | undefined)[] {
    return Array.from({ length: clients }, (_, client) => {
        const own = visits.filter((visit) => visit.client === client).sort((one, other) => one.round - other.round);
        const [before, last] = own.slice(-2);
        return before?.replica === last?.replica ? last?.replica : undefined;
    });
}
