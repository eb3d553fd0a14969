import type { CaseCheck } from '../../gate/check-result.ts';
import { caseLines } from '../../gate/writings/statement.ts';
import { bytes, counted, exactDigits, percent, significant, threeDigits } from '../../writing/format.ts';
import { escapeHtml } from '../../writing/html.ts';
import type { BenchCase, CasePart } from '../bench-result.ts';
import { mostFirst } from '../bench-table.ts';
import { labelOfCase } from '../case-id.ts';
import { bar } from './bar.ts';
import { costBars } from './cost-bars.ts';
import { DEPTH_MEANING, DEPTH_TITLE, depthDrawing } from './depth-drawing.ts';

/** What a link to a case of this place in the bench leads to. */
export function anchorOf(index: number): string {
  return `case-${index + 1}`;
}

/**
 * What one case moves and where, as HTML that opens: on its line its cost, a bar of it on the scale of the dearest of its file,
 * and what a read costs. `held` is what became of it since the baseline.
 */
export function caseFold(one: BenchCase, index: number, mostOfFile: number, held: CaseCheck | null): string {
  const { cost } = one;
  const name = labelOfCase(one.id);
  const share = mostOfFile === 0 ? 0 : Number(cost) / mostOfFile;
  const figures = `<span class="figure">${exactDigits(cost)}</span><span class="share">${significant(aRead(one))} a read</span>`;
  const bars = partsOf(one);
  return `<details class="case"><summary><span class="name">${escapeHtml(name)}</span>${figures}${bar(share)}</summary>
<div id="${anchorOf(index)}">
<p>${escapeHtml(caseFinding(one))}</p>
${changeList(held)}
${bars.length === 0 ? '' : `<div class="parts">${bars.join('\n')}</div>`}
${
  !hasDepths(one)
    ? ''
    : `<figure><h4>${DEPTH_TITLE}</h4>
${depthDrawing(one, name)}
<figcaption>${DEPTH_MEANING}${escapeHtml(missesText(one))}</figcaption></figure>`
}
</div>
</details>`;
}

/** What a case pays for a read. */
export function aRead({ cost, reads }: Pick<BenchCase, 'cost' | 'reads'>): number {
  return reads === 0 ? 0 : Number(cost) / reads;
}

function partsOf(one: BenchCase): string[] {
  const { kernel, line, op } = one.by;
  const operand = operandsOf(one);
  return [
    ...(kernel === undefined || kernel.length < 2 ? [] : [costBars(one, 'Cost by kernel', kernel)]),
    ...(operand === undefined ? [] : [costBars(one, 'Cost by operand', operand)]),
    ...(line === undefined
      ? []
      : [
          costBars(
            one,
            'Cost by source line',
            line.map((part) => ownLine(one, part)),
          ),
        ]),
    ...(operand === undefined && line === undefined && op !== undefined
      ? [costBars(one, 'Cost by operation', op)]
      : []),
  ];
}

/** Whether it is known how deep the reads of a case go. */
export function hasDepths({ reads, histogram }: BenchCase): boolean {
  return reads > 0 && histogram.length > 0;
}

/** What a case reads and pays, and for what it pays most, in sentences. */
export function caseFinding(one: BenchCase): string {
  const { reads, cost, peakBytes, macs, by } = one;
  const total = `${counted(reads, 'read')} at a ByteDMD cost of ${exactDigits(cost)}`;
  if (reads === 0) return `${total}.`;
  const most = [mostOf(operandsOf(one), cost, 'operand'), mostOf(by.line, cost, 'line')].filter(
    (text) => text !== null,
  );
  const where = most.length === 0 ? '' : ` Most is paid for ${most.join(' and ')}.`;
  const products = macs === null || macs === 0 ? '' : `, ${counted(macs, 'multiply-accumulate')}`;
  return `${total}, ${threeDigits(aRead(one))} a read${products}; at most ${bytes(peakBytes)} are live at a time.${where}`;
}

function mostOf(parts: BenchCase['by']['line'], cost: BenchCase['cost'], what: string): string | null {
  const [most] = mostFirst(parts ?? []);
  return most === undefined ? null : `${what} ${most.name} (${percent(most.cost / Number(cost))})`;
}

/** The operands of a case, without the name of its kernel where it is but one. */
function operandsOf({ by }: BenchCase): BenchCase['by']['operand'] {
  const kernels = (by.kernel ?? []).map(({ name }) => `${name} `);
  if (kernels.length !== 1) return by.operand;
  return by.operand?.map((part) => ({
    ...part,
    name: part.name.startsWith(kernels[0]) ? part.name.slice(kernels[0].length) : part.name,
  }));
}

/** A source line, without the name of the file where that is the case's own. */
function ownLine({ file }: BenchCase, part: CasePart): CasePart {
  return part.name.startsWith(`${file}:`) ? { ...part, name: `line ${part.name.slice(file.length + 1)}` } : part;
}

/** How many reads miss in the memories that the case names, in a sentence after another. */
export function missesText({ misses }: BenchCase): string {
  if (misses.length === 0) return '';
  const each = misses.map(({ bytes: size, misses: count }) => `${exactDigits(count)} in ${bytes(size)}`);
  return ` Of this case ${each.join(', ')}.`;
}

function changeList(held: CaseCheck | null): string {
  if (held === null || held.verdict === 'same') return '';
  const lines = caseLines(held).map((line) => `<li>${escapeHtml(line)}</li>`);
  return `<h4>Against the baseline: ${held.verdict}</h4>\n<ul class="changes">${lines.join('')}</ul>`;
}
