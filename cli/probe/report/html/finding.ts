import { type Finding } from "../../findings/finding";

import { toneBadge } from "./frame";
import { html, type Markup } from "../../../html/markup";

/** What was found beyond the proof. */
export function findingSection({ title, tone, verdict, said, details }: Finding, index: number): Markup {
    const id = `finding-${index}`;
    return html`<section aria-labelledby="${id}">
        <h2 id="${id}">${title.charAt(0).toUpperCase()}${title.slice(1)}</h2>
        <p>${toneBadge(tone, verdict)}</p>
        <p class="said">${said}</p>
        ${details.length === 0 ? "" : detailList(details)}
    </section>`;
}

function detailList(details: Finding["details"]): Markup {
    return html`<dl>
        ${details.map(
            ({ label, text }) =>
                html`<div>
                    <dt>${label === "" ? "besides" : label}</dt>
                    <dd>${text}</dd>
                </div>`,
        )}
    </dl>`;
}
