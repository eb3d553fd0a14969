import { type PricedFloor, pricedFloor, whyNoFloor } from '../../core/floors/priced-floor.ts';
import { withPlace } from '../../core/input-error.ts';
import { type MemoryLevel, memoryLevels } from '../../core/levels/memory-levels.ts';
import type { LineLayout } from '../../core/lines/line-layout.ts';
import { type LineTraffic, lineTraffic } from '../../core/lines/line-traffic.ts';
import { costKey, type Measurement } from '../../core/measurement/measurement.ts';
import { jsonCost } from '../../core/measurement/measurement-json.ts';
import { jsonInteger } from '../../core/numbers/exact-integer.ts';
import { type PlacedCost, placedCosts } from '../../core/placement/placed-trace.ts';
import type { Trace } from '../../core/trace/trace.ts';
import { bytes, exactDigits, threeDigits } from '../writing/format.ts';
import { textTable } from '../writing/text-table.ts';
import { visibleText } from '../writing/visible-text.ts';
import { TERMINAL_WIDTH, wrappedText } from '../writing/wrapped-text.ts';

/** What else is told of the reads of a trace, beside what they cost. */
export interface TraceMeters {
  readonly floor: PricedFloor | null;
  /** Why there is none, or why kernels are left out of it; null: none is. */
  readonly whyNoFloor: string | null;
  /** How often its floor a trace costs, cold, at the bytes of its elements; null where it has none. */
  readonly timesTheFloor: number | null;
  readonly levels: readonly MemoryLevel[];
  /** At the bytes of the elements; null where the reads of each element are not seen. */
  readonly placed: readonly PlacedCost[] | null;
  /** Missing: nobody asked. */
  readonly lines?: LineTraffic;
}

/** Those figures of a measured trace; `levels`: capacities in bytes, smallest first; `line`: bytes of a cache line, where lines are told, `layout`: how values lie in them. */
export function traceMeters(
  trace: Trace,
  measured: Measurement,
  {
    levels,
    line,
    layout,
  }: {
    readonly levels: readonly number[];
    readonly line?: number | undefined;
    readonly layout?: LineLayout | undefined;
  },
): TraceMeters {
  const { histogram, elementBytes, cost, granularity, reads } = measured;
  const widths = elementBytes === null ? [] : [...new Set([1, elementBytes])];
  const floor = pricedFloor(trace, measured, widths);
  const at = costKey(measured);
  return {
    floor,
    whyNoFloor: floor?.without.length === 0 ? null : whyNoFloor(trace, measured, widths),
    timesTheFloor: floor && Number(cost.cold[at]) / Number(floor.cost[at]),
    levels: memoryLevels(histogram, elementBytes, levels),
    placed: elementBytes === null ? null : placedCosts(trace, { granularity, bytes: elementBytes, reads }),
    ...(line === undefined
      ? {}
      : { lines: withPlace('--line', () => lineTraffic(trace, { lineBytes: line, layout, capacities: levels })) }),
  };
}

/** As `odometer trace --json` prints them, after the report of the update. */
export function metersJson({ floor, whyNoFloor, timesTheFloor, levels, placed, lines }: TraceMeters) {
  return {
    floor: floor && { ...floor, cost: jsonCost(floor.cost) },
    whyNoFloor,
    timesTheFloor,
    levels: levels.map(({ bytesAcross, ...level }) => ({
      ...level,
      bytesAcross: bytesAcross === null ? null : jsonInteger(bytesAcross),
    })),
    placed: placed === null ? null : placed.map(({ placement, cost }) => ({ placement, cost: jsonInteger(cost) })),
    ...(lines === undefined ? {} : { lines }),
  };
}

/** For people, after the tables of the update. */
export function metersText(meters: TraceMeters): string {
  const { levels, placed, lines } = meters;
  const memories = textTable(
    ['memory', 'hits', 'reads beyond', 'bytes that cross'],
    levels.map(({ capacityBytes, hits, beyond, bytesAcross }) => [
      bytes(capacityBytes),
      exactDigits(hits),
      exactDigits(beyond),
      bytesAcross === null ? '-' : exactDigits(bytesAcross),
    ]),
  );
  const places = textTable(
    ['each value at one place', 'cost'],
    (placed ?? []).map(({ placement, cost }) => [placement, exactDigits(cost)]),
  );
  return `${memories}\n${placed === null ? '' : `${places}\n`}${lines === undefined ? '' : `${linesTable(lines)}\n`}${floorSentences(
    meters,
  )
    .flatMap((sentence) => wrappedText(sentence, TERMINAL_WIDTH, '  '))
    .join('\n')}\n`;
}

function linesTable({ lineBytes, layout, levels }: LineTraffic): string {
  return textTable(
    [
      `lines of ${bytes(lineBytes)}${layout === 'padded' ? ', rows padded' : ''}`,
      'reads that miss',
      'bytes that cross',
    ],
    levels.map(({ capacityBytes, misses, bytesAcross }) => [
      bytes(capacityBytes),
      exactDigits(misses),
      exactDigits(bytesAcross),
    ]),
  );
}

function floorSentences({ floor, whyNoFloor, timesTheFloor }: TraceMeters): string[] {
  const why = whyNoFloor === null ? [] : [visibleText(whyNoFloor)];
  if (floor === null || timesTheFloor === null) return why.map((reason) => `No floor: ${reason}.`);
  const { cost, of } = floor;
  const total = Object.values(cost).at(-1) ?? 0;
  return [
    `${threeDigits(timesTheFloor)} times the floor, ${exactDigits(total)}: of ${of}.`,
    ...why.map((reason) => `Not in the floor: some of ${reason}.`),
  ];
}
