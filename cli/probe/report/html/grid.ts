import { type Visit } from "../../visit";
import { type ProbeReport, type SeriesReport } from "../model";

import { type Grid, type GridCell, gridOf, type GridRow } from "./grid-rows";
import { html, type Markup } from "../../../html/markup";
import { type Mark } from "./replicas";

type Marks = ReadonlyMap<string, Mark>;

/** Who was answered by whom: a line for each client, a column for each round. A line of one colour stayed. */
export function gridFigure(
    series: Pick<SeriesReport, "visits">,
    { clients, rounds }: Pick<ProbeReport["settings"], "clients" | "rounds">,
    marks: Marks,
    id: string,
): Markup {
    const grid = gridOf(series, clients, rounds);
    const columns = Array.from({ length: grid.rounds }, (_, round) => round + 1);
    return html`<h3 id="${id}-grid">Who answered whom</h3>
        <p>
            Each line is a client, each column a round. A line of one letter is a client that stayed; a frame marks an
            answer by another replica than the one before.
        </p>
        <ul class="legend" aria-label="Replicas">
            ${[...marks.values()].map((mark) => html`<li>${swatch(mark)} ${mark.replica}</li>`)}
        </ul>
        ${hiddenText(grid)}
        <div class="scroll" role="group" aria-labelledby="${id} ${id}-grid" tabindex="0">
            <table class="grid">
                <caption>
                    Replica that answered each client in each round
                </caption>
                <thead>
                    <tr>
                        <th scope="col">client</th>
                        ${columns.map((round) => html`<th scope="col"><span class="vh">round </span>${round}</th>`)}
                    </tr>
                </thead>
                <tbody>
                    ${grid.rows.map((row) => rowMarkup(row, marks))}
                </tbody>
            </table>
        </div>`;
}

/** The letter of a replica on its colour. */
export function swatch({ letter, color }: Mark): Markup {
    return html`<span class="swatch ${colorClass(color)}" style="--hue:${hueOf(color)}">${letter}</span>`;
}

function rowMarkup({ client, cells }: GridRow, marks: Marks): Markup {
    return html`<tr>
        <th scope="row">${client + 1}</th>
        ${cells.map((cell) => cellMarkup(cell, marks))}
    </tr> `;
}

function cellMarkup({ visit, moved }: GridCell, marks: Marks): Markup {
    const mark = visit?.replica === undefined ? undefined : marks.get(visit.replica);
    if (mark === undefined) {
        return html`<td class="none"><span aria-hidden="true">·</span><span class="vh">${absence(visit)}</span></td>`;
    }
    const { color, letter } = mark;
    return html`<td class="${colorClass(color)}${moved ? " moved" : ""}" style="--hue:${hueOf(color)}">
        ${letter}${moved ? html`<span class="vh">, moved</span>` : ""}
    </td>`;
}

function absence(visit: Visit | undefined): string {
    if (visit === undefined) return "not asked";
    return visit.failure ?? `HTTP ${visit.status}, no replica named`;
}

function hiddenText({ hidden, rows, rounds }: Grid): Markup {
    if (hidden.clients === 0 && hidden.rounds === 0) return html``;
    return html`<p class="hidden">
        The first ${rounds} rounds of ${rounds + hidden.rounds} and ${rows.length} clients of
        ${rows.length + hidden.clients} are shown, those that moved before others. The JSON report has all.
    </p>`;
}

/** Colours that were chosen by hand; the replicas after them take turns round the circle of hues. */
const CHOSEN_COLORS = 8;
/** The golden angle: neighbours in number are far apart in hue. */
const TURN = 137.508;

function colorClass(color: number): string {
    return color < CHOSEN_COLORS ? `c${color}` : "more";
}

function hueOf(color: number): number {
    return Math.round(color * TURN) % 360;
}
