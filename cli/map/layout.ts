import { Graph, layout } from "./dagre";
import { type MapEdge, type MapGroup, type MapNode } from "./model";

/** A point of a picture, in CSS pixels from its left upper corner. */
export interface Point {
    readonly x: number;
    readonly y: number;
}

/** A place in a picture, in CSS pixels. */
export interface Box extends Point {
    readonly width: number;
    readonly height: number;
}

/** A node in its place. */
export interface PlacedNode extends Box {
    readonly node: MapNode;
}

/** An edge on its way: from its first point through those between to its last. */
export interface PlacedEdge {
    readonly edge: MapEdge;
    readonly points: readonly Point[];
}

/** A group with all in its place. */
export interface Picture {
    readonly group: MapGroup;
    readonly width: number;
    readonly height: number;
    /** In reading order: along a chain to its end, then the next one below. */
    readonly nodes: readonly PlacedNode[];
    readonly edges: readonly PlacedEdge[];
}

/** Size of each kind of node. */
export const SIZES: Readonly<Record<MapNode["kind"], { readonly width: number; readonly height: number }>> = {
    hop: { width: 264, height: 124 },
    source: { width: 124, height: 48 },
    targets: { width: 172, height: 56 },
};
/** Room round a picture, and between its nodes. */
const MARGIN = 16;
const BESIDE = 24;
const BEHIND = 72;

/** Lays a group out: clients on the left, replicas on the right. The same group gives the same picture. */
export function layOut(group: MapGroup): Picture {
    const graph = new Graph();
    graph.setGraph({ rankdir: "LR", nodesep: BESIDE, ranksep: BEHIND, marginx: MARGIN, marginy: MARGIN });
    for (const { id, kind } of group.nodes) graph.setNode(id, { ...SIZES[kind] });
    const ends = new Set(group.nodes.flatMap(({ kind, id }) => (kind === "targets" ? [id] : [])));
    const columns = columnsOf(group);
    const last = Math.max(0, ...columns.values()) + 1;
    for (const { from, to } of group.edges) {
        // All replicas stand in the last column.
        const minlen = ends.has(to) ? last - (columns.get(from) ?? 0) : 1;
        graph.setEdge(from, to, { minlen });
    }
    layout(graph);

    const placed = new Map(
        group.nodes.map((node): [string, PlacedNode] => {
            const { x, y } = graph.node(node.id);
            const { width, height } = SIZES[node.kind];
            return [node.id, { node, x: Math.round(x - width / 2), y: Math.round(y - height / 2), width, height }];
        }),
    );
    const { width = 0, height = 0 } = graph.graph();
    return {
        group,
        width: Math.ceil(width),
        height: Math.ceil(height),
        nodes: readingOrder(group, placed),
        edges: group.edges.map((edge) => {
            const { points = [] } = graph.edge(edge.from, edge.to);
            return { edge, points: wayOf(points, placed.get(edge.from), placed.get(edge.to)) };
        }),
    };
}

/** The column of each node but the targets: as many steps from a source as its longest way has, circles left out. */
function columnsOf({ nodes, edges }: MapGroup): ReadonlyMap<string, number> {
    const ids = nodes.flatMap(({ kind, id }) => (kind === "targets" ? [] : [id]));
    const columns = new Map(ids.map((id) => [id, 0]));
    for (let round = 0; round < ids.length; round++) {
        let moved = false;
        for (const { from, to } of edges) {
            const [before, own] = [columns.get(from), columns.get(to)];
            if (before === undefined || own === undefined || own > before || before + 1 >= ids.length) continue;
            columns.set(to, before + 1);
            moved = true;
        }
        if (!moved) break;
    }
    return columns;
}

/** So many points has an edge from one column to the next. */
const NEIGHBOURS = 3;

/** From the right side of one to the left side of the other, unless the way leads back. */
function wayOf(points: readonly Point[], from: Box | undefined, to: Box | undefined): Point[] {
    const rounded = points.map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) }));
    if (from === undefined || to === undefined || from.x + from.width > to.x) return rounded;
    const start = { x: from.x + from.width, y: from.y + from.height / 2 };
    const end = { x: to.x, y: to.y + to.height / 2 };
    // Between neighbours nothing is in the way.
    const between = rounded.length > NEIGHBOURS ? rounded.slice(1, -1) : [];
    return [start, ...between.filter(({ x }) => x > start.x && x < end.x), end];
}

function readingOrder({ nodes, edges }: MapGroup, placed: ReadonlyMap<string, PlacedNode>): PlacedNode[] {
    const behind = new Map<string, string[]>();
    for (const { from, to } of edges) behind.set(from, [...(behind.get(from) ?? []), to]);
    const lowestFirst = (ids: readonly string[]) =>
        [...ids].sort((one, other) => (placed.get(other)?.y ?? 0) - (placed.get(one)?.y ?? 0));
    const found = new Set<PlacedNode>();
    const waiting = nodes.map(({ id }) => id).reverse();
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
        const here = placed.get(at);
        if (here === undefined || found.has(here)) continue;
        found.add(here);
        waiting.push(...lowestFirst(behind.get(at) ?? []));
    }
    return [...found];
}
