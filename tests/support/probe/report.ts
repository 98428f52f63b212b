import { cookiesOf } from "../../../cli/probe/cookies";
import { seeded } from "../../../cli/probe/random";
import { outcomesOf } from "../../../cli/probe/report/build";
import { type ProbeReport, type SeriesReport } from "../../../cli/probe/report/model";
import { judge } from "../../../cli/probe/verdict";
import { type Visit } from "../../../cli/probe/visit";

import { visitOf } from "./simulate";

/** A report of one series. `grid`: for each client the replicas of its rounds, `undefined` where none was named. */
export function reportOf(grid: readonly (readonly (string | undefined)[])[], more: Partial<ProbeReport> = {}) {
    return reportOfVisits(
        grid.flatMap((row, client) =>
            row.map((replica, round) => ({ ...visitOf(client, round, replica), status: 200 })),
        ),
        grid.length,
        grid[0]?.length ?? 0,
        more,
    );
}

/** A report of one series of these visits. */
export function reportOfVisits(
    visits: readonly Visit[],
    clients: number,
    rounds: number,
    more: Partial<ProbeReport> = {},
): ProbeReport {
    const judgement = judge(visits, { clients, rounds, random: seeded(1) });
    const series: SeriesReport = {
        connections: "fresh",
        judgement,
        cookies: cookiesOf(visits),
        outcomes: outcomesOf(visits),
        durationMilliseconds: 250,
        visits,
    };
    return {
        schema: 1,
        version: "1.2.3",
        url: "http://shop.test/",
        startedAt: "2026-01-02T03:04:05.678Z",
        durationMilliseconds: 1_500,
        settings: { clients, rounds, seed: 41, concurrency: 4 },
        identity: {
            option: "--replica-header x-replica",
            source: { kind: "header", name: "x-replica" },
            found: false,
            why: "as given",
            others: [],
        },
        verdict: judgement.verdict,
        series: [series],
        notices: [],
        requests: visits.length,
        ...more,
    };
}

/** As many clients, all of which stay, on these replicas in turn. */
export function staying(clients: number, rounds: number, replicas: readonly string[]): string[][] {
    return Array.from({ length: clients }, (_, client) =>
        new Array<string>(rounds).fill(replicas[client % replicas.length] as string),
    );
}
