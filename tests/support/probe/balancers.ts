import { type Random } from "../../../cli/probe/random";

/** A simulated balancer: told who asks and in which round, it says which replica (from 0) answers. */
export type Balancer = (client: number, round: number) => number;

/** Makes a balancer before replicas that are counted from 0. */
export type Make = (replicas: number, random: Random) => Balancer;

/** Any replica, each as likely as any other. */
export const atRandom: Make = (replicas, random) => () => random(0, replicas - 1);

/** One replica after the other. */
export const roundRobin: Make = (replicas, random) => {
    let next = random(0, replicas - 1);
    return () => next++ % replicas;
};

/** In turn too, and begins with the same replica in every round: what a client would meet that always asks in one order. */
export const lockstep: Make = (replicas) => {
    let slot = 0;
    let current = 0;
    return (_client, round) => {
        if (round !== current) slot = 0;
        current = round;
        return slot++ % replicas;
    };
};

/** The replica with the fewest requests under way; requests end at random. */
export const leastConnections: Make = (replicas, random) => {
    const open = new Array<number>(replicas).fill(0);
    return () => {
        for (let replica = 0; replica < replicas; replica++) {
            if ((open[replica] ?? 0) > 0 && random(0, 2) === 0) open[replica] = (open[replica] ?? 0) - 1;
        }
        const fewest = Math.min(...open);
        const free = open.flatMap((count, replica) => (count === fewest ? [replica] : []));
        const chosen = free[random(0, free.length - 1)] ?? 0;
        open[chosen] = (open[chosen] ?? 0) + 1;
        return chosen;
    };
};

/** The first replica takes this many of 100 requests, the others share the rest. */
export function weighted(percent: number): Make {
    return (replicas, random) => () => (random(1, 100) <= percent ? 0 : random(1, replicas - 1));
}

/** Every answer from the same replica for half a round, then from the next. */
export const inBlocks: Make = (replicas) => {
    let count = 0;
    return () => Math.floor(count++ / 20) % replicas;
};

/** A cookie: any replica at first, then always that one. */
export const byCookie: Make = (replicas, random) => {
    const homes = new Map<number, number>();
    return (client) => {
        const home = homes.get(client) ?? random(0, replicas - 1);
        homes.set(client, home);
        return home;
    };
};

/** A cookie that is handed out in turn, so that all replicas have as many clients. */
export const byCookieInTurn: Make = (replicas) => {
    const homes = new Map<number, number>();
    return (client) => {
        const home = homes.get(client) ?? homes.size % replicas;
        homes.set(client, home);
        return home;
    };
};

/** A hash of the client's own address. */
export const byAddress: Make = (replicas, random) => {
    const salt = random(1, 1_000_000);
    return (client) => (Math.imul(client + salt, 0x9e3779b1) >>> 8) % replicas;
};

/** A hash of the address where all clients share one. */
export const byOneAddress: Make = (replicas, random) => {
    const home = random(0, replicas - 1);
    return () => home;
};

/** Keeps the client on its replica in this many of 100 requests, and picks any replica in the others. */
export function keepsRequests(percent: number): Make {
    return (replicas, random) => {
        const homes = new Map<number, number>();
        return (client) => {
            const home = homes.get(client);
            const next = home !== undefined && random(1, 100) <= percent ? home : random(0, replicas - 1);
            homes.set(client, next);
            return next;
        };
    };
}

/** Keeps this many of 100 clients for good, and none of the others. */
export function keepsClients(percent: number): Make {
    return (replicas, random) => {
        const homes = new Map<number, number>();
        return (client) => {
            const home = homes.get(client) ?? (random(1, 100) <= percent ? random(0, replicas - 1) : -1);
            homes.set(client, home);
            return home === -1 ? random(0, replicas - 1) : home;
        };
    };
}
