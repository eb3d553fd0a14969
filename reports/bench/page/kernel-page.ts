import { bytes, capitalised, exactDigits, inWords, significant } from '../../writing/format.ts';
import { escapeHtml } from '../../writing/html.ts';
import { htmlPage } from '../../writing/html-page.ts';
import type { TextCells } from '../../writing/text-table.ts';
import { benchCsv, breakdownCsv } from '../bench-csv.ts';
import { type BenchCase, type BenchResult, BREAKDOWNS, benchJson, memoriesOf } from '../bench-result.ts';
import { benchCells, floorLine, settingsLine, TIME_TITLE, timesLine, VERDICT_TITLE } from '../bench-table.ts';
import { labelOfCase } from '../case-id.ts';
import { anchorOf, caseSection } from './case-section.ts';
import { KERNEL_STYLE } from './kernel-style.ts';

/** The file that a folder of results is known by, and from which all others are made. */
export const BENCH_FILE = 'bench.json';

/** A bench as files: the page, tables for spreadsheets, and the JSON. */
export async function benchFiles(result: BenchResult): Promise<Map<string, string>> {
  const files = new Map([['bench.csv', benchCsv(result)]]);
  for (const by of BREAKDOWNS) {
    if (result.cases.some((one) => one.by[by] !== undefined)) files.set(`by-${by}.csv`, breakdownCsv(result, by));
  }
  files.set('index.html', await kernelPage(result));
  files.set(BENCH_FILE, benchJson(result));
  return files;
}

/**
 * Kernels as one HTML page that needs nothing else: the figures of all, then of each where its cost is paid and how deep its
 * reads reach. No script runs, nothing is requested. The result is in it as JSON (`script#odometer-bench`). The same result
 * gives the same bytes.
 */
export async function kernelPage(result: BenchResult): Promise<string> {
  const sections: string[] = [];
  for (const [index, one] of result.cases.entries()) sections.push(await caseSection(one, index));
  const main = `<h1>How much data do these kernels move, and where?</h1>
<p class="answer">${escapeHtml(answerOf(result.cases))}</p>
<p class="settings">${escapeHtml(capitalised(settingsLine(result.settings)))} A read of depth d costs &#8968;&#8730;d&#8969; a byte.${[
    ...timesLine(result),
    ...floorLine(result),
  ]
    .map((line) => ` ${escapeHtml(line)}`)
    .join('')}</p>
${kernelTables(result)}
${sections.join('\n')}
<h2>How these figures were made</h2>
<dl class="facts">${factsOf(result)}</dl>
<p>The whole result is in this file as JSON, in the element <code>script#odometer-bench</code>.</p>`;
  return htmlPage({
    title: `Data moved by ${result.cases.length} kernels`,
    style: KERNEL_STYLE,
    main,
    data: { id: 'odometer-bench', json: benchJson(result) },
  });
}

/** Of one case what it costs, of several which costs most, and which most a read. */
function answerOf(cases: readonly BenchCase[]): string {
  const byCost = [...cases].sort((a, b) => Number(b.cost) - Number(a.cost));
  const [most] = byCost;
  if (most === undefined) return 'No kernel was measured.';
  if (cases.length === 1) return `${labelOfCase(most.id)} costs ${inWords(most.cost)}, ${aRead(most)} a read.`;
  const dearest = [...cases].sort((a, b) => costARead(b) - costARead(a))[0];
  const first = `Of ${cases.length} kernels ${labelOfCase(most.id)} costs most, ${inWords(most.cost)}`;
  if (dearest === most) return `${first}, and most a read, ${aRead(most)}.`;
  return `${first}; ${labelOfCase(dearest.id)} costs most a read, ${aRead(dearest)}.`;
}

function costARead({ cost, reads }: BenchCase): number {
  return reads === 0 ? 0 : Number(cost) / reads;
}

function aRead(one: BenchCase): string {
  return significant(costARead(one));
}

/** The figures of all kernels, and their times in a table of its own: in one they are wider than the page. */
function kernelTables(result: BenchResult): string {
  const { header, rows } = benchCells(result);
  const places = header.map((_, column) => column).slice(1);
  const isTime = (column: number): boolean => header[column] === TIME_TITLE || header[column] === VERDICT_TITLE;
  return [places.filter((column) => !isTime(column)), places.filter(isTime)]
    .filter((columns) => columns.length > 0)
    .map((columns) => kernelTable(result.cases, { header, rows }, columns))
    .join('\n');
}

/** The names of the kernels and these columns. */
function kernelTable(cases: readonly BenchCase[], { header, rows }: TextCells, columns: readonly number[]): string {
  const head = [0, ...columns].map((column) => `<th scope="col">${escapeHtml(header[column])}</th>`).join('');
  const body = rows.map((row, index) => {
    const name = `<a href="#${anchorOf(index)}">${escapeHtml(labelOfCase(cases[index].id))}</a>`;
    const cells = columns.map(
      (column) => `<td data-label="${escapeHtml(header[column])}">${escapeHtml(row[column])}</td>`,
    );
    return `<tr><th scope="row">${name}</th>${cells.join('')}</tr>`;
  });
  return `<div class="scroll"><table class="kernels"><thead><tr>${head}</tr></thead><tbody>
${body.join('\n')}
</tbody></table></div>`;
}

function factsOf({ tool, tfjs, environment, cases }: BenchResult): string {
  const facts = [
    ['Tool', `tensor-odometer ${tool}, TensorFlow.js ${tfjs}, node ${environment.node}, ${environment.platform}`],
    ['Kernels', exactDigits(cases.length)],
    ['Misses', `of fully associative LRU memories of ${memoriesOf(cases).map(bytes).join(', ')}`],
  ];
  return facts.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`).join('\n');
}
