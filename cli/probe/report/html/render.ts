import { type ProbeReport } from "../model";

import { footer, header, notes } from "./frame";
import { html } from "./markup";
import { seriesSection } from "./series";
import { STYLE } from "./style";

/**
 * What a browser may do with the page: show it. No script runs and nothing is loaded, even if some text of an endpoint
 * were taken for markup.
 */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** The report as one HTML page, which needs nothing beside itself. */
export function renderHtml(report: ProbeReport): string {
    const page = html`<!doctype html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <title>${report.verdict}: session affinity of ${report.url}</title>
                <style>
                    ${STYLE}
                </style>
            </head>
            <body>
                ${header(report)}
                <main>
                    ${report.series.map((series, index) => seriesSection(report, series, index))} ${notes(report)}
                </main>
                ${footer(report)}
            </body>
        </html> `;
    return `${page.text.replace(/^ +/gm, "").trimEnd()}\n`;
}
