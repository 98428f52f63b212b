/** What a picture looks like, in a page or by itself; the colours are variables of cli/html/palette. */
export const PICTURE_STYLE = `
.map text { fill: var(--text); font-size: 13px; }
.map .small { font-size: 12px; fill: var(--soft); }
.map .name { font-size: 15px; font-weight: 700; }
.map .word { font-size: 12px; font-weight: 700; text-anchor: end; }
.map .title { font-size: 16px; font-weight: 700; }
.map .middle { text-anchor: middle; }
.map .box { fill: var(--card); stroke: var(--soft); stroke-width: 1.5; }
.map .end { fill: var(--page); stroke: var(--soft); stroke-width: 1.5; }
.map .kept .box { stroke: var(--yes); stroke-width: 2; }
.map .kept .word { fill: var(--yes); }
.map .broken .box { stroke: var(--no); stroke-width: 5; stroke-dasharray: 12 6; }
.map .broken .word { fill: var(--no); }
.map .undecided .box { stroke: var(--open); stroke-width: 2.5; stroke-dasharray: 2 5; stroke-linecap: round; }
.map .undecided .word { fill: var(--open); }
.map .stateless .inner { fill: none; stroke-width: 1; }
.map .aside .box { stroke-dasharray: 6 3; }
.map .way { fill: none; stroke: var(--soft); stroke-width: 1.75; }
.map .way.perhaps { stroke-dasharray: 2 5; }
.map .way.lost { stroke: var(--no); stroke-width: 3; stroke-dasharray: 9 6; }
.map .tip { fill: var(--soft); }
.map .tip.lost { fill: var(--no); }
.map .marker circle { fill: var(--no); stroke: var(--card); stroke-width: 2; }
.map .marker.advisory circle { fill: var(--open); }
.map .marker text { fill: var(--on); font-size: 12px; font-weight: 700; text-anchor: middle; }
`;
