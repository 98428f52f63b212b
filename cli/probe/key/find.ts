import { type Budget } from "../budget";
import { HttpClient } from "../http/client";
import { targetOf } from "../http/client-headers";
import { ChangingTransport } from "../http/changing";
import { type MakeTransport, transportsFor } from "../http/clients";
import { type Target } from "../http/target";
import { type Transport } from "../http/transport";
import { type IdentitySource } from "../identification/source";
import { type SentCookie } from "../jar";
import { ClientJar } from "../jar";
import { type Random, seeded } from "../random";
import { runSeries } from "../runner";
import { scheduleOf } from "../schedule";
import { type AddressPool } from "../sources/pool";
import { type Sources } from "../sources/sources";
import { judge } from "../verdict";

import { decideKey, type KeyFinding } from "./decide";
import { type KeyRun, type Marks } from "./marks";
import { outcomeOf } from "./outcome";
import { nextRun, type Possible } from "./plan";

/** What the key is looked for with. */
export interface KeySearch {
    readonly target: Target;
    readonly identity: IdentitySource;
    /** Omitted: the system chooses one address for all. */
    readonly sources?: Sources;
    /** Headers that may be the key. */
    readonly headers: readonly string[];
    /** Whether clients send cookies back. */
    readonly cookies: boolean;
    /** Replicas that were seen. */
    readonly replicas: number;
    readonly concurrency: number;
    readonly seed: number;
    readonly budget: Budget;
}

/** The key and the runs that show it. */
export interface KeySearchResult extends KeyFinding {
    readonly runs: readonly KeyRun[];
    /** Why it was ended before its end. */
    readonly ended?: string;
}

/** How large a run is. A second one, larger, is made where chance could explain the first one. */
const SIZES = [
    { clients: 20, rounds: 3 },
    { clients: 40, rounds: 6 },
];
/** Answers to each client ahead of those that count: some applications give the cookie only with the first. */
const WARM_UP = 1;
/** With fewer clients for each replica, a run could not tell replicas from clients. */
const CLIENTS_A_REPLICA = 3;

/** Looks for the key: makes runs until nothing is left to ask, or the limits are reached. */
export async function findKey(search: KeySearch): Promise<KeySearchResult> {
    const pool = search.sources?.pool;
    const possible: Possible = {
        cookies: search.cookies,
        addresses: (pool?.size ?? 1) > 1,
        networks: pool?.neighbour !== undefined,
        headers: search.headers,
    };
    const random = seeded(search.seed);
    const runs: KeyRun[] = [];
    let ended: string | undefined;
    for (let marks = nextRun(runs, possible); marks !== undefined; marks = nextRun(runs, possible)) {
        const run = await makeRun(search, marks, random);
        if (typeof run === "string") {
            ended = run;
            break;
        }
        runs.push(run);
    }
    return { ...decideKey(runs, possible), runs, ...(ended === undefined ? {} : { ended }) };
}

/** The run, or why it could not be made. */
async function makeRun(search: KeySearch, marks: Marks, random: Random): Promise<KeyRun | string> {
    let run: KeyRun | undefined;
    for (const size of SIZES) {
        const clients = Math.max(size.clients, CLIENTS_A_REPLICA * search.replicas);
        const requests = clients * (size.rounds + WARM_UP);
        if (!search.budget.allows(requests)) return run ?? `${requests} more requests are over --max-requests`;
        const made = await makeRunOf(search, marks, { clients, rounds: size.rounds }, random);
        if (made === undefined) return search.budget.stopped ?? "it was ended";
        run = made;
        if (made.outcome !== "unsure") return made;
    }
    return run as KeyRun;
}

async function makeRunOf(
    search: KeySearch,
    marks: Marks,
    { clients, rounds }: (typeof SIZES)[number],
    random: Random,
): Promise<KeyRun | undefined> {
    const { identity, concurrency, budget } = search;
    const transportOf = await transportsFor(marks.connections, search.sources?.carrier ?? "socket");
    const own = Array.from({ length: clients }, (_, client) => clientWith(search, marks, client, transportOf));
    try {
        const schedule = scheduleOf(clients, rounds + WARM_UP, random);
        const plan = { schedule, clients: own, source: identity, concurrency, budget, onVisit: () => undefined };
        const { visits, finishedRounds } = await runSeries(plan);
        if (finishedRounds < rounds + WARM_UP) return undefined;
        const counted = visits.map((visit) => ({ ...visit, round: visit.round - WARM_UP }));
        const judgement = judge(counted, { clients, rounds, random });
        const cookieNames = [...new Set(visits.flatMap(({ cookiesSent }) => cookiesSent))];
        return { marks, outcome: outcomeOf(judgement), cookieNames };
    } finally {
        await Promise.all(own.map((client) => client.close()));
    }
}

function clientWith(search: KeySearch, marks: Marks, client: number, transportOf: MakeTransport): HttpClient {
    const { target, sources, seed } = search;
    const { cookies, header } = marks;
    const own = targetOf(target, header === undefined ? [] : [header], client, seed);
    const kept = ({ name }: SentCookie) => cookies === "all" || (cookies !== "none" && cookies.includes(name));
    const transport = sources === undefined ? transportOf() : transportAt(sources.pool, marks, client, transportOf);
    return new HttpClient(own, transport, new ClientJar(), (all) => all.filter(kept));
}

function transportAt(pool: AddressPool, { address }: Marks, client: number, transportOf: MakeTransport): Transport {
    const { neighbour } = pool;
    let request = 0;
    switch (address) {
        case "one":
            return transportOf(pool.own(0));
        case "own":
            return transportOf(pool.own(client));
        case "roaming":
            return new ChangingTransport(() => transportOf(pool.roaming()));
        case "network":
            return new ChangingTransport(() => transportOf(neighbour?.(client, request++) ?? pool.own(client)));
    }
}
