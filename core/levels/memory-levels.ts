import { type DepthHistogram, requireHistogram } from '../cost/depth-histogram.ts';
import { InputError, requireList } from '../input-error.ts';
import { type ExactInteger, exactInteger } from '../numbers/exact-integer.ts';

/** One memory of a hierarchy, and what crosses the boundary below it. */
export interface MemoryLevel {
  readonly capacityBytes: number;
  /** Reads that hit here and in no smaller memory. */
  readonly hits: number;
  /** Reads that come from beyond: a read hits where all of its element does. */
  readonly beyond: number;
  /** Bytes that these bring across the boundary; null where elements have several sizes, which a histogram does not tell. */
  readonly bytesAcross: ExactInteger | null;
}

/** What is told where nobody names memories: as large as registers and caches of three levels are. */
export const LEVEL_BYTES: readonly number[] = [2 ** 10, 2 ** 15, 2 ** 20, 2 ** 25];

/**
 * The reads of a histogram as they hit memories of these capacities in bytes, smallest first, and the bytes that cross the
 * boundary below each: those of all reads beyond. Memories are inclusive, fully associative and LRU, with liveness where
 * the histogram has it; writes cross nothing. `elementBytes`: of every element, null where a depth counts bytes.
 * Hits of all levels and what is beyond the last add up to the reads. Throws InputError on capacities that do not rise.
 * O(depths).
 */
export function memoryLevels(
  histogram: DepthHistogram,
  elementBytes: number | null,
  capacities: readonly number[] = LEVEL_BYTES,
): MemoryLevel[] {
  requireHistogram('memoryLevels', histogram);
  requireCapacities('memoryLevels', capacities);
  let beyond = histogram.reads;
  return capacities.map((capacityBytes) => {
    const missed = histogram.reads - histogram.readsWithin(Math.floor(capacityBytes / (elementBytes ?? 1)));
    const hits = beyond - missed;
    beyond = missed;
    const bytesAcross = elementBytes === null ? null : exactInteger(BigInt(beyond) * BigInt(elementBytes));
    return { capacityBytes, hits, beyond, bytesAcross };
  });
}

/** Throws InputError, beginning with `owner`, unless these are positive integers, each larger than the one before. */
export function requireCapacities(owner: string, capacities: readonly number[]): void {
  requireList(`${owner}: capacities`, capacities);
  const isLarger = (bytes: number, index: number): boolean =>
    Number.isSafeInteger(bytes) && bytes > (index === 0 ? 0 : capacities[index - 1]);
  if (capacities.length > 0 && capacities.every(isLarger)) return;
  throw new InputError(
    `${owner}: capacities must be numbers of bytes, each larger than the one before, and at least one`,
  );
}
