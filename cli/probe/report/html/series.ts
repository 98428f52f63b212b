import { type ProbeReport, type SeriesReport } from "../model";
import { explanation } from "../terminal";
import { meaningOf } from "../words";

import { cookieTable } from "./cookies";
import { badge } from "./frame";
import { gridFigure } from "./grid";
import { html, type Markup } from "../../../html/markup";
import { marksOf } from "./replicas";
import { spreadTable } from "./spread";

/** All that is to say of one series. */
export function seriesSection({ settings, series: all }: ProbeReport, series: SeriesReport, index: number): Markup {
    const { judgement, connections, outcomes } = series;
    const marks = marksOf(series);
    const id = `series-${index}`;
    return html`<section aria-labelledby="${id}">
        <h2 id="${id}">
            ${connections === "fresh" ? "A new connection for each request" : "One kept connection for each client"}
        </h2>
        ${all.length > 1 ? html`<p>${badge(judgement.verdict)}</p>` : ""}
        <p class="said">${explanation(judgement, settings.expectReplicas)}</p>
        <p class="meaning">${meaningOf(judgement)}</p>
        ${gridFigure(series, settings, marks, id)} ${spreadTable(judgement, marks, id)}
        ${cookieTable(series.cookies, id)} ${outcomeList(outcomes)}
    </section>`;
}

function outcomeList(outcomes: SeriesReport["outcomes"]): Markup {
    if (outcomes.every(({ outcome }) => outcome === "HTTP 200")) return html``;
    return html`<h3>Answers</h3>
        <ul>
            ${outcomes.map(({ outcome, count }) => html`<li>${count} × ${outcome}</li>`)}
        </ul>`;
}
