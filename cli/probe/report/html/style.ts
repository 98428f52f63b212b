import { Markup } from "./markup";

/** The colours of the first replicas, under dark text and under light text: each at least 4.5 to 1 against it. */
const LIGHT = ["#9cc4f5", "#fdbf7f", "#8fd6a6", "#d1b3f2", "#f4e06d", "#7fd9d9", "#f7a8c8", "#c9bfae"];
const DARK = ["#1f5fae", "#9c4c0c", "#1a6e3c", "#7642b8", "#6f5e00", "#0a6a75", "#ad2f6b", "#655a4c"];

const colors = (list: readonly string[]) =>
    list.map((color, index) => `.c${index} { background: ${color}; }`).join("\n");

const LIGHT_VARIABLES = `
    --page: #fbfbfa; --card: #ffffff; --text: #1b1d22; --soft: #565c67; --line: #d9dce2; --bar: #4a6fa5;
    --cell-text: #14161a; --frame: #14161a; --more-saturation: 65%; --more-light: 82%;
    --yes: #17653a; --no: #a61b1b; --open: #7a4b00; --on: #ffffff;`;
const DARK_VARIABLES = `
    --page: #14161a; --card: #1c1f25; --text: #eceef2; --soft: #aab1bd; --line: #363b45; --bar: #7fa6de;
    --cell-text: #ffffff; --frame: #ffffff; --more-saturation: 45%; --more-light: 26%;
    --yes: #7fdca4; --no: #ff9d94; --open: #f5c56b; --on: #14161a;`;

/** The page's style sheet. */
export const STYLE = new Markup(`
:root { color-scheme: light dark; ${LIGHT_VARIABLES} }
${colors(LIGHT)}
@media (prefers-color-scheme: dark) {
:root { ${DARK_VARIABLES} }
${colors(DARK)}
}
* { box-sizing: border-box; }
body {
    margin: 0 auto; padding: 1.5rem clamp(1rem, 4vw, 3rem) 3rem; max-width: 68rem;
    background: var(--page); color: var(--text);
    font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
    overflow-wrap: anywhere;
}
h1 { font-size: clamp(1.25rem, 3.5vw, 1.9rem); line-height: 1.25; margin: 0; }
h2 { font-size: 1.3rem; margin: 0 0 .75rem; }
h3 { font-size: 1.05rem; margin: 2rem 0 .25rem; }
p, ul { margin: .35rem 0 .75rem; max-width: 48rem; }
ul { padding-left: 1.2rem; }
section, footer { background: var(--card); border: 1px solid var(--line); border-radius: .75rem;
    padding: clamp(1rem, 3vw, 1.75rem); margin-top: 1.5rem; }
.kicker, .meaning, .hidden, caption, dt { color: var(--soft); }
.kicker { margin: 0; }
.verdict { font-size: 1.35rem; margin: .75rem 0 0; }
.said { font-size: 1.08rem; }
.said::first-letter { text-transform: uppercase; }
.badge { display: inline-block; border-radius: .4rem; padding: .05em .55em; font-weight: 700; color: var(--on);
    background: var(--open); }
.badge.sticky { background: var(--yes); }
.badge.not-sticky { background: var(--no); }
.legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .35rem 1.1rem; margin: .75rem 0; }
.swatch { display: inline-block; min-width: 1.7em; padding: 0 .3em; text-align: center; border-radius: .25rem;
    font-weight: 600; color: var(--cell-text); }
.more { background: hsl(var(--hue) var(--more-saturation) var(--more-light)); }
.scroll { overflow-x: auto; max-width: 100%; }
.scroll:focus-visible { outline: 3px solid var(--bar); outline-offset: 3px; }
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
dl { margin: 0; }
dl div { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: .3rem 0; border-bottom: 1px solid var(--line); }
dl div:last-child { border-bottom: 0; }
dt { flex: 0 0 11rem; }
dd { flex: 1 1 16rem; margin: 0; }
.vh { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 40rem) { .spread .bar { display: none; } }
@media print { section, footer { break-inside: auto; border: 0; padding: 0; } .grid td, .swatch, .badge, .bar span {
    print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
`);
