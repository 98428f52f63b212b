import { pairsOf } from "./permutation";
import { type Table, UNKNOWN } from "./table";

/**
 * Agreement of neighbouring rounds beyond chance: 1 is sticky, 0 is what a balancer does that ignores the client, below
 * 0 it avoids the replica that the client had. Undefined where one replica gave all answers, or no client two in a row.
 */
export function kappaOf(table: Table): number | undefined {
    const counts = new Map<number, number>();
    for (const row of table.cells) {
        for (const cell of row) if (cell !== UNKNOWN) counts.set(cell, (counts.get(cell) ?? 0) + 1);
    }
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const byChance = [...counts.values()].reduce((sum, count) => sum + (count / total) ** 2, 0);
    const { pairs, agreeing } = pairsOf(table);
    if (pairs === 0 || counts.size < 2) return undefined;
    return (agreeing / pairs - byChance) / (1 - byChance);
}
