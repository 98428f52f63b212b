import { DARK, LIGHT, TYPEFACE } from "./palette";

/** What all pages look like: colours, type, sections, tables that scroll, text for screen readers alone. */
export const BASE_STYLE = `
:root { color-scheme: light dark; ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { ${DARK} } }
* { box-sizing: border-box; }
body {
    margin: 0 auto; padding: 1.5rem clamp(1rem, 4vw, 3rem) 3rem; max-width: 68rem;
    background: var(--page); color: var(--text);
    font: 1rem/1.55 ${TYPEFACE};
    overflow-wrap: anywhere;
}
h1 { font-size: clamp(1.25rem, 3.5vw, 1.9rem); line-height: 1.25; margin: 0; }
h2 { font-size: 1.3rem; margin: 0 0 .75rem; }
h3 { font-size: 1.05rem; margin: 2rem 0 .25rem; }
p, ul { margin: .35rem 0 .75rem; max-width: 48rem; }
ul { padding-left: 1.2rem; }
section, footer { background: var(--card); border: 1px solid var(--line); border-radius: .75rem;
    padding: clamp(1rem, 3vw, 1.75rem); margin-top: 1.5rem; }
.kicker, caption, dt { color: var(--soft); }
.kicker { margin: 0; }
.badge { display: inline-block; border-radius: .4rem; padding: .05em .55em; font-weight: 700; color: var(--on);
    background: var(--open); }
.legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .35rem 1.1rem; margin: .75rem 0; }
.scroll { overflow-x: auto; max-width: 100%; }
.scroll:focus-visible { outline: 3px solid var(--bar); outline-offset: 3px; }
dl { margin: 0; }
dl div { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: .3rem 0; border-bottom: 1px solid var(--line); }
dl div:last-child { border-bottom: 0; }
dt { flex: 0 0 11rem; }
dd { flex: 1 1 16rem; margin: 0; }
.vh { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media print { section, footer { break-inside: auto; border: 0; padding: 0; } }
`;
