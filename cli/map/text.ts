import { createColors } from "picocolors";

import { printable } from "../printable";

import { type MapHop, type StackMap, type State } from "./model";
import { affinityText, firmnessText, SIGNS, summaryText } from "./words";

/** The hops as lines for people, in columns. */
export function renderText(map: StackMap, color: boolean): string {
    const { green, red, yellow, dim } = createColors(color);
    const paint: Readonly<Record<State, (text: string) => string>> = {
        kept: green,
        broken: red,
        undecided: yellow,
        stateless: String,
        aside: dim,
    };
    const rows = map.hops.map((hop) => ({ hop, cells: cellsOf(hop) }));
    const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map(({ cells }) => cells[column]?.length ?? 0)));
    const lines = rows.map(({ hop, cells }) => {
        const padded = cells.map((cell, index) => cell.padEnd(widths[index] ?? 0));
        return `  ${padded.join("  ")}  ${paint[hop.state](`${SIGNS[hop.state]} ${hop.verdict}`)}`;
    });
    return [summaryText(map.hops), ...lines].map((line) => `${line.trimEnd()}\n`).join("");
}

function cellsOf(hop: MapHop): string[] {
    const kept = [affinityText(hop), firmnessText(hop)].filter((part) => part !== "").join(", ");
    return [hop.platform, hop.name, hop.targets, kept].map((cell) => printable(cell.replace(/\s+/g, " ")));
}
