import { type Judgement, type Verdict } from "../../../cli/probe/verdict";

import * as balancers from "./balancers";
import { simulate } from "./simulate";

/** A balancer with the verdicts that are right for it. */
export interface Case {
    readonly name: string;
    readonly make: balancers.Make;
    readonly right: readonly Verdict[];
    readonly replicas: readonly number[];
}

const SEVERAL = [2, 3, 5] as const;
const NOT: readonly Verdict[] = ["not sticky"];
const PARTLY: readonly Verdict[] = ["partly sticky"];

/** Every kind of balancer that a probe has to tell apart. */
export const CASES: readonly Case[] = [
    { name: "at random", make: balancers.atRandom, right: NOT, replicas: SEVERAL },
    { name: "round robin", make: balancers.roundRobin, right: NOT, replicas: SEVERAL },
    { name: "round robin in lockstep", make: balancers.lockstep, right: NOT, replicas: [2, 4, 5, 8] },
    { name: "least connections", make: balancers.leastConnections, right: NOT, replicas: SEVERAL },
    { name: "90 % on one replica", make: balancers.weighted(90), right: NOT, replicas: [2, 3] },
    { name: "in blocks of 20", make: balancers.inBlocks, right: NOT, replicas: [2, 3] },
    { name: "by cookie", make: balancers.byCookie, right: ["sticky"], replicas: SEVERAL },
    { name: "by cookie, in turn", make: balancers.byCookieInTurn, right: ["sticky"], replicas: [2, 3, 5, 10] },
    { name: "by address", make: balancers.byAddress, right: ["sticky"], replicas: SEVERAL },
    { name: "by one address", make: balancers.byOneAddress, right: ["inconclusive"], replicas: SEVERAL },
    { name: "one replica", make: balancers.roundRobin, right: ["inconclusive"], replicas: [1] },
    { name: "keeps 90 % of requests", make: balancers.keepsRequests(90), right: PARTLY, replicas: SEVERAL },
    { name: "keeps 75 % of requests", make: balancers.keepsRequests(75), right: PARTLY, replicas: SEVERAL },
    { name: "keeps 60 % of requests", make: balancers.keepsRequests(60), right: PARTLY, replicas: SEVERAL },
    { name: "keeps 80 % of clients", make: balancers.keepsClients(80), right: PARTLY, replicas: SEVERAL },
];

/** What a run of simulations came to. */
export interface Tally {
    runs: number;
    right: number;
    /** Sticky where the balancer is not. */
    falselySticky: number;
    wrong: string[];
}

/** Simulates `runs` probes of 40 clients and 5 rounds, all cases in turn. */
export function simulateCases(runs: number, firstSeed: number): Tally {
    const tally: Tally = { runs, right: 0, falselySticky: 0, wrong: [] };
    for (let run = 0; run < runs; run++) {
        const chosen = CASES[run % CASES.length] as Case;
        const replicas = chosen.replicas[Math.floor(run / CASES.length) % chosen.replicas.length] as number;
        const seed = firstSeed + run;
        const judgement: Judgement = simulate({ make: chosen.make, replicas, clients: 40, rounds: 5, seed });
        if (chosen.right.includes(judgement.verdict)) tally.right++;
        else {
            tally.wrong.push(
                `${chosen.name}, ${replicas} replicas, seed ${seed}: ${judgement.verdict} (${judgement.reason})`,
            );
            if (judgement.verdict === "sticky") tally.falselySticky++;
        }
    }
    return tally;
}
