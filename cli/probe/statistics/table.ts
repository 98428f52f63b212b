import { type Visit } from "../visit";

/** Who was answered by whom: `cells[round][client]` is an index into `replicas`, or -1 where the replica is not known. */
export interface Table {
    readonly clients: number;
    readonly rounds: number;
    /** Names of the replicas, in the order in which they were first seen by client number. */
    readonly replicas: readonly string[];
    readonly cells: readonly Int32Array[];
}

/** The table's sign for a visit that does not say which replica answered. */
export const UNKNOWN = -1;

/** The table of the first `rounds` rounds. Visits of later rounds are left out. */
export function tableOf(visits: readonly Visit[], clients: number, rounds: number): Table {
    const indexes = new Map<string, number>();
    const cells = Array.from({ length: rounds }, () => new Int32Array(clients).fill(UNKNOWN));
    for (const { client, round, replica } of visits) {
        const row = cells[round];
        if (row === undefined || replica === undefined) continue;
        const index = indexes.get(replica) ?? indexes.size;
        indexes.set(replica, index);
        row[client] = index;
    }
    return { clients, rounds, replicas: [...indexes.keys()], cells };
}

/** Number of the table's cells that do not say which replica answered. */
export function unknownCells({ cells }: Table): number {
    return cells.reduce((sum, row) => sum + row.filter((cell) => cell === UNKNOWN).length, 0);
}
