import { type SeriesReport } from "../model";

/** How a replica is shown: by a letter, and by a colour for those who see it. */
export interface Mark {
    readonly replica: string;
    readonly letter: string;
    /** Number of its colour, from 0. */
    readonly color: number;
    /** Clients that it answered first. */
    readonly clients: number;
}

/** The marks of all replicas that answered, by name, in the order of their names. */
export function marksOf({ visits, judgement }: Pick<SeriesReport, "visits" | "judgement">): ReadonlyMap<string, Mark> {
    const names = [...new Set(visits.flatMap(({ replica }) => (replica === undefined ? [] : [replica])))];
    names.sort((one, other) => one.localeCompare(other, "en", { numeric: true }));
    const clientsOf = new Map(judgement.spread.replicas.map(({ replica, clients }) => [replica, clients]));
    return new Map(
        names.map((replica, color) => [
            replica,
            { replica, letter: letterOf(color), color, clients: clientsOf.get(replica) ?? 0 },
        ]),
    );
}

/** A to Z, then AA, AB and so on. */
export function letterOf(index: number): string {
    const last = String.fromCharCode(65 + (index % 26));
    return index < 26 ? last : letterOf(Math.floor(index / 26) - 1) + last;
}
