import { type DepthHistogram, requireHistogram } from './depth-histogram.ts';

/** Reads whose LRU stack depth lies in `from .. to`. */
export interface DepthBin {
  readonly from: number;
  readonly to: number;
  readonly reads: number;
}

/** Bins an octave of depth: enough for a smooth chart on a logarithmic axis. */
const BINS_PER_OCTAVE = 4;

/** The histogram in bins of equal width on a logarithmic axis (of one depth each while they are narrower than that). */
export function logBins(histogram: DepthHistogram): DepthBin[] {
  const bins: { from: number; to: number; reads: number }[] = [];
  histogram.forEach((depth, count) => {
    let last = bins.at(-1);
    while (last === undefined || depth > last.to) {
      const from = last === undefined ? 1 : last.to + 1;
      last = { from, to: binEnd(from), reads: 0 };
      bins.push(last);
    }
    last.reads += count;
  });
  return bins;
}

function binEnd(from: number): number {
  const bin = Math.floor(Math.log2(from) * BINS_PER_OCTAVE + 1e-9);
  return Math.max(from, Math.ceil(2 ** ((bin + 1) / BINS_PER_OCTAVE)) - 1);
}

/** Where the bins of `logBins` end, the first at depth 1, up to that of the deepest depth there is. */
export const LOG_BIN_ENDS: Int32Array = Int32Array.from(
  (function* () {
    for (let from = 1; from < 2 ** 31; from = binEnd(from) + 1) yield binEnd(from);
  })(),
);

/** The share of reads that miss in a fully associative LRU memory of `capacity` elements. */
export interface MissRatio {
  readonly capacity: number;
  readonly missRatio: number;
}

/**
 * Miss ratio against capacity (Mattson et al., "Evaluation techniques for storage hierarchies", 1970): reads deeper
 * than the capacity miss. Capacity 0, where all reads miss, and the ends of the bins of `logBins`; never rises. There
 * are no compulsory misses, since arguments start on the stack. Empty for a program without reads.
 */
export function missRatioCurve(histogram: DepthHistogram): MissRatio[] {
  requireHistogram('missRatioCurve', histogram);
  if (histogram.reads === 0) return [];
  const curve: MissRatio[] = [{ capacity: 0, missRatio: 1 }];
  let misses = histogram.reads;
  for (const { to, reads } of logBins(histogram)) {
    misses -= reads;
    curve.push({ capacity: to, missRatio: misses / histogram.reads });
  }
  return curve;
}

/** Reads that miss in a fully associative LRU memory of a named size. */
export interface MemoryMisses {
  readonly memory: string;
  readonly capacityBytes: number;
  readonly misses: number;
}

/** As large as caches of the first, second and third level are, and are not any more. */
const MEMORIES = [
  { memory: '32 KiB', capacityBytes: 2 ** 15 },
  { memory: '256 KiB', capacityBytes: 2 ** 18 },
  { memory: '1 MiB', capacityBytes: 2 ** 20 },
  { memory: '32 MiB', capacityBytes: 2 ** 25 },
] as const;

/** How many reads miss in memories of 32 KiB, 256 KiB, 1 MiB and 32 MiB; a depth is so many `bytes`. */
export function missesOf(histogram: DepthHistogram, bytes: number): MemoryMisses[] {
  return MEMORIES.map((memory) => {
    const hits = histogram.readsWithin(Math.floor(memory.capacityBytes / bytes));
    return { ...memory, misses: histogram.reads - hits };
  });
}
