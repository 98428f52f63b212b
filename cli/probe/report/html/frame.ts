import { type Tone } from "../../findings/finding";
import { keyText } from "../../key/text";
import { type McpVerdict } from "../../mcp/verdict";
import { type ProbeReport } from "../model";

import { html, type Markup } from "../../../html/markup";

/** The sign of a verdict, for those who see no colour. */
const SIGNS: Readonly<Record<McpVerdict, string>> = {
    sticky: "✓",
    "not needed": "✓",
    "partly sticky": "≈",
    "not sticky": "✗",
    inconclusive: "?",
};

/** The sign of a tone, and the class of its colour. */
const TONES: Readonly<Record<Tone, { readonly sign: string; readonly name: string }>> = {
    yes: { sign: "✓", name: "sticky" },
    no: { sign: "✗", name: "not-sticky" },
    open: { sign: "?", name: "inconclusive" },
};

/** The verdict of a finding in a box of its tone's colour. */
export function toneBadge(tone: Tone, verdict: string): Markup {
    const { sign, name } = TONES[tone];
    return html`<span class="badge ${name}"><span aria-hidden="true">${sign}</span> ${verdict}</span>`;
}

/** The verdict in a box of its colour. */
export function badge(verdict: McpVerdict): Markup {
    const name = verdict.replace(" ", "-");
    return html`<span class="badge ${name}"><span aria-hidden="true">${SIGNS[verdict]}</span> ${verdict}</span>`;
}

/** What the head of every page says. */
export interface Headed {
    readonly url: string;
    readonly verdict: McpVerdict;
    /** Omitted: it came to its end. */
    readonly stopped?: string;
}

/** What was probed, and the verdict of all series together. */
export function header({ url, verdict, stopped }: Headed): Markup {
    return html`<header>
        <p class="kicker">Session affinity of</p>
        <h1>${url}</h1>
        <p class="verdict">${badge(verdict)}</p>
        ${stopped === undefined ? "" : html`<p class="ended">Ended before its end: ${stopped}.</p>`}
    </header>`;
}

/** What the reader should know beside the verdict. */
export function notes(notices: readonly string[]): Markup {
    if (notices.length === 0) return html``;
    return html`<section aria-labelledby="notes">
        <h2 id="notes">Notes</h2>
        <ul>
            ${notices.map((notice) => html`<li>${notice}</li>`)}
        </ul>
    </section>`;
}

/** A name and what there is to it. */
export type Row = readonly [name: string, value: string];

/** How a proof was done, and by what. */
export function rowsOf(report: ProbeReport): readonly Row[] {
    const { identity, settings, startedAt, requests, version, durationMilliseconds, key, sources } = report;
    const arrived = sources?.seenAt === undefined ? "no answer shows whether they arrive" : `seen at ${sources.seenAt}`;
    return [
        ...(key === undefined ? [] : [["Clients are known by", keyText(key)] as const]),
        ...(sources === undefined ? [] : [["Clients asked from", `${sources.name} (${arrived})`] as const]),
        ["The replica's name", `${identity.option} (${identity.why})`],
        ["Started", startedAt],
        ["Took", `${(durationMilliseconds / 1000).toFixed(1)} s, ${requests} requests with those of the sample`],
        ["To repeat it", `--clients ${settings.clients} --rounds ${settings.rounds} --seed ${settings.seed}`],
        ["Written by", `session-affinity ${version}`],
    ];
}

/** How it was done. */
export function footer(rows: readonly Row[]): Markup {
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
