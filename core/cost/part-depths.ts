import { LOG_BIN_ENDS } from './curves.ts';

const BINS = LOG_BIN_ENDS.length;
/** Octaves of a depth: numbers of bits. */
const BITS = 32;
/** By bits of a depth: the bin of the first depth that has so many. */
const FIRST_BIN = Int32Array.from({ length: BITS }, (_, bits) =>
  Math.max(
    0,
    LOG_BIN_ENDS.findIndex((end) => end >= 2 ** (bits - 1)),
  ),
);

/** How many reads of each part of a trace, a site belonging to one, go to each bin of depths, counted while an engine prices. */
export class PartDepths {
  /** By site. */
  readonly partOf: Int32Array;
  /** By part, and in it by bin. */
  private readonly reads: Float64Array;

  /** `partOf`: by site the number of its part, of so many. */
  constructor(partOf: Int32Array, parts: number) {
    this.partOf = partOf;
    this.reads = new Float64Array(parts * BINS);
  }

  /** Counts `count` reads of a site at one depth. */
  add(site: number, depth: number, count: number): void {
    this.reads[this.partOf[site] * BINS + binOf(depth)] += count;
  }

  /** Counts `times` reads of a site at each of the `count` depths lowest, lowest + step, ... O(bins among them). */
  addProgression(site: number, lowest: number, step: number, count: number, times: number): void {
    const { reads } = this;
    const base = this.partOf[site] * BINS;
    let depth = lowest;
    let left = count;
    for (let bin = binOf(lowest); left > 0; bin++) {
      // Where a step goes over a whole bin this is not positive.
      const here = Math.min(left, Math.floor((LOG_BIN_ENDS[bin] - depth) / step) + 1);
      if (here <= 0) continue;
      reads[base + bin] += here * times;
      depth += here * step;
      left -= here;
    }
  }

  /** The reads of a part in each bin of `logBins`, from depth 1 on. */
  ofPart(part: number): Float64Array {
    return this.reads.subarray(part * BINS, (part + 1) * BINS);
  }
}

/** The bin of a depth: an octave has four at most. */
function binOf(depth: number): number {
  let bin = FIRST_BIN[BITS - Math.clz32(depth)];
  while (depth > LOG_BIN_ENDS[bin]) bin++;
  return bin;
}
