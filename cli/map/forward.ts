import { type MapEdge, type MapGroup } from "./model";

/** A group's edges without circles. */
export interface Forward {
    /** From and to as a layout takes them: an edge that closes a circle is turned round. */
    readonly edges: readonly (readonly [from: string, to: string])[];
    /** Whether the edge was turned round. */
    turned(edge: MapEdge): boolean;
}

/** Turns round the edges that close circles, as seen from the first nodes. */
export function forwardEdges({ nodes, edges }: Pick<MapGroup, "nodes" | "edges">): Forward {
    const leaving = new Map<string, MapEdge[]>();
    for (const edge of edges) leaving.set(edge.from, [...(leaving.get(edge.from) ?? []), edge]);
    const [open, done, back] = [new Set<string>(), new Set<string>(), new Set<MapEdge>()];
    // By hand and not by recursion: chains may be long.
    for (const { id } of nodes) {
        const path = done.has(id) ? [] : [{ id, next: 0 }];
        for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
            open.add(at.id);
            const edge = leaving.get(at.id)?.[at.next++];
            if (edge === undefined) {
                open.delete(at.id);
                done.add(at.id);
                path.pop();
            } else if (open.has(edge.to)) back.add(edge);
            else if (!done.has(edge.to)) path.push({ id: edge.to, next: 0 });
        }
    }
    return {
        edges: edges.map((edge) => (back.has(edge) ? [edge.to, edge.from] : [edge.from, edge.to])),
        turned: (edge) => back.has(edge),
    };
}

/**
 * Nodes so that each comes after all that lead to it, and a way is gone to its end before the next.
 *
 * @param compare which of two comes first where either may.
 */
export function inOrder(
    ids: readonly string[],
    edges: Forward["edges"],
    compare: (one: string, other: string) => number,
): string[] {
    const behind = new Map<string, string[]>();
    const waitsFor = new Map(ids.map((id) => [id, 0]));
    for (const [from, to] of edges) {
        behind.set(from, [...(behind.get(from) ?? []), to]);
        waitsFor.set(to, (waitsFor.get(to) ?? 0) + 1);
    }
    const lastFirst = (some: readonly string[]) => [...some].sort((one, other) => compare(other, one));
    const ready = lastFirst(ids.filter((id) => waitsFor.get(id) === 0));
    const found: string[] = [];
    for (let at = ready.pop(); at !== undefined; at = ready.pop()) {
        found.push(at);
        const free = (behind.get(at) ?? []).filter((id) => {
            const left = (waitsFor.get(id) ?? 0) - 1;
            waitsFor.set(id, left);
            return left === 0;
        });
        ready.push(...lastFirst(free));
    }
    return found;
}
