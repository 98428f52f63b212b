import { html } from "../../../html/markup";
import { findingsOf } from "../../findings/of";
import { type ProbeReport } from "../model";

import { findingSection } from "./finding";
import { footer, header, notes, rowsOf } from "./frame";
import { page } from "./page";
import { seriesSection } from "./series";

/** The report as one HTML page. */
export function renderHtml(report: ProbeReport): string {
    return page(
        `${report.verdict}: session affinity of ${report.url}`,
        html`${header(report)}
            <main>
                ${report.series.map((series, index) => seriesSection(report, series, index))}
                ${findingsOf(report).map(findingSection)} ${notes(report.notices)}
            </main>
            ${footer(rowsOf(report))}`,
    );
}
