import { findingSection } from "../../report/html/finding";
import { footer, header, notes, type Row } from "../../report/html/frame";
import { gridFigure } from "../../report/html/grid";
import { html, type Markup } from "../../../html/markup";
import { page } from "../../report/html/page";
import { marksOf } from "../../report/html/replicas";
import { type McpReport, type McpSeriesReport } from "../model";
import { visitsOf } from "../series";

import { mcpFindings, seriesTitle } from "./findings";

/** The report of a probe of the protocol as one HTML page. */
export function renderMcpHtml(report: McpReport): string {
    const [sessions, ...others] = mcpFindings(report);
    return page(
        `${report.verdict}: MCP sessions of ${report.url}`,
        html`${header(report)}
            <main>
                ${sessions === undefined ? "" : findingSection(sessions, 0)}
                ${report.series.map((series, index) => seriesSection(report, series, index))}
                ${others.map((finding, index) => findingSection(finding, index + 1))} ${notes(report.notices)}
            </main>
            ${footer(rowsOf(report))}`,
    );
}

/** Sessions as lines, their requests as columns. */
function seriesSection({ settings }: McpReport, series: McpSeriesReport, index: number): Markup {
    const visits = visitsOf(series.sessions, true);
    const shown = { visits, judgement: series.calls };
    const id = `series-${index}`;
    const rounds = Math.max(0, ...visits.map(({ round }) => round + 1));
    const { tally } = series.judgement;
    return html`<section aria-labelledby="${id}">
        <h2 id="${id}">${seriesTitle(series)}</h2>
        <p class="said">${tally.held} of ${tally.sessions} sessions held.</p>
        ${gridFigure(shown, { clients: settings.sessions, rounds }, marksOf(shown), id)}
    </section>`;
}

function rowsOf({ identity, settings, startedAt, requests, version, durationMilliseconds }: McpReport): Row[] {
    return [
        ...(identity === undefined ? [] : [["The replica's name", `${identity.option} (${identity.why})`] as const]),
        ["Each session calls", `${settings.tool ?? "tools/list"}, ${settings.calls} times`],
        ["Started", startedAt],
        ["Took", `${(durationMilliseconds / 1000).toFixed(1)} s, ${requests} requests`],
        ["To repeat it", `--mcp --clients ${settings.sessions} --rounds ${settings.calls} --seed ${settings.seed}`],
        ["Written by", `session-affinity ${version}`],
    ];
}
