import { createHash } from "node:crypto";

import { html, Markup } from "./markup";

/** What a page is made of. */
export interface Page {
    readonly title: string;
    readonly style: string;
    readonly body: Markup;
    /** The one script that may run in the page. Omitted: none may. */
    readonly script?: string;
    /** Allows `style` attributes. Omitted: only the style sheet counts. */
    readonly styleAttributes?: boolean;
}

/**
 * One HTML page that needs nothing beside itself. A browser may show it, and run the page's own script: nothing is
 * loaded, and nothing else runs, even if some text of others were taken for markup.
 */
export function renderPage({ title, style, body, script, styleAttributes = false }: Page): string {
    const [ownStyle, ownScript] = [unindented(style), unindented(script ?? "")];
    const policy = [
        "default-src 'none'",
        `style-src ${styleAttributes ? "'unsafe-inline'" : hashOf(ownStyle)}`,
        ...(script === undefined ? [] : [`script-src ${hashOf(ownScript)}`]),
        "base-uri 'none'",
        "form-action 'none'",
    ].join("; ");
    // No template holds these: a hash is of every blank in between.
    const styleElement = new Markup(`<style>${ownStyle}</style>`);
    const scriptElement = script === undefined ? "" : new Markup(`<script>${ownScript}</script>`);
    const page = html`<!doctype html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta http-equiv="Content-Security-Policy" content="${policy}" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <title>${title}</title>
                ${styleElement}
            </head>
            <body>
                ${body} ${scriptElement}
            </body>
        </html> `;
    return `${unindented(page.text).trimEnd()}\n`;
}

/** Without the blanks that lines of a template begin with. */
function unindented(text: string): string {
    return text.replace(/^ +/gm, "");
}

function hashOf(text: string): string {
    return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
