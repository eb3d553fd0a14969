import { stringify } from 'csv-stringify/sync';
import { jsonInteger } from '../../core/numbers/exact-integer.ts';
import { cellText } from '../writing/visible-text.ts';
import type { BenchResult, BreakdownName } from './bench-result.ts';

const FIGURES = ['reads', 'cost_bytedmd', 'peak_live_bytes', 'macs', 'bytes_an_element'] as const;

/**
 * What was measured, as CSV: a row a case, `case, file, name` and the figures, then a column for each memory size. A row of
 * several element sizes leaves `bytes_an_element` empty.
 */
export function benchCsv({ cases }: BenchResult): string {
  const memories = [...new Set(cases.flatMap(({ misses }) => misses.map(({ bytes }) => bytes)))].sort((a, b) => a - b);
  const header = ['case', 'file', 'name', 'sizes', 'kind', ...FIGURES, ...memories.map((size) => `misses_at_${size}`)];
  const rows = cases.map((one) => [
    cellText(one.id),
    cellText(one.file),
    cellText(one.name),
    Object.entries(one.sizes)
      .map(([size, value]) => `${size}=${value}`)
      .join(' '),
    one.kind,
    one.reads,
    jsonInteger(one.cost),
    one.peakBytes,
    one.macs,
    one.bytes,
    ...memories.map((size) => one.misses.find(({ bytes }) => bytes === size)?.misses),
  ]);
  return stringify([header, ...rows]);
}

/** The parts of all cases by one thing, as CSV: a row a part. */
export function breakdownCsv({ cases }: BenchResult, by: BreakdownName): string {
  const rows = cases.flatMap((one) =>
    (one.by[by] ?? []).map(({ name, reads, cost }) => [cellText(one.id), cellText(name), reads, cost]),
  );
  return stringify([['case', by, 'reads', 'cost_bytedmd'], ...rows]);
}
