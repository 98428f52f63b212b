import { html, type Markup, xml } from "../html/markup";
import { renderPage } from "../html/page";

import { drawPicture } from "./drawing";
import { findingMarkup, hopText } from "./hop-text";
import { layOut, type Picture } from "./layout";
import { meaning, sample, STATES } from "./legend";
import { hopsIn, type MapHop, type StackMap } from "./model";
import { SCRIPT } from "./page-script";
import { PAGE_STYLE } from "./page-style";
import { summaryText } from "./words";

/** The map as one HTML page that needs nothing beside itself. */
export function renderHtml(map: StackMap): string {
    const names = new Map(map.hops.map(({ id, name }) => [id, name]));
    const body = html`<header>
            <p class="kicker">Session affinity of</p>
            <h1>${map.title}</h1>
            <p class="summary">${summaryText(map.hops)}</p>
            ${map.gaps.map((gap) => html`<p class="gap">Not all is shown: ${gap}</p>`)}
            <ul class="legend" aria-label="What the cards look like">
                ${STATES.map((state) => html`<li>${legendIcon(sample(state))}${meaning(state)}</li>`)}
            </ul>
        </header>
        <main>
            ${map.hops.length === 0 ? html`<p>Nothing here chooses among several targets.</p>` : filterForm()}
            ${map.groups.map((group) => groupMarkup(layOut(group), map, names))} ${othersMarkup(map)}
        </main>
        ${dialogMarkup()}`;
    return renderPage({ title: `Session affinity of ${map.title}`, style: PAGE_STYLE, body, script: SCRIPT });
}

function legendIcon(drawn: Markup): Markup {
    return xml`<svg class="map" width="52" height="28" viewBox="0 0 52 28" aria-hidden="true" focusable="false">${drawn}</svg>`;
}

/** Hidden until the script runs: without it there is nothing to filter with. */
function filterForm(): Markup {
    return html`<form id="filter" role="search" aria-label="Hops" hidden="">
        <label>Find <input id="find" type="search" autocomplete="off" spellcheck="false" /></label>
        <label><input id="only" type="checkbox" /> Only broken hops</label>
        <output id="shown" for="find only"></output>
    </form>`;
}

function groupMarkup(picture: Picture, map: StackMap, names: ReadonlyMap<string, string>): Markup {
    const { group, nodes } = picture;
    const open = map.groups.length === 1 || hopsIn(group).some(({ state }) => state === "broken");
    const hops = hopsIn({ nodes: nodes.map(({ node }) => node) });
    return html`<details class="group" id="${group.id}" ${open ? xml`open=""` : ""}>
        <summary>
            <h2 id="${group.id}-title">${group.title}</h2>
            <span>${summaryText(hops)}</span>
        </summary>
        <div class="inside">
            <div class="scroll" role="group" aria-label="Picture of ${group.title}">${pictureMarkup(picture)}</div>
            ${findingsMarkup(hops, group.id)}
            <details class="as-text">
                <summary>${group.title} as text</summary>
                <div class="texts">${hops.map((hop) => hopText(hop, names))}</div>
            </details>
        </div>
    </details>`;
}

/** What was found, beside the picture whose markers have its numbers. */
function findingsMarkup(hops: readonly MapHop[], id: string): Markup {
    const found = hops.flatMap((hop) => hop.findings.map((finding) => ({ hop, finding })));
    if (found.length === 0) return html``;
    found.sort((one, other) => one.finding.number - other.finding.number);
    return html`<div class="findings" role="group" aria-labelledby="${id}-findings">
        <h3 id="${id}-findings">Findings</h3>
        ${found.map(({ hop, finding }) => {
            const about = html`<a class="card" href="#${hop.id}">${hop.name}</a>`;
            return html`<div data-hop="${hop.id}">${findingMarkup(finding, about)}</div>`;
        })}
    </div>`;
}

function pictureMarkup(picture: Picture): Markup {
    const { width, height } = picture;
    const shapes = drawPicture(picture, link);
    return xml`<svg class="map" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${shapes}</svg>`;
}

function link(hop: MapHop, drawn: Markup): Markup {
    return xml`<a class="card" href="#${hop.id}">${drawn}</a>`;
}

function othersMarkup({ others }: StackMap): Markup {
    if (others.length === 0) return html``;
    return html`<section aria-labelledby="others">
        <h2 id="others">Findings about other resources</h2>
        ${others.map(
            (finding) =>
                html`<p><code>${finding.urn}</code></p>
                    ${findingMarkup(finding)}`,
        )}
    </section>`;
}

function dialogMarkup(): Markup {
    return html`<dialog id="hop" aria-labelledby="hop-title">
        <div class="hop-body"></div>
        <button type="button">Close</button>
    </dialog>`;
}
