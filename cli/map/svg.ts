import { Markup, xml } from "../html/markup";
import { DARK, LIGHT, TYPEFACE } from "../html/palette";

import { cardTitle, drawPicture } from "./drawing";
import { fit } from "./fit";
import { layOut } from "./layout";
import { meaning, sample, STATES } from "./legend";
import { type StackMap } from "./model";
import { PICTURE_STYLE } from "./picture-style";
import { type Shelves, shelve } from "./shelves";
import { summaryText } from "./words";

/** Room round all. */
const MARGIN = 24;
/** Room for the heading above all, and for a group's title above its picture. */
const HEADING = 36;
const GROUP_TITLE = 32;
/** The legend below all. */
const LEGEND_LINE = 34;
const LEGEND_WIDTH = 560;
/** Widths of a letter in titles, at most. */
const LETTER = 10;

const STYLE = new Markup(
    `:root{color-scheme:light dark;${LIGHT}}@media (prefers-color-scheme:dark){:root{${DARK}}}
.map{font-family:${TYPEFACE};background:var(--page)}.map .page{fill:var(--page)}${PICTURE_STYLE}`,
);

/** The map as one SVG that needs nothing beside itself, for light and dark, with its content as a description. */
export function renderSvg(map: StackMap): string {
    const titled = map.groups.length > 1;
    const shelves = shelve(map.groups.map(layOut), titled ? GROUP_TITLE : 0);
    const width = Math.max(shelves.width, LEGEND_WIDTH) + 2 * MARGIN;
    const [top, letters] = [MARGIN + HEADING, Math.floor((width - 2 * MARGIN) / LETTER)];
    const legendTop = top + shelves.height + MARGIN;
    const height = legendTop + STATES.length * LEGEND_LINE + MARGIN;
    const heading = fit(`${summaryText(map.hops)}: ${map.title}`, letters);
    return xml`<svg xmlns="http://www.w3.org/2000/svg" class="map" role="img" aria-labelledby="map-title map-text" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<title id="map-title">Session affinity of ${map.title}</title>
<desc id="map-text">${descriptionOf(map)}</desc>
<style>${STYLE}</style>
<rect class="page" width="${width}" height="${height}"/>
<text class="title" x="${MARGIN}" y="${MARGIN + 14}">${heading}</text>
<g transform="translate(${MARGIN} ${top})">${drawShelves(shelves, titled)}</g>
<g transform="translate(${MARGIN} ${legendTop})">${drawLegend()}</g>
</svg>
`.text;
}

function drawShelves({ pictures }: Shelves, titled: boolean): Markup {
    return xml`${pictures.map(({ picture, x, y }) => {
        const title = fit(picture.group.title, Math.floor(picture.width / LETTER));
        const drawn = drawPicture(picture, (_, card) => card);
        return titled
            ? xml`<g transform="translate(${x} ${y})"><text class="title" x="16" y="22">${title}</text><g transform="translate(0 ${GROUP_TITLE})">${drawn}</g></g>`
            : drawn;
    })}`;
}

function drawLegend(): Markup {
    return xml`${STATES.map(
        (state, index) =>
            xml`<g transform="translate(0 ${index * LEGEND_LINE})">${sample(state)}<text x="62" y="19">${meaning(state)}</text></g>`,
    )}`;
}

function descriptionOf({ hops }: StackMap): string {
    return [`${summaryText(hops)}.`, ...hops.map((hop) => `${cardTitle(hop)}.`)].join("\n");
}
