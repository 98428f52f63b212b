import { html, type Markup } from "../html/markup";

import { type MapFinding, type MapHop } from "./model";
import { affinityText, SIGNS } from "./words";

/** All of a hop as text: what its card says, and what it has no room for. */
export function hopText(hop: MapHop, names: ReadonlyMap<string, string>): Markup {
    const { id, name, state, verdict, findings } = hop;
    return html`<article class="hop-text" id="${id}" data-state="${state}" data-words="${wordsOf(hop)}">
        <h3>${name}</h3>
        <p>
            <span class="badge ${state}"><span aria-hidden="true">${SIGNS[state]}</span> ${verdict}</span>
        </p>
        <dl>${rowsOf(hop, names).map(rowMarkup)}</dl>
        ${findings.map((finding) => findingMarkup(finding))}
    </article>`;
}

/**
 * What a finding says, and what to do.
 *
 * @param about the resource that it is about, where that does not go without saying.
 */
export function findingMarkup({ number, rule, level, path, message, fix }: MapFinding, about?: Markup): Markup {
    return html`<div class="finding ${level}">
        <p class="rule"><span class="number">${number}</span> ${rule} (${level})</p>
        <p>${about}${about === undefined ? "" : ", "}<code>${path}</code></p>
        <p>${message}</p>
        ${fix
            .split("\n")
            .filter((line) => line !== "")
            .map((line) => html`<p>${line}</p>`)}
    </div>`;
}

/** What a filter looks for. */
function wordsOf(hop: MapHop): string {
    const { name, platform, verdict, targets, type, findings } = hop;
    const rules = findings.map(({ rule }) => rule);
    return [name, platform, verdict, affinityText(hop), hop.strength ?? "", targets, type, ...rules]
        .join(" ")
        .toLowerCase();
}

type Row = readonly [name: string, value: string | Markup];

function rowsOf(hop: MapHop, names: ReadonlyMap<string, string>): Row[] {
    const { platform, type, kind, key, lifetime, strength, targets, path, stateless, sendsTo } = hop;
    const links = sendsTo.map((id, index) => html`${index > 0 ? ", " : ""}<a href="#${id}">${names.get(id)}</a>`);
    const rows: readonly (Row | undefined)[] = [
        ["Platform", platform],
        ["Resource", html`<code>${type}</code>`],
        ["Chooses among", targets],
        ["Kept by", kind],
        key === undefined ? undefined : ["Name", html`<code>${key}</code>`],
        lifetime === undefined ? undefined : ["Kept for", lifetime],
        strength === undefined ? undefined : ["Strength", strength],
        ["Set at", html`<code>${path}</code>`],
        stateless === undefined ? undefined : ["Stateless", stateless],
        links.length === 0 ? undefined : ["Sends to", html`${links}`],
    ];
    return rows.filter((row) => row !== undefined);
}

function rowMarkup([name, value]: Row): Markup {
    return html`<div>
        <dt>${name}</dt>
        <dd>${value}</dd>
    </div>`;
}
