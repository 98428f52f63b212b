import { BASE_STYLE } from "../html/base-style";

import { PICTURE_STYLE } from "./picture-style";

/** The page's style sheet. */
export const PAGE_STYLE = `${BASE_STYLE}${PICTURE_STYLE}
body { max-width: 112rem; }
.summary { font-size: 1.15rem; }
.legend { max-width: none; }
.legend li { display: flex; align-items: center; gap: .5rem; }
.legend .map { flex: none; }
form { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1.25rem;
    background: var(--page); padding: .75rem 0; margin-top: 1rem; border-bottom: 1px solid var(--line); }
form label { flex: none; display: flex; align-items: center; gap: .5rem; white-space: nowrap; }
[hidden] { display: none !important; }
input[type="search"] { font: inherit; color: var(--text); background: var(--card); border: 1px solid var(--soft);
    border-radius: .4rem; padding: .3rem .6rem; width: 18rem; max-width: calc(100vw - 7rem); }
input[type="checkbox"] { width: 1.1rem; height: 1.1rem; vertical-align: -.15rem; accent-color: var(--bar); }
output { color: var(--soft); }
:is(input, summary, button, a):focus-visible { outline: 3px solid var(--bar); outline-offset: 2px; }
.group { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; margin-top: 1rem; }
.group > summary { cursor: pointer; padding: .8rem clamp(1rem, 3vw, 1.75rem); }
.group h2 { display: inline; font-size: 1.15rem; margin: 0 .6rem 0 0; }
.inside { padding: 0 clamp(1rem, 3vw, 1.75rem) 1.25rem; display: flex; flex-wrap: wrap; gap: 1rem 1.5rem; }
.inside > .scroll { flex: 1 1 auto; }
.findings { flex: 1 1 22rem; max-width: 44rem; }
.findings h3 { margin-top: .5rem; }
.as-text { flex: 1 0 100%; }
.as-text > summary { cursor: pointer; color: var(--soft); }
.map { display: block; }
a.card { cursor: pointer; }
svg a.card:focus { outline: none; }
a.card:focus-visible .box { stroke: var(--bar); stroke-width: 6; stroke-dasharray: none; }
a.card:hover .name { text-decoration: underline; }
a.off { opacity: .22; }
.texts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(24rem, 100%), 1fr)); gap: .9rem; margin-top: 1rem; }
.hop-text { border: 1px solid var(--line); border-radius: .5rem; padding: .8rem 1rem; }
.hop-text h3 { margin: 0 0 .2rem; }
.hop-text dt { flex: 0 0 8.5rem; }
.hop-text dd { flex: 1 1 9rem; }
.badge.kept { background: var(--yes); }
.badge.broken { background: var(--no); }
.badge:is(.stateless, .aside) { background: var(--card); color: var(--text); outline: 1px solid var(--soft); }
.finding { border-left: 4px solid var(--no); padding-left: .75rem; margin: .75rem 0 0; }
.finding.advisory { border-color: var(--open); }
.finding p { margin: .15rem 0; }
.finding .rule { font-weight: 600; }
.finding .number { display: inline-block; min-width: 1.7em; border-radius: 1em; padding: 0 .4em; text-align: center;
    background: var(--no); color: var(--on); }
.finding.advisory .number { background: var(--open); }
code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .92em; }
a { color: inherit; }
dialog { background: var(--card); color: var(--text); border: 1px solid var(--soft); border-radius: .75rem;
    max-width: min(40rem, calc(100vw - 2rem)); width: 40rem; max-height: 85vh; padding: 1.25rem; overflow: auto; }
dialog::backdrop { background: rgb(0 0 0 / .45); }
dialog .hop-text { border: 0; padding: 0; }
button { font: inherit; color: var(--text); background: var(--page); border: 1px solid var(--soft); border-radius: .4rem;
    padding: .3rem .9rem; margin-top: 1rem; cursor: pointer; }
@media print { form, dialog { display: none; } .group { border: 0; } .inside { padding: 0; display: block; }
    .scroll { overflow: visible; } .map { max-width: 100%; height: auto; } .hop-text { break-inside: avoid; }
    .badge { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
`;
