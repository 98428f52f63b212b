import { html } from "../../../html/markup";
import { renderPage } from "../../../html/page";
import { type ProbeReport } from "../model";

import { footer, header, notes } from "./frame";
import { seriesSection } from "./series";
import { STYLE } from "./style";

/** The report as one HTML page, which needs nothing beside itself, and in which no script runs. */
export function renderHtml(report: ProbeReport): string {
    return renderPage({
        title: `${report.verdict}: session affinity of ${report.url}`,
        style: STYLE,
        styleAttributes: true,
        body: html`${header(report)}
            <main>${report.series.map((series, index) => seriesSection(report, series, index))} ${notes(report)}</main>
            ${footer(report)}`,
    });
}
