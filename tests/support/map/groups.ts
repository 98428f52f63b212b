import fc from "fast-check";

import {
    type MapEdge,
    type MapGroup,
    type MapHop,
    type MapNode,
    type StackMap,
    type State,
} from "../../../cli/map/model";
import { hopsIn } from "../../../cli/map/model";

/** Names that break out of quotes, tags, labels and comments where they are taken for what they look like. */
const HOSTILE = [
    '"',
    '"]; click h1 "javascript:alert(1)"',
    "<script>alert(1)</script>",
    "</title></svg>",
    "<!--",
    "]]>",
    "&lt;",
    "&#0;",
    "#quot;",
    "`**bold**`",
    "end",
    "subgraph x",
    "%%{init: {}}%%",
    "--> h2",
    ":::broken",
    "<br/>",
    "a\nb",
    "a\r\u2028b",
    "\u202ertl",
    "\u0000",
    "\ud800",
    "1. one",
    "- one",
    "",
    " ",
    "日本語",
    "👩‍👩‍👧",
];

/** Any text, often one that means harm. */
export const anyText = fc.oneof(
    fc.constantFrom(...HOSTILE),
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.string({ maxLength: 60 }),
);

const STATES: readonly State[] = ["kept", "broken", "undecided", "stateless", "aside"];

/** A hop with these texts. */
export function hopOf(id: string, text: (about: string) => string, state: State): MapHop {
    const finding = {
        rule: text("rule"),
        urn: text("urn"),
        path: text("path"),
        message: text("message"),
        fix: text("fix"),
        level: "mandatory" as const,
        number: 1,
    };
    return {
        id,
        urn: text("urn"),
        type: text("type"),
        name: text("name"),
        platform: "Container Apps",
        state,
        verdict: "ok",
        kind: "cookie",
        key: text("key"),
        lifetime: "1 h",
        strength: "strong",
        targets: "2–10 replicas",
        path: text("path"),
        stateless: text("stateless"),
        findings: state === "broken" ? [finding] : [],
        sendsTo: [],
    };
}

/** A group of hops and edges between them, with circles and without: clients ask all, and those that send nowhere have targets. */
export function groupOf(count: number, pairs: readonly (readonly [number, number])[], text = (about: string) => about) {
    const hops = Array.from({ length: count }, (_, index) =>
        hopOf(`h${index + 1}`, text, STATES[index % STATES.length] ?? "kept"),
    );
    const unique = [...new Set(pairs.map(([from, to]) => `${from} ${to}`))].map((pair) => pair.split(" ").map(Number));
    const between = unique.filter(([from, to]) => from !== to && Number(from) < count && Number(to) < count);
    const edge = (from: string, to: string): MapEdge => ({ from, to, certain: true, keeps: true });
    const last = hops.filter((_, index) => between.every(([from]) => from !== index));
    const nodes: MapNode[] = [
        { kind: "source", id: "clients", text: "clients" },
        ...hops.map((hop): MapNode => ({ kind: "hop", id: hop.id, hop })),
        ...last.map(({ id, targets }): MapNode => ({ kind: "targets", id: `t${id}`, text: targets })),
    ];
    return {
        id: "g1",
        title: text("title"),
        nodes,
        edges: [
            ...hops.map(({ id }) => edge("clients", id)),
            ...last.map(({ id }) => edge(id, `t${id}`)),
            ...between.map(([from = 0, to = 0]) => edge(`h${from + 1}`, `h${to + 1}`)),
        ],
    } satisfies MapGroup;
}

/** Groups of up to twelve hops. */
export const anyGroup = fc
    .tuple(fc.integer({ min: 1, max: 12 }), fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 20 }))
    .map(([count, pairs]) => groupOf(count, pairs));

/** A map of two groups in which every text is the given one. */
export function mapWith(text: string): StackMap {
    const groups = ["g1", "g2"].map((id, index): MapGroup => {
        const { nodes, edges, title } = groupOf(5, [[0, 1]], () => text);
        const renamed = (old: string) => (index === 0 ? old : old.replace(/h(\d)/, "h1$1"));
        return {
            id,
            title,
            nodes: nodes.map((node) =>
                node.kind === "hop"
                    ? { ...node, id: renamed(node.id), hop: { ...node.hop, id: renamed(node.id) } }
                    : { ...node, id: renamed(node.id) },
            ),
            edges: edges.map((edge) => ({ ...edge, from: renamed(edge.from), to: renamed(edge.to) })),
        };
    });
    const hops = groups.flatMap(hopsIn);
    const others = hops.flatMap(({ findings }) => findings).slice(0, 1);
    return { title: text, groups, hops, others, gaps: [text] };
}
