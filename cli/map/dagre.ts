import * as dagre from "@dagrejs/dagre";

/** The parts of a graph of dagre's that the layout uses; dagre's own types do not resolve under `nodenext`. */
export interface DagreGraph {
    setGraph(label: Readonly<Record<string, string | number>>): void;
    graph(): { readonly width?: number; readonly height?: number };
    setNode(id: string, label: { width: number; height: number }): void;
    /** With the middle of its place once the graph is laid out. */
    node(id: string): { readonly x: number; readonly y: number };
    setEdge(from: string, to: string, label: object): void;
    edge(from: string, to: string): { readonly points?: readonly { readonly x: number; readonly y: number }[] };
}

/** Dagre: a layered layout of directed graphs. https://github.com/dagrejs/dagre */
export const { Graph, layout } = dagre as unknown as {
    readonly Graph: new () => DagreGraph;
    readonly layout: (graph: DagreGraph) => void;
};
