import { schemeVariables } from '../charts/colour-scheme.ts';
import { RULE_COLOURS } from '../charts/theme.ts';

/** The report's style sheet: one column of text, system fonts, dark on light, on a screen of any width and on paper. */
export const PAGE_STYLE = `
:root { color-scheme: light; ${schemeVariables('light')} }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 53rem; background: #fff; color: var(--ink);
  overflow-wrap: break-word; font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1, h2, h3 { line-height: 1.25; margin: 0; letter-spacing: -0.01em; }
h1 { font-size: 1.05rem; font-weight: 600; color: var(--faint); letter-spacing: 0; }
h2 { font-size: 1.45rem; margin: 3.25rem 0 0.75rem; padding-top: 1.1rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.1rem; }
p { margin: 0.5rem 0; }
.answer { font-size: 1.6rem; line-height: 1.3; font-weight: 600; letter-spacing: -0.015em; margin: 0.4rem 0 0.6rem; text-wrap: pretty; }
.where { font-size: 1.05rem; }
.settings { color: var(--faint); font-size: 0.9rem; }
.reduced { border-left: 3px solid #d55e00; padding: 0.1rem 0 0.1rem 0.75rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.92rem; margin: 0.75rem 0; }
th, td { padding: 0.27rem 0 0.27rem 1.25rem; text-align: right; vertical-align: baseline; border-bottom: 1px solid #eaeef2;
  font-variant-numeric: tabular-nums; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; padding-left: 0; white-space: normal; font-weight: 400; }
thead th { border-bottom: 1.5px solid var(--ink); font-weight: 600; }
tr.first td, tr.first th { font-weight: 650; }
table.text { font-size: 0.84rem; }
table.text td, table.text th { text-align: left; white-space: normal; }
table.text td.number { text-align: right; white-space: nowrap; }
${RULE_COLOURS.map(({ text }, place) => `.rule-${place} { color: ${text}; }`).join('\n')}
figure { margin: 2.25rem 0 0; break-inside: avoid; }
figure .finding { margin: 0.2rem 0 0.9rem; }
figure svg { display: block; max-width: 100%; }
figure svg:not(.drawn, .drawn *) { height: auto; }
figure svg.narrow { display: none; }
figcaption { color: var(--faint); font-size: 0.9rem; margin-top: 0.6rem; max-width: 46rem; }
dl { margin: 0.75rem 0; }
dt { font-weight: 600; margin-top: 0.7rem; }
dd { margin: 0.1rem 0 0; max-width: 46rem; }
dl.facts { display: grid; grid-template-columns: fit-content(45%) minmax(0, 1fr); gap: 0.2rem 1.5rem; font-size: 0.92rem; }
dl.facts dt { margin: 0; overflow-wrap: anywhere; font-weight: 400; color: var(--faint); }
dl.facts dd { margin: 0; overflow-wrap: anywhere; }
code { font: 0.9em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
@media (max-width: 50rem) {
  body { padding: 1.25rem 1rem 3rem; }
  .answer { font-size: 1.3rem; }
  h2 { margin-top: 2.25rem; font-size: 1.25rem; }
  figure svg.wide { display: none; }
  figure svg.narrow { display: block; }
  th, td { padding-left: 0.6rem; }
  table.figures tr { display: grid; grid-template-columns: minmax(min-content, 1fr) minmax(min-content, 1fr) minmax(min-content, 5em); column-gap: 0.5rem; border-bottom: 1px solid #eaeef2; padding: 0.3rem 0; }
  table.figures th, table.figures td { border: 0; padding: 0; font-size: 0.85rem; white-space: normal; overflow-wrap: break-word; }
  table.figures th:first-child { grid-column: 1 / -1; color: var(--faint); }
  table.figures thead tr { border-bottom: 1.5px solid var(--ink); }
  table.text thead { display: none; }
  table.text tr { display: grid; grid-template-columns: 1fr auto 4.5em; column-gap: 0.8rem; border-bottom: 1px solid #eaeef2; padding: 0.35rem 0; }
  table.text td { border: 0; padding: 0; }
  table.text td:last-child { grid-column: 1 / -1; color: var(--faint); }
  dl.facts { grid-template-columns: 1fr; gap: 0; }
  dl.facts dd { margin-bottom: 0.5rem; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  figure svg.wide { display: block; }
  figure svg.narrow { display: none; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
