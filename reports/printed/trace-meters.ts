import { type MemoryLevel, memoryLevels } from '../../core/levels/memory-levels.ts';
import type { Measurement } from '../../core/measurement/measurement.ts';
import { jsonInteger } from '../../core/numbers/exact-integer.ts';
import { bytes, exactDigits } from '../writing/format.ts';
import { textTable } from '../writing/text-table.ts';

/** What else is told of the reads of a trace, beside what they cost. */
export interface TraceMeters {
  readonly levels: readonly MemoryLevel[];
}

/** Those figures of a measured trace; `levels`: capacities in bytes, smallest first. */
export function traceMeters(measured: Measurement, { levels }: { readonly levels: readonly number[] }): TraceMeters {
  return { levels: memoryLevels(measured.histogram, measured.elementBytes, levels) };
}

/** As `odometer trace --json` prints them, after the report of the update. */
export function metersJson({ levels }: TraceMeters) {
  return {
    levels: levels.map(({ bytesAcross, ...level }) => ({
      ...level,
      bytesAcross: bytesAcross === null ? null : jsonInteger(bytesAcross),
    })),
  };
}

/** For people, after the tables of the update. */
export function metersText({ levels }: TraceMeters): string {
  return textTable(
    ['memory', 'hits', 'reads beyond', 'bytes that cross'],
    levels.map(({ capacityBytes, hits, beyond, bytesAcross }) => [
      bytes(capacityBytes),
      exactDigits(hits),
      exactDigits(beyond),
      bytesAcross === null ? '-' : exactDigits(bytesAcross),
    ]),
  );
}
