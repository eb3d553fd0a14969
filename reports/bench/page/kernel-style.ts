import { RULE_COLOURS } from '../../charts/theme.ts';
import { PAGE_STYLE } from '../../page/page-style.ts';

/** The style sheet of the page of kernels: that of all pages, with tables as wide as the screen, bars, and a dark form. */
export const KERNEL_STYLE = `${PAGE_STYLE}
:root { --bar: ${RULE_COLOURS[0].fill}; --paper: #fff; --row: #eaeef2; }
body { max-width: 72rem; background: var(--paper); }
h4 { font-size: 0.95rem; margin: 0 0 0.4rem; }
a { color: var(--accent); }
th, td { border-bottom-color: var(--row); }
table.kernels th, table.kernels td { font-size: 0.84rem; padding-left: 0.75rem; }
table.kernels thead th { white-space: normal; }
table.kernels th:first-child { padding-left: 0; }
table.kernels th:first-child { min-width: 8rem; overflow-wrap: anywhere; }
.parts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1.25rem 2.5rem; margin: 1.1rem 0 0; }
.bars ol { list-style: none; margin: 0; padding: 0; }
.bars li { display: grid; grid-template-columns: minmax(0, 1fr) auto 4.2em; gap: 0 0.75rem; font-size: 0.88rem; margin: 0 0 0.45rem; }
.bars .name { overflow-wrap: anywhere; }
.bars .figure, .bars .share { text-align: right; font-variant-numeric: tabular-nums; }
.bars .share { color: var(--faint); white-space: nowrap; }
.bars .bar { grid-column: 1 / -1; height: 0.4rem; min-width: 1px; background: var(--bar); border-radius: 1px; }
section figure { margin: 1.25rem 0 0; }
@media (max-width: 50rem) {
  table.kernels thead { display: none; }
  table.kernels tr { display: grid; grid-template-columns: 1fr 1fr; gap: 0.1rem 1rem; padding: 0.55rem 0; border-bottom: 1px solid var(--row); }
  table.kernels th, table.kernels td { border: 0; padding: 0; }
  table.kernels th { grid-column: 1 / -1; font-weight: 600; }
  table.kernels th:first-child { min-width: 0; }
  table.kernels td { display: flex; flex-wrap: wrap; white-space: normal; justify-content: space-between; gap: 0 0.5rem; }
  table.kernels td::before { content: attr(data-label); color: var(--faint); white-space: normal; text-align: left; }
}
@media (prefers-color-scheme: dark) {
  :root { color-scheme: dark; --ink: #e6edf3; --faint: #9aa4af; --line: #30363d; --wash: #161b22; --accent: #6cb6ff; --bar: #4a9fd8; --paper: #0d1117; --row: #262c34; }
  figure svg text { fill: var(--faint); }
  figure svg line { stroke: var(--line); }
}
`;
