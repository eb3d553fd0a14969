import type { DepthHistogram } from '../cost/depth-histogram.ts';
import { OWN_SIZES, type PricedTrace } from '../cost/tally.ts';
import { SLICES } from '../trace/slices.ts';
import type { StackRun, Trace } from '../trace/trace.ts';

/** A figure that two pricings of one trace do not have in common. */
export interface PricedDifference {
  /** As in `reads at depth 5`. */
  readonly figure: string;
  readonly one: string;
  readonly other: string;
}

/**
 * The first figure in which two pricings of a trace differ, or null where they are the same in everything: depths,
 * reads and cost by operand, instructions, cost and live elements by slice, the stack before and after. O(figures).
 */
export function pricedDifference(trace: Trace, one: PricedTrace, other: PricedTrace): PricedDifference | null {
  return (
    depthDifference(one.histogram, other.histogram) ??
    arrayDifference(one.siteReads, other.siteReads, (site) => `reads of ${siteOf(trace, one, site)}`) ??
    costDifference(one, one.siteCost, other.siteCost, (site) => siteOf(trace, one, site)) ??
    arrayDifference(
      one.sliceInstructions,
      other.sliceInstructions,
      (slice) => `instructions of ${sliceOf(trace, slice)}`,
    ) ??
    costDifference(one, one.sliceCost, other.sliceCost, (slice) => sliceOf(trace, slice)) ??
    arrayDifference(one.slicePeak, other.slicePeak, (slice) => `live elements in ${sliceOf(trace, slice)}`) ??
    arrayDifference([one.initialLive], [other.initialLive], () => 'live elements at first') ??
    stackDifference(one.finalStack, other.finalStack)
  );
}

function depthDifference(one: DepthHistogram, other: DepthHistogram): PricedDifference | null {
  const deepest = Math.max(one.maxDepth, other.maxDepth);
  for (let depth = 1; depth <= deepest; depth++) {
    const [a, b] = [one.count(depth), other.count(depth)];
    if (a !== b) return { figure: `reads at depth ${depth}`, one: String(a), other: String(b) };
  }
  return null;
}

function arrayDifference(
  one: ArrayLike<number>,
  other: ArrayLike<number>,
  figureOf: (index: number) => string,
): PricedDifference | null {
  for (let i = 0; i < one.length; i++) {
    if (one[i] !== other[i]) return { figure: figureOf(i), one: String(one[i]), other: String(other[i]) };
  }
  return null;
}

function costDifference(
  { costsAt }: PricedTrace,
  one: readonly Float64Array[],
  other: readonly Float64Array[],
  placeOf: (index: number) => string,
): PricedDifference | null {
  for (let at = 0; at < one.length; at++) {
    const bytes = costsAt[at] === OWN_SIZES ? 'their own' : costsAt[at];
    const found = arrayDifference(one[at], other[at], (i) => `cost at ${bytes} bytes of ${placeOf(i)}`);
    if (found !== null) return found;
  }
  return null;
}

/** Equal stacks are cut into equal runs, by whatever engine. */
function stackDifference(one: readonly StackRun[], other: readonly StackRun[]): PricedDifference | null {
  for (let i = 0; i < Math.max(one.length, other.length); i++) {
    const [a, b] = [runOf(one[i]), runOf(other[i])];
    if (a !== b) return { figure: `run ${i} from the bottom of the stack that is left`, one: a, other: b };
  }
  return null;
}

function runOf(run: StackRun | undefined): string {
  if (run === undefined) return 'none';
  return `${run.count} elements of value ${run.value} from ${run.first} on by ${run.stride}`;
}

function siteOf({ calls }: Trace, { siteStart }: PricedTrace, site: number): string {
  const call = siteStart.findLastIndex((start) => start <= site);
  if (call === calls.length) return `returned value ${site - siteStart[call]}`;
  return `read ${site - siteStart[call]} of call ${call} (${calls[call].kernel})`;
}

function sliceOf({ calls }: Trace, slice: number): string {
  const call = Math.floor(slice / SLICES);
  const piece = slice - call * SLICES;
  return call === calls.length ? 'what is returned' : `piece ${piece} of call ${call} (${calls[call].kernel})`;
}
