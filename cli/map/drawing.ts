import { type Markup, xml } from "../html/markup";

import { fit } from "./fit";
import { type Box, type Picture, type PlacedEdge, type PlacedNode, type Point } from "./layout";
import { type MapFinding, type MapHop } from "./model";
import { affinityText, firmnessText, SIGNS } from "./words";

/** Room between a card's border and its text. */
const INSET = 14;
/** So many letters of a card's texts fit into a line. */
const LETTERS = { platform: 21, name: 23, line: 33, targets: 25 };
/** So many findings are marked at a card one by one. */
const MOST_MARKERS = 4;
const MARKER_STEP = 26;

/** Wraps what is drawn of a hop, as a page does to make it a link. */
export type WrapHop = (hop: MapHop, drawn: Markup) => Markup;

/** The shapes of a picture: ways first, then nodes in reading order. */
export function drawPicture({ nodes, edges }: Picture, wrap: WrapHop): Markup {
    return xml`${edges.map(drawEdge)}${nodes.map((node) => drawNode(node, wrap))}`;
}

function drawNode(placed: PlacedNode, wrap: WrapHop): Markup {
    const { node, x, y } = placed;
    const at = `translate(${x} ${y})`;
    switch (node.kind) {
        case "hop": {
            const card = drawCard(node.hop, placed);
            return wrap(node.hop, xml`<g class="hop ${node.hop.state}" transform="${at}">${card}</g>\n`);
        }
        case "source":
            return xml`<g transform="${at}">${drawSource(node.text, placed)}</g>\n`;
        case "targets":
            return xml`<g transform="${at}">${drawTargets(node.text, placed)}</g>\n`;
    }
}

function drawCard(hop: MapHop, { width, height }: Box): Markup {
    const { state, verdict, platform, name, targets, findings } = hop;
    const lines = [affinityText(hop), firmnessText(hop), targets].filter((line) => line !== "");
    return xml`<title>${cardTitle(hop)}</title>${drawBorder(hop, width, height)}
<text class="small" x="${INSET}" y="24">${fit(platform, LETTERS.platform)}</text>
<text class="word" x="${width - INSET}" y="24">${SIGNS[state]} ${verdict}</text>
<text class="name" x="${INSET}" y="48">${fit(name, LETTERS.name)}</text>
${lines.map((line, index) => xml`<text x="${INSET}" y="${70 + 19 * index}">${fit(line, LETTERS.line)}</text>\n`)}
${drawMarkers(findings, width, height)}`;
}

function drawBorder({ state }: MapHop, width: number, height: number): Markup {
    if (state !== "stateless") return xml`<rect class="box" width="${width}" height="${height}" rx="8"/>`;
    const inner = xml`<rect class="box inner" x="5" y="5" width="${width - 10}" height="${height - 10}" rx="19"/>`;
    return xml`<rect class="box" width="${width}" height="${height}" rx="24"/>${inner}`;
}

/** All of a card in one line, for a pointer that rests on it and for those who do not see it. */
export function cardTitle(hop: MapHop): string {
    const { name, platform, verdict, targets, findings } = hop;
    const numbers = findings.map(({ number }) => number).join(", ");
    const found = numbers === "" ? "" : `finding ${numbers}`;
    const parts = [name, platform, verdict, affinityText(hop), firmnessText(hop), targets, found];
    return parts.filter((part) => part !== "").join(", ");
}

interface Marker {
    readonly text: string;
    readonly level: MapFinding["level"];
    readonly title: string;
}

function drawMarkers(findings: readonly MapFinding[], width: number, height: number): Markup {
    const markers = markersOf(findings);
    return xml`${markers.map(({ text, level, title }, index) => {
        const at = `translate(${width - 18 - (markers.length - 1 - index) * MARKER_STEP} ${height - 4})`;
        const number = xml`<circle r="12"/><text y="4">${text}</text>`;
        return xml`<g class="marker ${level}" transform="${at}"><title>${title}</title>${number}</g>`;
    })}`;
}

function markersOf(findings: readonly MapFinding[]): Marker[] {
    const shown = findings.length > MOST_MARKERS ? findings.slice(0, MOST_MARKERS - 1) : findings;
    const more = findings.slice(shown.length);
    return [
        ...shown.map(({ number, level, rule, message }) => ({
            text: `${number}`,
            level,
            title: `${rule}: ${message}`,
        })),
        ...more.slice(0, 1).map(({ level }) => ({ text: `+${more.length}`, level, title: `${more.length} more` })),
    ];
}

function drawSource(text: string, { width, height }: Box): Markup {
    return xml`<rect class="end" width="${width}" height="${height}" rx="${height / 2}"/>
<text class="middle" x="${width / 2}" y="${height / 2 + 4}">${text}</text>`;
}

/** How far the sheets of a heap stand apart. */
const SHEET = 5;

function drawTargets(text: string, box: Box): Markup {
    const [width, height] = [box.width - 2 * SHEET, box.height - 2 * SHEET];
    const sheets = [2 * SHEET, SHEET, 0].map(
        (by) => xml`<rect class="end" x="${by}" y="${by}" width="${width}" height="${height}" rx="5"/>`,
    );
    return xml`<title>${text}</title>${sheets}
<text class="middle" x="${width / 2}" y="${height / 2 + 4}">${fit(text, LETTERS.targets)}</text>`;
}

/** Length of an arrow's tip. */
const TIP = 9;

function drawEdge({ edge, points }: PlacedEdge): Markup {
    const [before, last] = points.slice(-2);
    if (last === undefined || before === undefined) return xml``;
    const kind = !edge.keeps ? " lost" : edge.certain ? "" : " perhaps";
    const at = `translate(${last.x} ${last.y}) rotate(${before.x <= last.x ? 0 : 180})`;
    return xml`<path class="way${kind}" d="${curve(points)}"/>
<path class="tip${kind}" d="M0 0L${-TIP} ${-TIP / 2}V${TIP / 2}Z" transform="${at}"/>
`;
}

/** A line through the points that leaves and enters each of them level. */
function curve(points: readonly Point[]): string {
    const parts = points.map(({ x, y }, index) => {
        const before = points[index - 1];
        if (before === undefined) return `M${x} ${y}`;
        const middle = Math.round((before.x + x) / 2);
        return `C${middle} ${before.y} ${middle} ${y} ${x} ${y}`;
    });
    return parts.join("");
}
