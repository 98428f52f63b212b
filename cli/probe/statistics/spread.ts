import { jStat } from "jstat";

import { clopperPearson, type Interval } from "./interval";
import { repeatsOf } from "./repeats";
import { type Table } from "./table";

/** How the clients lie over the replicas, each counted once, by the replica that answered it first. */
export interface Spread {
    /** In the order of their names. */
    readonly replicas: readonly { readonly replica: string; readonly clients: number }[];
    /** Share of the replica with the most clients over the fair share, with a simultaneous interval: 1 is even. */
    readonly largest?: Interval & { readonly replica: string; readonly ratio: number };
    /**
     * Chance of a spread this uneven where every client takes any replica alike: information, no verdict. Consistent
     * hashing is uneven by nature, and weights are meant to be. Undefined under 5 clients a replica.
     */
    readonly evenChance?: number;
}

/** The chi-square test wants this many clients a replica. */
const CLIENTS_A_REPLICA = 5;

/**
 * The spread of clients over the replicas. `expected` counts replicas that were not seen into the fair share.
 * Requests of one client are never counted apart: with affinity they go together, and would make chance look uneven.
 */
export function spreadOf(table: Table, confidence: number, expected = 0): Spread {
    const counts = table.replicas.map(() => 0);
    for (const { first } of repeatsOf(table)) counts[first] = (counts[first] ?? 0) + 1;
    const replicas = table.replicas
        .map((replica, index) => ({ replica, clients: counts[index] ?? 0 }))
        .sort((one, other) => one.replica.localeCompare(other.replica, "en", { numeric: true }));
    const total = counts.reduce((sum, count) => sum + count, 0);
    const places = Math.max(expected, replicas.length);
    const [most] = [...replicas].sort((one, other) => other.clients - one.clients);
    if (most === undefined || places < 2) return { replicas };
    const fair = total / places;
    const interval = clopperPearson(most.clients, total, 1 - (1 - confidence) / places);
    const square = counts.reduce((sum, count) => sum + (count - fair) ** 2 / fair, (places - counts.length) * fair);
    return {
        replicas,
        largest: {
            replica: most.replica,
            ratio: most.clients / fair,
            low: interval.low * places,
            high: interval.high * places,
        },
        ...(fair >= CLIENTS_A_REPLICA ? { evenChance: 1 - jStat.chisquare.cdf(square, places - 1) } : {}),
    };
}
