import type { Check } from '../../gate/check-result.ts';
import { bytes, capitalised, counted, exactDigits, inWords, threeDigits } from '../../writing/format.ts';
import { escapeHtml } from '../../writing/html.ts';
import { htmlPage } from '../../writing/html-page.ts';
import { benchCsv, breakdownCsv } from '../bench-csv.ts';
import { type BenchCase, type BenchResult, BREAKDOWNS, benchJson, memoriesOf } from '../bench-result.ts';
import { floorLine, settingsLine, timesLine } from '../bench-table.ts';
import { labelOfCase } from '../case-id.ts';
import { changeSentence, changeTable } from './baseline-changes.ts';
import { anchorOf, aRead, caseFold } from './case-fold.ts';
import { KERNEL_STYLE } from './kernel-style.ts';
import { dearestFirst, kernelTables } from './kernel-table.ts';
import { SORT_SCRIPT } from './sort-script.ts';

/** The file that a folder of results is known by, and from which all others are made. */
export const BENCH_FILE = 'bench.json';

/** A bench as files: the page, tables for spreadsheets, and the JSON; `check` holds it against a baseline, null: nothing does. */
export function benchFiles(result: BenchResult, check: Check | null): Map<string, string> {
  const files = new Map([['bench.csv', benchCsv(result)]]);
  for (const by of BREAKDOWNS) {
    if (result.cases.some((one) => one.by[by] !== undefined)) files.set(`by-${by}.csv`, breakdownCsv(result, by));
  }
  files.set('index.html', kernelPage(result, check));
  files.set(BENCH_FILE, benchJson(result));
  return files;
}

/**
 * Kernels as one HTML page that needs nothing else: the answer, what changed since a baseline where one is given, the figures of
 * all, then file by file each with where its cost is paid and how deep its reads reach. Its script sorts tables and does nothing
 * else; nothing is requested. The result is in it as JSON (`script#odometer-bench`, deflated, in base64). The same result and
 * check give the same bytes.
 */
export function kernelPage(result: BenchResult, check: Check | null): string {
  const { cases } = result;
  const anchors = new Map(cases.map(({ id }, index) => [id, anchorOf(index)]));
  const main = `<a class="skip" href="#cases">Skip to the cases</a>
<h1>${escapeHtml(check === null ? answerOf(cases) : changeSentence(check))}</h1>
${check === null ? '' : `<p class="why">${escapeHtml(answerOf(cases))}</p>`}
<p class="settings">Cost is ByteDMD, lower is better: each byte read costs &#8968;&#8730;d&#8969;, where d is its depth on a stack of all that is alive, the last used on
top. ${escapeHtml([capitalised(settingsLine(result.settings)), ...timesLine(result), ...floorLine(result), ...baselineLine(check)].join(' '))}</p>
${check === null ? '' : changeTable(check, anchors)}
<h2>All cases, the dearest first</h2>
<p class="settings">Bars: cost a read, which is how far a read reaches. MAC: a multiply-accumulate. Misses: the share of reads that miss in a memory of that
size which keeps what was used last.</p>
${kernelTables(result, check)}
<div id="cases">
<h2>Where each case pays, file by file</h2>
<p class="settings">Bars: cost, on the scale of the dearest case of the file. A case opens.</p>
${fileSections(cases, check).join('\n')}
</div>
<h2>How these figures were made</h2>
<dl class="facts">${factsOf(result)}</dl>
<p>The whole result is in this file as JSON, deflated and in base64, in the element <code>script#odometer-bench</code>.</p>`;
  return htmlPage({
    title: `Data moved by ${counted(cases.length, 'kernel')}`,
    style: KERNEL_STYLE,
    main,
    data: { id: 'odometer-bench', json: benchJson(result), isPacked: true },
    script: SORT_SCRIPT,
  });
}

function baselineLine(check: Check | null): string[] {
  return check === null ? [] : [`Baseline: ${check.baseline}.`];
}

/** Of one case what it costs, of several which costs most, and which most a read. */
function answerOf(cases: readonly BenchCase[]): string {
  const [most] = dearestFirst(cases);
  if (most === undefined) return 'No kernel was measured.';
  const name = labelOfCase(most.one.id);
  const figures = inWords(most.one.cost);
  if (cases.length === 1) return `${name} costs ${figures}, ${threeDigits(aRead(most.one))} a read.`;
  const [furthest] = cases.toSorted((a, b) => aRead(b) - aRead(a));
  const first = `Of ${cases.length} kernels ${name} costs most, ${figures}`;
  if (furthest === most.one) return `${first}, and most a read, ${threeDigits(aRead(furthest))}.`;
  return `${first}; ${labelOfCase(furthest.id)} costs most a read, ${threeDigits(aRead(furthest))}.`;
}

/** The cases of each file, files in the order in which they come. */
function fileSections(cases: readonly BenchCase[], check: Check | null): string[] {
  const held = new Map(check?.cases.map((one) => [one.id, one]));
  return [...new Set(cases.map(({ file }) => file))].map((file) => {
    const most = Math.max(...cases.flatMap((one) => (one.file === file ? [Number(one.cost)] : [])));
    const folds = cases.flatMap((one, index) =>
      one.file === file ? [caseFold(one, index, most, held.get(one.id) ?? null)] : [],
    );
    return `<h3>${escapeHtml(file)}</h3>\n${folds.join('\n')}`;
  });
}

function factsOf({ tool, tfjs, environment, cases }: BenchResult): string {
  const facts = [
    ['Tool', `tensor-odometer ${tool}, TensorFlow.js ${tfjs}, node ${environment.node}, ${environment.platform}`],
    ['Kernels', exactDigits(cases.length)],
    [
      'Misses',
      `of fully associative LRU memories of ${memoriesOf(cases)
        .map((size) => bytes(size))
        .join(', ')}`,
    ],
  ];
  return facts.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`).join('\n');
}
