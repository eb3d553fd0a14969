import { REPORT_STYLE } from '../../page/report-style.ts';

/** The style sheet of the page of kernels: that of the report, with tables that become cards, bars, and cases that open. */
export const KERNEL_STYLE = `${REPORT_STYLE}
h1 { font-size: clamp(1.3rem, 1rem + 1.3vw, 1.75rem); }
#cases h3, main > section h2 { overflow-wrap: anywhere; }
#cases h3 { margin: 1.4rem 0 0.2rem; font-size: 0.95rem; }
h4 { font-size: 0.95rem; margin: 0.8rem 0 0.4rem; }
b.worse { color: var(--worse); } b.better { color: var(--saving); }
:root { --worse: #b3261e; }
svg.bar { display: block; width: 100%; height: 0.35rem; min-width: 2rem; }
svg.bar rect { fill: var(--reads-line); }
table.labelled th, table.labelled td { font-size: 0.84rem; padding: 0.2rem 0 0.2rem 0.75rem; }
table.labelled thead th { white-space: normal; vertical-align: bottom; }
table.labelled th:first-child { padding-left: 0; min-width: 8rem; overflow-wrap: anywhere; }
table.labelled td:last-child { white-space: normal; }
table.labelled button { font: inherit; color: inherit; background: none; border: 0; padding: 0; text-align: inherit; cursor: pointer; text-decoration: underline dotted; }
th[aria-sort="descending"] button::after { content: " \\2193" / ""; }
th[aria-sort="ascending"] button::after { content: " \\2191" / ""; }
details.case > summary, .bars li { display: grid; grid-template-columns: minmax(0, 1fr) auto 7.5em; gap: 0 0.75rem; font-size: 0.88rem; }
details.case { border-bottom: 1px solid var(--row); }
details.case > summary { padding: 0.3rem 0; }
details.case > summary .name::before { content: "\\25B8\\00A0" / ""; color: var(--faint); }
details.case[open] > summary .name::before { content: "\\25BE\\00A0" / ""; }
details.case > div { padding: 0.2rem 0 1rem 0.9rem; border-left: 2px solid var(--line); font-size: 0.95rem; }
details.case svg.bar, .bars svg.bar { grid-column: 1 / -1; }
.name { overflow-wrap: anywhere; }
.figure, .share { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.share { color: var(--faint); }
.parts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 0.5rem 2.5rem; }
.bars ol { list-style: none; margin: 0; padding: 0; }
.bars li { grid-template-columns: minmax(0, 1fr) auto 4.2em; margin: 0 0 0.45rem; }
.changes { margin: 0; overflow-wrap: anywhere; }
details.case figure { margin: 1rem 0 0; max-width: 40rem; color: var(--reads-line); }
details.case figure h4 { color: var(--ink); }
details.case figure svg.drawn text { fill: var(--ink); }
@media screen and (max-width: 50rem) {
  table.labelled:not(.sorts) thead { display: none; }
  table.labelled thead tr { display: flex; flex-wrap: wrap; gap: 0.3rem 1rem; border: 0; }
  table.labelled thead th, table.labelled thead th:first-child { font-size: 0.84rem; padding: 0; border: 0; min-width: 0; }
  table.labelled thead tr::before { content: "Sort by"; color: var(--faint); font-size: 0.84rem; }
  table.labelled tbody tr { display: grid; grid-template-columns: 1fr 1fr; gap: 0.1rem 1rem; padding: 0.55rem 0; border-bottom: 1px solid var(--row); }
  table.labelled tbody th, table.labelled td { border: 0; padding: 0; }
  table.labelled tbody th { grid-column: 1 / -1; font-weight: 600; }
  table.labelled td { display: flex; flex-wrap: wrap; white-space: normal; justify-content: space-between; gap: 0 0.5rem; overflow-wrap: anywhere; }
  table.labelled td::before { content: attr(data-label); color: var(--faint); text-align: left; }
  table.labelled td[data-label="change"], table.labelled td[data-label="moved most"] { grid-column: 1 / -1; }
  table.labelled td:empty { display: none; }
  details.case > summary { grid-template-columns: minmax(0, 1fr) auto; }
  details.case > summary .share { display: none; }
}
@media screen and (prefers-color-scheme: dark) {
  :root { --worse: #ff8a80; }
}
@media print {
  details.case:not([open]), #cases h3 { display: none; }
  table.labelled button { text-decoration: none; }
}
`;
