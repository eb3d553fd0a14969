import { schemeVariables } from '../charts/colour-scheme.ts';
import { DRAWN_STYLE } from '../charts/drawn/drawn-chart.ts';
import { FACTOR_STYLE } from '../charts/ratios/factor-bar.ts';
import { PANEL_STYLE } from '../charts/ratios/target-panels.ts';
import { RULE_COLOURS } from '../charts/theme.ts';
import { PAGE_STYLE } from './page-style.ts';
import { COST_STACK_STYLE } from './sections/cost-stack.ts';
import { TERMS_STYLE } from './sections/terms.ts';

/** The style sheet of the report: that of all pages, with the drawings of the first screen, folds, a dark form and a printed one. */
export const REPORT_STYLE = `${PAGE_STYLE}
body { padding-top: 1.4rem; max-width: 68rem; background: var(--paper); }
a { color: var(--accent); }
h1 { font-size: clamp(1.45rem, 1.1rem + 1.9vw, 2.15rem); font-weight: 700; line-height: 1.2; color: var(--ink); letter-spacing: -0.02em; text-wrap: balance; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; margin: 1rem 0 0.35rem; padding: 0; border: 0; overflow-wrap: anywhere; }
th, td { border-bottom-color: var(--row); }
small { display: block; color: var(--faint); font-size: 0.8rem; line-height: 1.3; font-weight: 400; }
.why { font-size: 1.12rem; line-height: 1.4; margin: 0.4rem 0; }
.note, .settings { color: var(--faint); font-size: 0.84rem; line-height: 1.4; margin: 0.4rem 0; }
.caveats { list-style: none; display: flex; flex-wrap: wrap; gap: 0.3rem 0.6rem; margin: 0.5rem 0; padding: 0; font-size: 0.86rem; }
.caveats li { border: 1px solid #c2570c; border-left-width: 4px; border-radius: 3px; padding: 0.1rem 0.5rem; overflow-wrap: anywhere; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--paper); padding: 0.3rem 0.6rem; border: 2px solid var(--accent); }
.unseen { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
.keys { list-style: none; display: flex; flex-wrap: wrap; gap: 0.1rem 1rem; margin: 0 0 0.3rem; padding: 0; font-size: 0.82rem; color: var(--faint); }
.key { display: inline-block; width: 1.1em; height: 0.75em; margin-right: 0.4em; }
.key.updates { background: var(--updates); }
.key.reads { background: var(--reads); border: 1px solid var(--reads-line); }
.key.cost { background: var(--cost); border: 1px dashed var(--reads-line); }
.key.saving { background: var(--saving); height: 0.35em; margin-bottom: 0.15em; }
.key.seeds { border-top: 1.5px solid var(--faint); height: 0.25em; }
.bar-row { display: grid; grid-template-columns: 18.5rem minmax(0, 1fr) 8.5rem; gap: 0 0.9rem; align-items: center; }
.bar-row.axis svg { grid-column: 2; }
.bar-name { text-align: right; line-height: 1.2; overflow-wrap: anywhere; }
.bar-name a { font-size: 0.92rem; font-weight: 600; color: var(--ink); text-decoration-color: var(--line); }
.bar-name small { font-size: 0.76rem; }
.bar-figure b { font-size: 1.15rem; }
.bar-figure small { white-space: nowrap; }
.factors svg { width: 100%; overflow: visible; display: block; }
${FACTOR_STYLE}
.panels { display: grid; grid-template-columns: repeat(5, minmax(0, 1fr)); gap: 0.5rem 0.8rem; }
.panel { margin: 0; max-width: 14rem; align-self: end; }
.panel figcaption { margin: 0; font-size: 0.85rem; color: var(--ink); font-weight: 600; overflow-wrap: anywhere; }
.panel svg { width: 100%; }
.panel:not(:first-child) .up { display: none; }
${PANEL_STYLE}
table.scorecard { margin: 0; border-collapse: separate; border-spacing: 3px; font-size: 0.88rem; }
table.scorecard th, table.scorecard td { border: 0; padding: 0.2rem 0.4rem; text-align: center; }
table.scorecard thead th { white-space: normal; font-weight: 400; color: var(--faint); font-size: 0.8rem; vertical-align: bottom; line-height: 1.2; }
table.scorecard th:first-child { text-align: left; padding-left: 0; white-space: normal; min-width: 7.5rem; overflow-wrap: anywhere; }
table.scorecard tbody th a { color: var(--ink); text-decoration-color: var(--line); }
${[1, 2, 3, 4].map((tint) => `td.more-${tint} { background: var(--more-${tint}); } td.less-${tint} { background: var(--less-${Math.min(tint, 3)}); }`).join('\n')}
#scenarios { margin-top: 2rem; border-top: 1px solid var(--line); }
details.scenario, details.method { border-bottom: 1px solid var(--line); }
summary { cursor: pointer; }
details.scenario > summary, details.method > summary { padding: 0.65rem 0; }
details.scenario > summary h2, details.method > summary h2 { display: inline; margin: 0; }
details.scenario > summary span { color: var(--faint); float: right; font-size: 0.9rem; }
details section details { margin: 0.6rem 0; padding-left: 0.9rem; border-left: 2px solid var(--line); }
details section details > summary { font-weight: 600; }
.answer { font-size: 1.15rem; letter-spacing: 0; }
figure { position: relative; margin-top: 1.4rem; }
figure h3 { font-size: 1rem; padding-right: 5.5rem; }
figure > figure .finding { margin: 0.1rem 0 0.5rem; }
.switch { border: 0; padding: 0; margin: 0.8rem 0 0; display: flex; flex-wrap: wrap; gap: 0.2rem 1rem; font-size: 0.88rem; color: var(--faint); }
.switch legend { float: left; padding: 0; margin-right: 1rem; }
.tip { position: absolute; z-index: 2; max-width: min(24rem, 90vw); padding: 0.35rem 0.6rem; background: var(--ink); color: var(--paper); border-radius: 4px; font-size: 0.82rem; line-height: 1.35; overflow-wrap: anywhere; pointer-events: none; white-space: pre-line; }
svg .lit { stroke: var(--ink) !important; stroke-width: 2px !important; }
.icicle rect { cursor: zoom-in; }
.lines { margin: 0.4rem 0 0; padding: 0; list-style: none; font-size: 0.9rem; }
.lines + label { display: inline-flex; align-items: center; gap: 0.5rem; margin-right: 1rem; font-size: 0.9rem; }
output { font-size: 0.9rem; }
.take { font: inherit; font-size: 0.78rem; padding: 0.05rem 0.5rem; margin: 0.3rem 0.4rem 0 0; border: 1px solid var(--line); border-radius: 3px; background: none; color: var(--faint); cursor: pointer; }
@media screen and (max-width: 50rem) {
  .bar-row { grid-template-columns: minmax(0, 1fr) auto; gap: 0 0.6rem; margin-bottom: 0.45rem; }
  .bar-row svg { grid-column: 1 / -1; grid-row: 2; }
  .bar-row.axis svg { grid-column: 1 / -1; grid-row: 1; }
  .bar-name { text-align: left; }
  .bar-figure { text-align: right; }
  .bar-name small { font-size: 0.76rem; }
.bar-figure b { font-size: 1rem; }
  .panels { grid-template-columns: 1fr 1fr; }
  .panel:nth-child(odd) .up { display: inline; }
  table.scorecard thead { display: none; }
  table.scorecard tr { display: grid; grid-template-columns: repeat(5, minmax(0, 1fr)); gap: 3px; margin-bottom: 0.7rem; }
  table.scorecard th:first-child { grid-column: 1 / -1; font-weight: 600; padding: 0; }
  table.scorecard td { padding: 0.2rem 0.1rem; white-space: nowrap; font-size: 0.82rem; display: flex; flex-direction: column; justify-content: space-between; }
  table.scorecard td::before { content: attr(data-label); color: var(--faint); font-size: 0.68rem; line-height: 1.15; white-space: normal; overflow-wrap: anywhere; }
  details.scenario > summary span { float: none; display: block; }
}
@media screen and (prefers-color-scheme: dark) {
  :root { color-scheme: dark; ${schemeVariables('dark')} }
${RULE_COLOURS.map((_, place) => `  .rule-${place} { color: var(--ink); }`).join('\n')}
  .panel g { filter: brightness(1.55); }
  figure svg text[fill], figure svg [fill="#1b1f24"] { fill: var(--faint); }
  figure svg [stroke="#1b1f24"] { stroke: var(--faint); }
  figure svg [stroke="#e4e7eb"] { stroke: var(--line); }
}
${DRAWN_STYLE}
${COST_STACK_STYLE}
${TERMS_STYLE}
@page { size: A4; margin: 12mm; }
@media print {
  html { font-size: 9.5pt; }
  details.scenario::details-content, details.method::details-content { content-visibility: visible; block-size: auto; }
  details:not(.scenario, .method), .take, .switch, .skip, .how { display: none; }
  summary { list-style: none; }
  details.scenario > summary, details.method > summary { padding: 0.5rem 0 0; break-after: avoid; }
  h1 { font-size: 1.5rem; }
  .bar-row { grid-template-columns: 11.5rem minmax(0, 1fr) 7.5rem; }
  h2, h3 { break-after: avoid; }
  figure, .bar-row, tr { break-inside: avoid; }
  dl, .method { font-size: 0.85rem; }
  dl.facts { columns: 1; }
  table.text { font-size: 0.72rem; }
}
`;
