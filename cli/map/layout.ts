import { type DagreGraph, Graph, layout } from "./dagre";
import { type Forward, forwardEdges, inOrder } from "./forward";
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
    targets: { width: 196, height: 56 },
};
/** Room round a picture, and between its nodes. */
const MARGIN = 16;
const BESIDE = 24;
const BEHIND = 72;

/** Lays a group out: clients on the left, replicas on the right. The same group gives the same picture. */
export function layOut(group: MapGroup): Picture {
    const forward = forwardEdges(group);
    const graph = graphOf(group, forward);
    layout(graph);
    const placed = new Map(
        group.nodes.map((node): [string, PlacedNode] => {
            const { x, y } = graph.node(node.id);
            const { width, height } = SIZES[node.kind];
            return [node.id, { node, x: Math.round(x - width / 2), y: Math.round(y - height / 2), width, height }];
        }),
    );
    const { width = 0, height = 0 } = graph.graph();
    const top = (id: string) => placed.get(id)?.y ?? 0;
    const ordered = inOrder([...placed.keys()], forward.edges, (one, other) => top(one) - top(other));
    return {
        group,
        width: Math.ceil(width),
        height: Math.ceil(height),
        nodes: ordered.flatMap((id) => placed.get(id) ?? []),
        edges: group.edges.map((edge) => {
            const [from, to] = [placed.get(edge.from), placed.get(edge.to)];
            if (!forward.turned(edge)) return { edge, points: wayOf(graph.edge(edge.from, edge.to).points, from, to) };
            return { edge, points: wayOf(graph.edge(edge.to, edge.from).points, to, from).reverse() };
        }),
    };
}

function graphOf({ nodes }: MapGroup, { edges }: Forward): DagreGraph {
    const graph = new Graph();
    graph.setGraph({ rankdir: "LR", nodesep: BESIDE, ranksep: BEHIND, marginx: MARGIN, marginy: MARGIN });
    for (const { id, kind } of nodes) graph.setNode(id, { ...SIZES[kind] });
    const ends = new Set(nodes.flatMap(({ kind, id }) => (kind === "targets" ? [id] : [])));
    const columns = columnsOf(nodes, edges);
    const last = 1 + Math.max(0, ...nodes.map(({ id }) => (ends.has(id) ? 0 : (columns.get(id) ?? 0))));
    for (const [from, to] of edges) {
        // All replicas stand in the last column.
        graph.setEdge(from, to, { minlen: ends.has(to) ? last - (columns.get(from) ?? 0) : 1 });
    }
    return graph;
}

/** As many steps from where requests come from as a node's longest way has. */
function columnsOf(nodes: readonly MapNode[], edges: Forward["edges"]): ReadonlyMap<string, number> {
    const columns = new Map<string, number>();
    const leading = new Map<string, string[]>();
    for (const [from, to] of edges) leading.set(to, [...(leading.get(to) ?? []), from]);
    const ids = nodes.map(({ id }) => id);
    for (const id of inOrder(ids, edges, () => 0)) {
        const before = (leading.get(id) ?? []).map((from) => columns.get(from) ?? 0);
        columns.set(id, Math.max(-1, ...before) + 1);
    }
    return columns;
}

/** So many points has an edge from one column to the next. */
const NEIGHBOURS = 3;

/** From the right side of one to the left side of the other. */
function wayOf(points: readonly Point[] = [], from: Box | undefined, to: Box | undefined): Point[] {
    if (from === undefined || to === undefined) return [];
    const start = { x: from.x + from.width, y: from.y + from.height / 2 };
    const end = { x: to.x, y: to.y + to.height / 2 };
    // Between neighbours nothing is in the way.
    const between = points.length > NEIGHBOURS ? points.slice(1, -1) : [];
    const rounded = between.map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) }));
    return [start, ...rounded.filter(({ x }) => x > start.x && x < end.x), end];
}
