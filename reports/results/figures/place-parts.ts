import { z } from 'zod';
import { ELEMENT_BYTES } from '../../../core/cost/pricing.ts';
import type { PlacePart } from '../../../core/parts/site-parts.ts';
import { costAt, count } from './exact-count.ts';

/** What is read in calls of one kernel from one source line, in one layer and phase: the finest parts of an update. */
export const placesSchema = z.array(
  z.strictObject({
    phase: z.string(),
    layer: count.nullable(),
    /** null: what the returned values are read for at the end. */
    kernel: z.string().nullable(),
    /** As `file:line` of the rule's source; null: nobody knows which. */
    line: z.string().nullable(),
    reads: count,
    cost: costAt([ELEMENT_BYTES]),
  }),
);

export type PlaceResult = z.infer<typeof placesSchema>[number];

/** The levels of a place, outermost first. */
type Level = Exclude<keyof PlaceResult, 'reads' | 'cost'>;

/** The measured places, those of all operands added up, in order of first occurrence. */
export function placeResults(places: readonly PlacePart[]): PlaceResult[] {
  return mergedPlaces(
    places.map(({ phase, layer, kernel, line, reads, cost }) => {
      return { phase, layer, kernel, line, reads, cost: { [ELEMENT_BYTES]: cost[ELEMENT_BYTES] } };
    }),
    ['phase', 'layer', 'kernel', 'line'],
  );
}

/** Places that are the same at all of `levels`, added up, in order of first occurrence; their other levels are null. */
export function mergedPlaces(places: readonly PlaceResult[], levels: readonly Level[]): PlaceResult[] {
  const nowhere = { layer: null, kernel: null, line: null };
  const merged = new Map<string, PlaceResult>();
  for (const place of places) {
    const { phase, reads, cost } = place;
    const key = JSON.stringify(levels.map((level) => place[level]));
    const sum = merged.get(key);
    const kept = Object.fromEntries(levels.map((level) => [level, place[level]]));
    merged.set(key, {
      ...(sum ?? { ...nowhere, phase, ...kept }),
      reads: reads + (sum?.reads ?? 0),
      cost: { [ELEMENT_BYTES]: Number(cost[ELEMENT_BYTES]) + Number(sum?.cost[ELEMENT_BYTES] ?? 0) },
    });
  }
  return [...merged.values()];
}

/** What the parts of an update add up to. */
export interface PartTotals {
  readonly reads: number;
  /** At ELEMENT_BYTES. */
  readonly cost: number | bigint;
}

/** What is wrong with parts that do not add up to the reads and the cost of their update; null: nothing. */
export function partsMistake(
  parts: readonly Pick<PlaceResult, 'reads' | 'cost'>[],
  { reads, cost }: PartTotals,
): string | null {
  const readsOfAll = parts.reduce((sum, part) => sum + part.reads, 0);
  if (readsOfAll !== reads) return `adds up to ${readsOfAll} reads of ${reads}`;
  const costOfAll = parts.reduce((sum, part) => sum + BigInt(part.cost[ELEMENT_BYTES]), 0n);
  return costOfAll === BigInt(cost) ? null : `adds up to a cost of ${costOfAll}, not ${cost}`;
}
