import { html, type Markup } from "./markup";
import { STYLE } from "./style";

/**
 * What a browser may do with the page: show it. No script runs and nothing is loaded, even if some text of an endpoint
 * were taken for markup.
 */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** One HTML page, which needs nothing beside itself. */
export function page(title: string, body: Markup): string {
    const whole = html`<!doctype html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <title>${title}</title>
                <style>
                    ${STYLE}
                </style>
            </head>
            <body>
                ${body}
            </body>
        </html> `;
    return `${whole.text.replace(/^ +/gm, "").trimEnd()}\n`;
}
