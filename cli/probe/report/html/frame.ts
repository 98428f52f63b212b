import { type Verdict } from "../../verdict";
import { type ProbeReport } from "../model";

import { html, type Markup } from "../../../html/markup";

/** The sign of a verdict, for those who see no colour. */
const SIGNS: Readonly<Record<Verdict, string>> = {
    sticky: "✓",
    "partly sticky": "≈",
    "not sticky": "✗",
    inconclusive: "?",
};

/** The verdict in a box of its colour. */
export function badge(verdict: Verdict): Markup {
    const name = verdict.replace(" ", "-");
    return html`<span class="badge ${name}"><span aria-hidden="true">${SIGNS[verdict]}</span> ${verdict}</span>`;
}

/** What was probed, and the verdict of all series together. */
export function header({ url, verdict, stopped }: ProbeReport): Markup {
    return html`<header>
        <p class="kicker">Session affinity of</p>
        <h1>${url}</h1>
        <p class="verdict">${badge(verdict)}</p>
        ${stopped === undefined ? "" : html`<p class="ended">Ended before its end: ${stopped}.</p>`}
    </header>`;
}

/** What the reader should know beside the verdict. */
export function notes({ notices }: ProbeReport): Markup {
    if (notices.length === 0) return html``;
    return html`<section aria-labelledby="notes">
        <h2 id="notes">Notes</h2>
        <ul>
            ${notices.map((notice) => html`<li>${notice}</li>`)}
        </ul>
    </section>`;
}

/** How it was done, and by what. */
export function footer({
    identity,
    settings,
    startedAt,
    requests,
    version,
    durationMilliseconds,
}: ProbeReport): Markup {
    const rows: readonly (readonly [string, string])[] = [
        ["The replica's name", `${identity.option} (${identity.why})`],
        ["Started", startedAt],
        ["Took", `${(durationMilliseconds / 1000).toFixed(1)} s, ${requests} requests with those of the sample`],
        ["To repeat it", `--clients ${settings.clients} --rounds ${settings.rounds} --seed ${settings.seed}`],
        ["Written by", `session-affinity ${version}`],
    ];
    return html`<footer>
        <h2>How it was done</h2>
        <dl>
            ${rows.map(
                ([name, value]) =>
                    html`<div>
                        <dt>${name}</dt>
                        <dd>${value}</dd>
                    </div>`,
            )}
        </dl>
    </footer>`;
}
