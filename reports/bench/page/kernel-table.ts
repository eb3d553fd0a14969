import type { Check } from '../../gate/check-result.ts';
import { bytes, exactDigits, percent, significant } from '../../writing/format.ts';
import { escapeHtml } from '../../writing/html.ts';
import { type BenchCase, type BenchResult, memoriesOf } from '../bench-result.ts';
import { benchCells, FLOOR_TITLE, hasFloor, TIME_TITLE, timesTheFloor, VERDICT_TITLE } from '../bench-table.ts';
import { labelOfCase } from '../case-id.ts';
import { bar } from './bar.ts';
import { costChange } from './baseline-changes.ts';
import { anchorOf, aRead } from './case-fold.ts';
import { type LabelledColumn, labelledTable } from './labelled-table.ts';

/** A column of figures, and its cell of a case as HTML. */
interface FigureColumn extends LabelledColumn {
  readonly cell: (one: BenchCase) => string;
}

/** The figures of all cases, the dearest first, and of those that are timed their times in a table of its own. */
export function kernelTables(result: BenchResult, check: Check | null): string {
  const sorted = dearestFirst(result.cases);
  return `${figureTable(result.cases, sorted, check)}${timeTable(result, sorted)}`;
}

/** Cases by falling cost, those of equal cost as they came, each with its place in the bench. */
export function dearestFirst(cases: readonly BenchCase[]): { one: BenchCase; index: number }[] {
  return cases.map((one, index) => ({ one, index })).sort((a, b) => Number(b.one.cost) - Number(a.one.cost));
}

function figureTable(
  cases: readonly BenchCase[],
  sorted: ReturnType<typeof dearestFirst>,
  check: Check | null,
): string {
  const furthest = Math.max(...cases.map(aRead));
  const held = new Map(check?.cases.map((each) => [each.id, each]));
  const columns: FigureColumn[] = [
    { title: 'cost', meaning: 'ByteDMD', isSorted: true, cell: ({ cost }) => exactDigits(cost) },
    ...(check === null
      ? []
      : [
          {
            title: 'change',
            meaning: 'of the cost since the baseline',
            cell: ({ id }: BenchCase) => costChange(held.get(id)),
          },
        ]),
    {
      title: 'cost a read',
      meaning: 'how far a read reaches',
      cell: (one) =>
        one.reads === 0 ? '-' : `${significant(aRead(one))}${bar(furthest === 0 ? 0 : aRead(one) / furthest)}`,
    },
    ...(cases.some(({ macs }) => macs !== null && macs > 0)
      ? [{ title: 'cost a MAC', meaning: 'a multiply-accumulate', cell: aMac }]
      : []),
    ...(cases.some(hasFloor)
      ? [{ title: FLOOR_TITLE, meaning: 'the cost over what no order costs less than', cell: timesTheFloor }]
      : []),
    { title: 'reads', cell: ({ reads }) => exactDigits(reads) },
    { title: 'peak live', meaning: 'the most that is alive at a time', cell: ({ peakBytes }) => bytes(peakBytes) },
    ...memoriesOf(cases).map((size) => ({
      title: `misses at ${bytes(size)}`,
      meaning: 'share of reads that miss in a memory of that size',
      cell: (one: BenchCase) => missesAt(one, size),
    })),
  ];
  const rows = sorted.map(({ one, index }) => [link(one, index), ...columns.map(({ cell }) => cell(one))]);
  return labelledTable('Cases', [{ title: 'case' }, ...columns], rows);
}

function timeTable(result: BenchResult, sorted: ReturnType<typeof dearestFirst>): string {
  const { header, rows } = benchCells(result);
  const columns = header.flatMap((title, at) => (title === TIME_TITLE || title === VERDICT_TITLE ? [at] : []));
  if (columns.length === 0) return '';
  const cells = sorted.map(({ one, index }) => [link(one, index), ...columns.map((at) => escapeHtml(rows[index][at]))]);
  const titles = ['case', ...columns.map((at) => header[at])].map((title) => ({ title }));
  return `<h2>Wall time, untraced</h2>\n${labelledTable('Times', titles, cells)}`;
}

function link({ id }: BenchCase, index: number): string {
  return `<a href="#${anchorOf(index)}">${escapeHtml(labelOfCase(id))}</a>`;
}

function aMac({ macs, cost }: BenchCase): string {
  return macs === null || macs === 0 ? '-' : significant(Number(cost) / macs);
}

function missesAt({ misses, reads }: BenchCase, size: number): string {
  const found = misses.find((one) => one.bytes === size);
  return found === undefined || reads === 0 ? '-' : escapeHtml(percent(found.misses / reads));
}
