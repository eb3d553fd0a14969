import { schemeVariables } from '../../reports/charts/colour-scheme.ts';

/** Colours of the two rules and the two classes, in light and dark: the same as in the report where it has them. */
const LIGHT = '--ff: #005f96; --bp: #b34a00; --disk: #cfe3f5; --ring: #fbe0cc; --dot: #0b4f80; --square: #9a3f00;';
const DARK = '--ff: #6cb6ff; --bp: #ff9a55; --disk: #173a58; --ring: #4d2a12; --dot: #9fd0ff; --square: #ffb98a;';

/** The style sheet of the live page: one column, readable at any width, in light and dark, and on paper. */
export const LIVE_STYLE = `
:root { color-scheme: light dark; ${schemeVariables('light')} ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { ${schemeVariables('dark')} ${DARK} } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 56rem; background: var(--paper); color: var(--ink); overflow-wrap: break-word;
  font: 1.05rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 2.1rem; line-height: 1.15; letter-spacing: -0.02em; margin: 0 0 0.6rem; }
h2 { font-size: 1.5rem; line-height: 1.25; margin: 3.2rem 0 0.6rem; padding-top: 1.2rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.1rem; margin: 1.4rem 0 0.3rem; }
p { margin: 0.6rem 0; max-width: 46rem; }
.lede { font-size: 1.2rem; }
.faint, figcaption, .legend { color: var(--faint); font-size: 0.92rem; }
a { color: var(--accent); }
nav ol { padding-left: 1.2rem; margin: 0.5rem 0; }
.live { display: none; }
.lively .live { display: revert; }
.lively div.controls.live, p.controls { display: flex; flex-wrap: wrap; gap: 0.5rem 0.8rem; align-items: center; max-width: none; }
.lively .still { display: none; }
button, select, input, textarea { font: inherit; font-size: 1rem; color: inherit; }
button, select { background: var(--wash); border: 1px solid var(--faint); border-radius: 6px; padding: 0.35rem 0.8rem; min-height: 2.75rem; }
button { cursor: pointer; }
button:hover { border-color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
label { white-space: nowrap; }
label:has(.wide) { display: block; white-space: normal; max-width: 100%; }
input[type="range"] { accent-color: var(--accent); min-height: 2.75rem; vertical-align: middle; max-width: 100%; }
input.wide { display: block; width: 100%; }
.lively .pair, .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1.5rem; margin: 1rem 0; }
:root:not(.lively) .live { display: none; }
.rule-ff h3, .key-ff { color: var(--ff); }
.rule-bp h3, .key-bp { color: var(--bp); }
.key-ff::before, .key-bp::before { content: "● "; }
.disk-word { color: var(--dot); }
.ring-word { color: var(--square); }
.plane { position: relative; width: 100%; max-width: 24rem; aspect-ratio: 1; background: var(--wash); border-radius: 8px; overflow: hidden; }
.plane canvas, .plane svg { position: absolute; inset: 0; width: 100%; height: 100%; }
.plane canvas { image-rendering: pixelated; }
.lively .plane svg { cursor: crosshair; }
.in-disk { fill: var(--dot); }
.in-ring { fill: none; stroke: var(--square); stroke-width: 0.014; }
.asked { fill: none; stroke: var(--ink); stroke-width: 0.025; }
dl.meter { display: grid; grid-template-columns: 1fr auto; gap: 0.1rem 1rem; margin: 0.6rem 0; font-size: 0.95rem; max-width: 24rem; }
dl.meter dt { color: var(--faint); white-space: nowrap; }
dl.meter dd { margin: 0; min-width: 0; text-align: right; font-variant-numeric: tabular-nums; }
.odometer { font-weight: 650; font-size: 1.1rem; white-space: nowrap; }
figure { margin: 0; }
svg.chart { width: 100%; height: auto; display: block; }
svg.chart text { font-size: 12px; fill: var(--faint); }
.grid { stroke: var(--line); }
.mark { stroke: var(--faint); stroke-dasharray: 4 4; }
polyline { fill: none; stroke-width: 2; stroke-linejoin: round; }
polyline.line-ff { stroke: var(--ff); }
polyline.line-bp { stroke: var(--bp); stroke-dasharray: 7 3; }
circle.line-ff { fill: var(--ff); }
circle.line-bp { fill: var(--bp); }
.layers { list-style: none; display: flex; gap: 0.4rem; padding: 0; margin: 0.4rem 0 0.8rem; }
.layers li { flex: 1; border: 1.5px solid var(--line); border-radius: 6px; padding: 0.3rem 0.5rem; font-size: 0.9rem; line-height: 1.3; min-height: 3.6rem; }
.layers small { color: var(--faint); }
.lively .layers small.live { display: block; }
.layers .is-busy { border-color: var(--ink); background: var(--wash); }
.layers .is-updated small { color: var(--saving); font-weight: 650; }
.doing { min-height: 3.2em; }
svg.strip { width: 100%; height: 6.5rem; background: var(--wash); display: block; }
svg.bar { width: 100%; max-width: 24rem; height: 0.7rem; display: block; }
.bar-room { fill: var(--wash); }
.bar-ff { fill: var(--ff); }
.bar-bp { fill: var(--bp); }
.cursor { fill: var(--ink); }
.phase-forward, .phase-positive-forward, .phase-negative-forward { fill: #44aa99; }
.phase-goodness-and-loss { fill: #882255; }
.phase-backward, .phase-gradient { fill: #cc6677; }
.phase-re-forward, .phase-normalise { fill: #c9b458; }
.phase-optimiser { fill: #7f8aa0; }
.key-phase { white-space: nowrap; margin-right: 0.9rem; }
.swatch { width: 0.8em; height: 0.8em; margin-right: 0.3em; }
textarea { display: block; width: 100%; padding: 0.6rem; background: var(--wash); border: 1px solid var(--faint); border-radius: 6px; font-size: 0.9rem; line-height: 1.45; white-space: pre; overflow: auto; }
textarea[aria-invalid] { border-color: var(--bp); }
.wrong { color: var(--bp); font-weight: 600; min-height: 1.6em; margin: 0.3rem 0; }
dl.wide-meter { max-width: 34rem; }
.lines { padding: 0; margin: 0.4rem 0; list-style: none; counter-reset: line; font-size: 0.85rem; }
.lines li { position: relative; display: flex; justify-content: space-between; gap: 1rem; padding: 0.08rem 0.4rem; flex-wrap: wrap; }
.lines code { position: relative; white-space: pre-wrap; overflow-wrap: anywhere; }
.lines .heat { position: absolute; inset: 0 auto 0 0; background: var(--more-2); border-radius: 3px; }
.lines .paid { position: relative; color: var(--ink); font-variant-numeric: tabular-nums; }
.lines .is-wrong { outline: 2px solid var(--bp); outline-offset: -2px; }
svg.units { width: 100%; max-width: 24rem; height: 6rem; background: var(--wash); display: block; }
.unit { fill: var(--ff); }
dl.meter { align-content: start; }
.lively dl.meter.live { display: grid; }
.lively p.controls.live { display: flex; }
svg.ray { width: 100%; max-width: 18rem; height: auto; }
.circle, .axis { fill: none; stroke: var(--faint); stroke-width: 0.012; }
.arrow { stroke: var(--ff); stroke-width: 0.03; }
.seen { fill: var(--bp); }
.papers { list-style: none; display: flex; flex-wrap: wrap; gap: 0.3rem; padding: 0.6rem; margin: 0.8rem 0; min-height: 4.6rem; background: var(--wash); border-radius: 8px; }
.paper { min-width: 3.4rem; padding: 0.15rem 0.5rem 0.3rem; border: 1px solid var(--line); border-bottom-width: 4px; border-radius: 5px; background: var(--paper);
  text-align: center; font-variant-numeric: tabular-nums; }
.paper small { display: block; color: var(--faint); font-size: 0.75rem; }
.of-a { border-bottom-color: var(--ff); }
.of-b { border-bottom-color: var(--bp); }
.of-c, .of-s { border-bottom-color: var(--saving); }
.is-read { outline: 3px solid var(--ink); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.95rem; margin: 0.75rem 0; }
th, td { text-align: right; padding: 0.35rem 0 0.35rem 1rem; border-bottom: 1px solid var(--row); font-variant-numeric: tabular-nums; vertical-align: baseline; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; padding-left: 0; font-weight: 400; white-space: normal; min-width: 9rem; }
thead th { border-bottom: 1.5px solid var(--ink); font-weight: 600; }
th small { display: block; color: var(--faint); }
tr.best th, tr.best td { font-weight: 650; }
tr.best th::after { content: " ✓"; }
.answered { font-weight: 600; min-height: 1.6em; }
.status { min-height: 1.6em; color: var(--faint); }
.lively td.live, .lively th.live { display: table-cell; color: var(--accent); }
code, textarea { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
@media (max-width: 42rem) {
  body { padding: 1.25rem 1rem 3rem; }
  h1 { font-size: 1.7rem; }
  .lively .pair, .pair { grid-template-columns: 1fr; }
  label { white-space: normal; }
  th, td { padding-left: 0.5rem; }
  th:first-child, td:first-child { min-width: 6rem; }
  dl.meter dt { white-space: normal; }
  dl.wide-meter { grid-template-columns: 1fr; }
  dl.wide-meter dd { text-align: left; }
  table.score tr { display: grid; grid-template-columns: 1fr 1fr; border-bottom: 1px solid var(--row); padding: 0.3rem 0; }
  table.score th, table.score td { border: 0; padding: 0 0 0 0.5rem; text-align: left; white-space: normal; }
  table.score th:first-child { grid-column: 1 / -1; padding: 0; font-weight: 600; }
  .lively table.score td.live, .lively table.score th.live { display: block; }
}
@media print {
  .lively .live, .controls { display: none !important; }
  .lively .still { display: revert; }
  section { break-inside: avoid-page; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
