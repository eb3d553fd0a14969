import { stringify } from 'csv-stringify/sync';
import { type JsonInteger, jsonInteger } from '../../core/numbers/exact-integer.ts';
import { PLACEMENTS, type Placement } from '../../core/placement/placed-trace.ts';
import { cellText } from '../writing/visible-text.ts';
import {
  arePadded,
  type BenchCase,
  type BenchResult,
  type BreakdownName,
  levelsOf,
  lineLevelsOf,
  memoriesOf,
} from './bench-result.ts';

/** What a case was timed at, and was before, in milliseconds. */
const TIMES = ['median_ms', 'lower_quartile_ms', 'upper_quartile_ms', 'time_samples'] as const;
const COMPARED = ['time_verdict', ...TIMES.map((title) => `baseline_${title}`), 'time_estimator'] as const;

const FIGURES = ['reads', 'cost_bytedmd', 'peak_live_bytes', 'macs', 'bytes_an_element'] as const;

/**
 * What was measured, as CSV: a row a case, `case, file, name` and the figures, then a column for each memory size, and those of
 * times, where there are any, the bytes that cross the
 * boundary below each memory, the floor with the orders that it is of, the reads that miss in memories of lines, and the costs where each value has a place. A row of several element sizes leaves `bytes_an_element` empty.
 */
export function benchCsv({ cases, timeBaseline }: BenchResult): string {
  const memories = memoriesOf(cases);
  const levels = levelsOf(cases);
  const hasFloors = cases.some(({ floor }) => floor !== undefined);
  const isPlaced = cases.some(({ placed }) => placed !== undefined);
  const inLines = lineLevelsOf(cases);
  const isTimed = cases.some(({ time }) => time !== undefined);
  const header = [
    ...['case', 'file', 'name', 'sizes', 'kind', ...FIGURES],
    ...memories.map((size) => `misses_at_${size}`),
    ...(isTimed ? TIMES : []),
    ...(timeBaseline === undefined ? [] : COMPARED),
    ...levels.map((size) => `bytes_across_${size}`),
    ...(hasFloors ? ['floor_bytedmd', 'floor_of'] : []),
    ...inLines.map((size) => `${arePadded(cases) ? 'padded_' : ''}line_misses_at_${size}`),
    ...(isPlaced ? PLACEMENTS.map((placement) => `cost placed ${placement}`.replace(/\W+/g, '_')) : []),
  ];
  const rows = cases.map((one) => [
    cellText(one.id),
    cellText(one.file),
    cellText(one.name),
    cellText(
      Object.entries(one.sizes)
        .map(([size, value]) => `${size}=${value}`)
        .join(' '),
    ),
    one.kind,
    one.reads,
    jsonInteger(one.cost),
    one.peakBytes,
    one.macs,
    one.bytes,
    ...memories.map((size) => one.misses.find(({ bytes }) => bytes === size)?.misses),
    ...(isTimed ? timeCells(one.time) : []),
    ...(timeBaseline === undefined
      ? []
      : [
          one.time?.against?.verdict,
          ...timeCells(one.time?.against),
          one.time?.against && cellText(timeBaseline.estimator),
        ]),
    ...levels.map((size) => acrossAt(one, size)),
    ...(hasFloors ? [one.floor && jsonInteger(one.floor.cost), one.floor && cellText(one.floor.of)] : []),
    ...inLines.map((size) => one.lines?.levels.find(({ capacityBytes }) => capacityBytes === size)?.misses),
    ...(isPlaced ? PLACEMENTS.map((placement) => placedAt(one, placement)) : []),
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

/** null where it is not told. */
function acrossAt({ levels = [] }: BenchCase, size: number): JsonInteger | null {
  const across = levels.find(({ capacityBytes }) => capacityBytes === size)?.bytesAcross ?? null;
  return across === null ? null : jsonInteger(across);
}

function placedAt({ placed }: BenchCase, placement: Placement): JsonInteger | null {
  const found = placed?.find((one) => one.placement === placement);
  return found === undefined ? null : jsonInteger(found.cost);
}

function timeCells(time: BenchCase['time']): (number | undefined)[] {
  return [time?.medianMs, time?.lowerQuartileMs, time?.upperQuartileMs, time?.samples];
}
