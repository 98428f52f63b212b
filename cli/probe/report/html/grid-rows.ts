import { type Visit } from "../../visit";
import { type SeriesReport } from "../model";

/** One visit's place in the grid. */
export interface GridCell {
    readonly round: number;
    /** Undefined: the client was not asked, as the run was ended. */
    readonly visit?: Visit;
    /** Another replica than the one that answered the client before. */
    readonly moved: boolean;
}

/** One client's line in the grid. */
export interface GridRow {
    readonly client: number;
    readonly moves: number;
    readonly cells: readonly GridCell[];
}

/** The grid of a series, with what of it is shown. */
export interface Grid {
    readonly rows: readonly GridRow[];
    readonly rounds: number;
    /** Clients and rounds that are left out. */
    readonly hidden: { readonly clients: number; readonly rounds: number };
}

/** More would make a page that no browser shows and nobody reads. */
export const MOST_CELLS = 20_000;
/** Rounds that are shown, so that each has room. */
export const MOST_ROUNDS = 50;

/** The grid of a series. Where there are too many clients, those that moved are shown first; all in order of number. */
export function gridOf({ visits }: Pick<SeriesReport, "visits">, clients: number, rounds: number): Grid {
    const shownRounds = Math.min(rounds, MOST_ROUNDS);
    const byClient = Array.from({ length: clients }, (): Visit[] => []);
    for (const visit of visits) byClient[visit.client]?.push(visit);
    const all = byClient.map((own, client) => rowOf(client, own, rounds));
    const most = Math.floor(MOST_CELLS / shownRounds);
    const kept = [...all.filter(({ moves }) => moves > 0), ...all.filter(({ moves }) => moves === 0)].slice(0, most);
    return {
        rows: kept
            .sort((one, other) => one.client - other.client)
            .map((row) => ({ ...row, cells: row.cells.slice(0, shownRounds) })),
        rounds: shownRounds,
        hidden: { clients: clients - kept.length, rounds: rounds - shownRounds },
    };
}

function rowOf(client: number, visits: readonly Visit[], rounds: number): GridRow {
    const byRound = new Map(visits.map((visit) => [visit.round, visit]));
    let before: string | undefined;
    const cells = Array.from({ length: rounds }, (_, round): GridCell => {
        const visit = byRound.get(round);
        const replica = visit?.replica;
        const moved = replica !== undefined && before !== undefined && replica !== before;
        before = replica ?? before;
        return { round, visit, moved };
    });
    return { client, moves: cells.filter(({ moved }) => moved).length, cells };
}
