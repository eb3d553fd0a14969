import { chartOfBothWidths } from '../../charts/svg.ts';
import { bytes, exactDigits, percent, significant } from '../../writing/format.ts';
import { escapeHtml } from '../../writing/html.ts';
import type { BenchCase } from '../bench-result.ts';
import { mostFirst } from '../bench-table.ts';
import { labelOfCase } from '../case-id.ts';
import { costBars } from './cost-bars.ts';
import { depthBinsChart } from './depth-bins-chart.ts';

/** Where the section of a case begins on its page. */
export function anchorOf(index: number): string {
  return `case-${index + 1}`;
}

/** What one case moves and where, as a section of the page. */
export async function caseSection(one: BenchCase, index: number): Promise<string> {
  const { line, op } = one.by;
  const operand = operandsOf(one);
  const bars = [
    ...(operand === undefined ? [] : [costBars(one, 'Cost by operand', operand)]),
    ...(line === undefined ? [] : [costBars(one, 'Cost by source line', line)]),
    ...(operand === undefined && line === undefined && op !== undefined
      ? [costBars(one, 'Cost by operation', op)]
      : []),
  ];
  return `<section id="${anchorOf(index)}">
<h2>${escapeHtml(labelOfCase(one.id))}</h2>
<p class="settings">${escapeHtml(one.file)}</p>
<p class="where">${escapeHtml(caseFinding(one))}</p>
${bars.length === 0 ? '' : `<div class="parts">${bars.join('\n')}</div>`}
${one.histogram.length === 0 ? '' : await depthFigure(one, index)}
</section>`;
}

/** What a case reads and pays, and for what it pays most, in sentences. */
function caseFinding(one: BenchCase): string {
  const { reads, cost, peakBytes, by } = one;
  const total = `${exactDigits(reads)} reads at a ByteDMD cost of ${exactDigits(cost)}`;
  if (reads === 0) return `${total}.`;
  const most = [mostOf(operandsOf(one), cost, 'operand'), mostOf(by.line, cost, 'line')].filter(
    (text) => text !== null,
  );
  const where = most.length === 0 ? '' : ` Most is paid for ${most.join(' and ')}.`;
  return `${total}, ${significant(Number(cost) / reads)} a read; at most ${bytes(peakBytes)} are live at a time.${where}`;
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

async function depthFigure(one: BenchCase, index: number): Promise<string> {
  const title = 'How many reads reach how deep';
  return `<figure>
<h4>${title}</h4>
${await chartOfBothWidths((width) => depthBinsChart(one, width), anchorOf(index), `${title}. ${one.id}`)}
</figure>`;
}
