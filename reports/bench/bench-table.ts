import { fittedTable } from '../writing/fitted-table.ts';
import { bytes, exactDigits, significant } from '../writing/format.ts';
import type { TextCells } from '../writing/text-table.ts';
import { visibleText } from '../writing/visible-text.ts';
import { TERMINAL_WIDTH, wrappedText } from '../writing/wrapped-text.ts';
import {
  arePadded,
  type BenchCase,
  type BenchResult,
  type BreakdownName,
  type CasePart,
  type CaseTime,
  lineLevelsOf,
  memoriesOf,
} from './bench-result.ts';

/** The columns of times. */
export const TIME_TITLE = 'median time (quartiles)';
export const VERDICT_TITLE = 'against the baseline';

/** The column of costs over floors. */
export const FLOOR_TITLE = 'times the floor';

/** What was measured, for a terminal `width` columns wide: a line a case, in as many tables as the columns need. */
export function benchTable(result: BenchResult, width: number = TERMINAL_WIDTH): string {
  const lines = [settingsLine(result.settings), ...timesLine(result), ...floorLine(result), ...macsLine(result)];
  const wrapped = lines.flatMap((line) => wrappedText(line, width, '  '));
  return `${fittedTable(benchCells(result), width)}${wrapped.map((line) => `${line}\n`).join('')}`;
}

/** The figures of each case as text. Sizes of memory are those that the cases name. */
export function benchCells({ cases, timeBaseline }: BenchResult): TextCells {
  const memories = memoriesOf(cases);
  const isTimed = cases.some((one) => one.time !== undefined);
  const hasFloors = cases.some(hasFloor);
  const inLines = lineLevelsOf(cases);
  const ofLines = arePadded(cases) ? 'padded line' : 'line';
  const isCompared = timeBaseline !== undefined;
  const header = [
    'case',
    ...(hasFloors ? [FLOOR_TITLE] : []),
    'reads',
    'ByteDMD cost',
    'cost a read',
    'peak live',
    ...memories.map((size) => `misses at ${bytes(size)}`),
    'MACs',
    ...inLines.map((size) => `${ofLines} misses at ${bytes(size)}`),
    ...(isTimed ? [TIME_TITLE] : []),
    ...(isCompared ? [VERDICT_TITLE] : []),
  ];
  const rows = cases.map((one) => [
    one.id,
    ...(hasFloors ? [timesTheFloor(one)] : []),
    exactDigits(one.reads),
    exactDigits(one.cost),
    one.reads === 0 ? '-' : significant(Number(one.cost) / one.reads),
    bytes(one.peakBytes),
    ...memories.map((size) => missesAt(one, size)),
    one.macs === null ? '-' : exactDigits(one.macs),
    ...inLines.map((size) => lineMissesAt(one, size)),
    ...(isTimed ? [timeText(one.time)] : []),
    ...(isCompared ? [verdictText(one)] : []),
  ]);
  return { header, rows };
}

/** Each case's parts by one thing, most costly first, with its share, for a terminal `width` columns wide. */
export function breakdownTable({ cases }: BenchResult, by: BreakdownName, width: number = TERMINAL_WIDTH): string {
  const rows = cases.flatMap((one) => {
    const parts = one.by[by];
    if (parts === undefined) return [[one.id, 'not known', '-', '-', '-']];
    return mostFirst(parts).map(({ name, reads, cost }) => [
      one.id,
      name,
      exactDigits(reads),
      exactDigits(cost),
      one.cost === 0 ? '-' : `${significant((100 * cost) / Number(one.cost))} %`,
    ]);
  });
  return fittedTable({ header: ['case', by, 'reads', 'ByteDMD cost', 'share'], rows }, width);
}

/** Parts by falling cost; where equal, by name. */
export function mostFirst(parts: readonly CasePart[]): CasePart[] {
  return [...parts].sort((a, b) => b.cost - a.cost || (a.name < b.name ? -1 : 1));
}

/** What the figures depend on, in a sentence. */
export function settingsLine({
  semantics,
  granularity,
  bytes: width,
  seed,
  schedule,
}: BenchResult['settings']): string {
  const order = schedule === undefined ? '' : `, schedule ${visibleText(schedule)}`;
  return `${semantics}, ${granularity} granularity, ${width} ${width === 1 ? 'byte' : 'bytes'} an element, seed ${seed}${order}.`;
}

/** What times were held against, in a sentence; none where they were not. */
export function timesLine({ timeBaseline }: BenchResult): string[] {
  if (timeBaseline === undefined) return [];
  const { file, estimator } = timeBaseline;
  return [`Times against ${visibleText(file)}: ${visibleText(estimator)}, else inconclusive.`];
}

/** Of which orders the floors are, and why some cases or all have none, in a sentence; none where nothing is known of floors. */
export function floorLine({ cases }: BenchResult): string[] {
  const floor = cases.find(hasFloor)?.floor;
  const reasons = new Set(cases.flatMap((one) => (hasFloor(one) ? [] : (one.whyNoFloor ?? []))));
  const why = reasons.size === 0 ? '' : `: ${[...reasons].map(visibleText).join('; ')}`;
  if (!floor) return reasons.size === 0 ? [] : [`No floor${why}.`];
  return [`Floor: of ${visibleText(floor.of)}; - where none is proved${why}.`];
}

/** Why some cases show no multiply-accumulates, in a sentence; none where all do. */
export function macsLine({ cases }: BenchResult): string[] {
  return cases.some(({ macs }) => macs === null)
    ? ['MACs: - of plain loops, in which multiplications and additions are operations of their own.']
    : [];
}

/** Whether a floor of a case is proved. */
export function hasFloor({ floor }: BenchCase): boolean {
  return floor !== undefined && floor !== null;
}

/** How often its floor a case costs, as text. */
export function timesTheFloor({ cost, floor }: BenchCase): string {
  return floor === undefined || floor === null ? '-' : significant(Number(cost) / Number(floor.cost));
}

function missesAt({ misses }: BenchCase, size: number): string {
  const found = misses.find((one) => one.bytes === size);
  return found === undefined ? '-' : exactDigits(found.misses);
}

function lineMissesAt({ lines }: BenchCase, size: number): string {
  const found = lines?.levels.find(({ capacityBytes }) => capacityBytes === size);
  return found === undefined ? '-' : exactDigits(found.misses);
}

function timeText(time: CaseTime | undefined): string {
  if (time === undefined) return '-';
  const { medianMs, lowerQuartileMs, upperQuartileMs } = time;
  return `${significant(medianMs)} ms (${significant(lowerQuartileMs)} .. ${significant(upperQuartileMs)})`;
}

function verdictText({ time }: BenchCase): string {
  return time?.against === undefined ? '-' : `${time.against.verdict}, was ${timeText(time.against)}`;
}
