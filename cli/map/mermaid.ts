import { type MapEdge, type MapGroup, type MapHop, type MapNode, type StackMap } from "./model";
import { affinityText, firmnessText, SIGNS, summaryText } from "./words";

/** How states look where colours are the reader's own: by border alone. */
const STYLES = [
    "classDef kept stroke-width:2px",
    "classDef broken stroke-width:5px,stroke-dasharray:10 5",
    "classDef undecided stroke-width:2px,stroke-dasharray:2 4",
    "classDef stateless stroke-width:1px",
    "classDef aside stroke-width:1px,stroke-dasharray:6 3",
];

/** The map as a Mermaid flowchart. https://mermaid.js.org/syntax/flowchart.html */
export function renderMermaid(map: StackMap): string {
    const lines = [
        "flowchart LR",
        `    accDescr: ${summaryText(map.hops)}`,
        ...map.groups.flatMap((group) => (map.groups.length === 1 ? linesOf(group) : subgraph(group))),
        ...STYLES.map((style) => `    ${style}`),
    ];
    return `${lines.join("\n")}\n`;
}

function subgraph(group: MapGroup): string[] {
    const inner = linesOf(group).map((line) => `    ${line}`);
    return [`    subgraph ${group.id}[${quoted([group.title])}]`, ...inner, "    end"];
}

function linesOf(group: MapGroup): string[] {
    const nodes = group.nodes.map((node) => `    ${idOf(node.id, group)}${shapeOf(node)}`);
    const edges = group.edges.map((edge) => `    ${idOf(edge.from, group)} ${arrowOf(edge)} ${idOf(edge.to, group)}`);
    return [...nodes, ...edges];
}

/** Each group has clients of its own. */
function idOf(id: string, group: MapGroup): string {
    return id === "clients" || id === "callers" ? `${group.id}${id}` : id;
}

function shapeOf(node: MapNode): string {
    switch (node.kind) {
        case "source":
            return `([${quoted([node.text])}])`;
        case "targets":
            return `[(${quoted([node.text])})]`;
        case "hop":
            return `${node.hop.state === "stateless" ? `([${quoted(cardOf(node.hop))}])` : `[${quoted(cardOf(node.hop))}]`}:::${node.hop.state}`;
    }
}

function cardOf(hop: MapHop): string[] {
    const numbers = hop.findings.map(({ number }) => number);
    return [
        `${SIGNS[hop.state]} ${hop.verdict}: ${hop.platform}`,
        hop.name,
        affinityText(hop),
        firmnessText(hop),
        hop.targets,
        numbers.length === 0 ? "" : `finding ${numbers.join(", ")}`,
    ].filter((line) => line !== "");
}

function arrowOf({ certain, keeps }: MapEdge): string {
    if (!keeps) return "-. not kept .->";
    return certain ? "-->" : "-. perhaps .->";
}

/** All but letters, digits and what has no meaning in a label, with a mark that a word goes on after; it stands as a number. */
const MEANT = /(?![\p{L}\p{M}\p{N} ,/–…✓✗○]|(?<=[\p{L}\p{N}])[-.:])./gsu;
/** Characters that no picture shows. */
const UNSEEN = /\p{Cc}|\p{Cs}|\p{Cn}|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Lines of a label, in quotes. https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters */
function quoted(lines: readonly string[]): string {
    const shown = lines.map((line) =>
        line.replace(UNSEEN, "\ufffd").replace(MEANT, (character) => `#${character.codePointAt(0)};`),
    );
    return `"${shown.join("<br/>")}"`;
}
