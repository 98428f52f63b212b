import { BASE_STYLE } from "../../../html/base-style";

/** The colours of the first replicas, under dark text and under light text: each at least 4.5 to 1 against it. */
const LIGHT = ["#9cc4f5", "#fdbf7f", "#8fd6a6", "#d1b3f2", "#f4e06d", "#7fd9d9", "#f7a8c8", "#c9bfae"];
const DARK = ["#1f5fae", "#9c4c0c", "#1a6e3c", "#7642b8", "#6f5e00", "#0a6a75", "#ad2f6b", "#655a4c"];

const colors = (list: readonly string[]) =>
    list.map((color, index) => `.c${index} { background: ${color}; }`).join("\n");

const LIGHT_VARIABLES = "--cell-text: #14161a; --frame: #14161a; --more-saturation: 65%; --more-light: 82%;";
const DARK_VARIABLES = "--cell-text: #ffffff; --frame: #ffffff; --more-saturation: 45%; --more-light: 26%;";

/** The page's style sheet. */
export const STYLE = `${BASE_STYLE}
:root { ${LIGHT_VARIABLES} }
${colors(LIGHT)}
@media (prefers-color-scheme: dark) {
:root { ${DARK_VARIABLES} }
${colors(DARK)}
}
.meaning, .hidden { color: var(--soft); }
.verdict { font-size: 1.35rem; margin: .75rem 0 0; }
.said { font-size: 1.08rem; }
.said::first-letter { text-transform: uppercase; }
.badge.sticky { background: var(--yes); }
.badge.not-sticky { background: var(--no); }
.swatch { display: inline-block; min-width: 1.7em; padding: 0 .3em; text-align: center; border-radius: .25rem;
    font-weight: 600; color: var(--cell-text); }
.more { background: hsl(var(--hue) var(--more-saturation) var(--more-light)); }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-size: .9rem; padding: .25rem 0 .5rem; }
th { font-weight: 600; text-align: left; }
.number { text-align: right; white-space: nowrap; }
.spread, .cookies { width: 100%; overflow-wrap: normal; }
.spread :is(th, td), .cookies :is(th, td) { padding: .35rem 1rem .35rem 0; border-bottom: 1px solid var(--line);
    vertical-align: top; }
.spread tbody th, .cookies tbody th { overflow-wrap: anywhere; min-width: 8rem; max-width: 24rem; }
.spread .bar { width: 45%; vertical-align: middle; padding-right: 0; }
.bar span { display: block; height: .8rem; min-width: 2px; background: var(--bar); border-radius: .2rem; }
.grid { border-collapse: separate; border-spacing: 2px; width: 100%; max-width: 44rem; line-height: 1.4; font-size: .875rem; }
.grid th { font-weight: 500; color: var(--soft); text-align: right; padding: 0 .5rem; white-space: nowrap; }
.grid thead th:not(:first-child) { text-align: center; }
.grid thead th:first-child, .grid tbody th { width: 3.5rem; }
.grid td { text-align: center; min-width: 1.9rem; padding: 0 .2rem; border-radius: .2rem; color: var(--cell-text); }
.grid td.none { color: var(--text); outline: 1px dashed var(--soft); outline-offset: -1px; }
.grid td.moved { outline: 2px solid var(--frame); outline-offset: -2px; font-weight: 700; }
@media (max-width: 40rem) { .spread .bar { display: none; } }
@media print { .grid td, .swatch, .badge, .bar span { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
`;
