import type { Nest } from './nest.ts';
import { isLoop, MAX_LOOPS, tripCount } from './nest.ts';

/** A call's curve is sampled in at most this many pieces: equal cuts of its first loop that runs more than once. */
export const SLICES = 16;

/** Where the loops around stand in their first iterations. */
const AT_FIRST = new Uint8Array(MAX_LOOPS);

/** The piece of its call that iteration `v` of `trip` of the sliced loop belongs to. */
export function sliceOf(v: number, trip: number): number {
  return trip <= SLICES ? v : Math.floor((v * SLICES) / trip);
}

/** The depth of the loop that a call's pieces are cut from: the first on the way in that runs more than once, or -1. */
export function slicedDepth(nest: Nest): number {
  let nodes = nest.body;
  for (let depth = 0; ; depth++) {
    const [only] = nodes;
    if (only === undefined || nodes.length !== 1 || !isLoop(only)) return -1;
    if (tripCount(only.trip, AT_FIRST) > 1) return depth;
    nodes = only.body;
  }
}
