import { type CookieSummary } from "../../cookies";

import { html, type Markup } from "../../../html/markup";

/** The cookies that were set, with what they say of themselves. */
export function cookieTable(cookies: readonly CookieSummary[], id: string): Markup {
    if (cookies.length === 0)
        return html`<h3>Cookies</h3>
            <p>None was set.</p>`;
    return html`<h3 id="${id}-cookies">Cookies</h3>
        <div class="scroll" role="group" aria-labelledby="${id} ${id}-cookies" tabindex="0">
            <table class="cookies">
                <caption>
                    Cookies as they were first set
                </caption>
                <thead>
                    <tr>
                        ${["name", "lives", "path", "attributes", "clients", "sent back"].map(
                            (name) => html`<th scope="col">${name}</th>`,
                        )}
                    </tr>
                </thead>
                <tbody>
                    ${cookies.map(
                        (cookie) =>
                            html`<tr>
                                <th scope="row">${cookie.name}</th>
                                <td>${lifeOf(cookie)}</td>
                                <td>${cookie.path ?? "–"}</td>
                                <td>${attributesOf(cookie)}</td>
                                <td class="number">${cookie.clients}</td>
                                <td>${sentBackText(cookie)}</td>
                            </tr> `,
                    )}
                </tbody>
            </table>
        </div>`;
}

function lifeOf({ maxAgeSeconds }: CookieSummary): string {
    return maxAgeSeconds === undefined ? "for the session" : `${maxAgeSeconds} s`;
}

function attributesOf({ secure, httpOnly, sameSite, domain }: CookieSummary): string {
    return [
        secure ? "Secure" : "⚠ not Secure",
        ...(httpOnly ? ["HttpOnly"] : []),
        ...(sameSite === undefined ? [] : [`SameSite=${sameSite}`]),
        ...(domain === undefined ? [] : [`Domain=${domain}`]),
    ].join(", ");
}

function sentBackText({ sentBack, refused }: CookieSummary): string {
    if (refused !== undefined) return `⚠ refused: ${refused}`;
    return sentBack ? "yes" : "⚠ never";
}
