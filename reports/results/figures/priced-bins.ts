import { z } from 'zod';
import { logBins } from '../../../core/cost/curves.ts';
import type { DepthHistogram } from '../../../core/cost/depth-histogram.ts';
import { ELEMENT_BYTES, readCost } from '../../../core/cost/pricing.ts';
import { costAt, count } from './exact-count.ts';

/** How deep reads reach: the fields of a result that are taken from the exact histogram of depths. */
export const depthFields = {
  /** Reads, and their cost, at LRU stack depths `from .. to`. */
  histogram: z.array(
    z.strictObject({ from: count.positive(), to: count.positive(), reads: count, cost: costAt([ELEMENT_BYTES]) }),
  ),
  /** The least depth d of which at least half of the reads lie at 1 .. d. Older files, and those without reads, have none. */
  halfReadsDepth: count.positive().exactOptional(),
  /** The least depth d of which reads at 1 .. d make at least half of the cost at ELEMENT_BYTES. */
  halfCostDepth: count.positive().exactOptional(),
};

const depthSchema = z.strictObject(depthFields);
export type DepthFigures = z.infer<typeof depthSchema>;
export type PricedBin = DepthFigures['histogram'][number];

/** What is halved: all reads, or their cost. */
type Weight = (bin: PricedBin) => number | bigint;
const readsOf: Weight = ({ reads }) => reads;
const costOf: Weight = ({ cost }) => cost[ELEMENT_BYTES];

/** What the results state of a histogram: its bins with what their reads cost, exactly, and the depths of the halves. */
export function depthFigures(exact: DepthHistogram): DepthFigures {
  const histogram = pricedBins(exact);
  const halfReadsDepth = depthOfHalf(exact, halfOf(histogram, readsOf), () => 1);
  const halfCostDepth = depthOfHalf(exact, halfOf(histogram, costOf), (depth) => readCost(depth, ELEMENT_BYTES));
  return {
    histogram,
    ...(halfReadsDepth === null ? {} : { halfReadsDepth }),
    ...(halfCostDepth === null ? {} : { halfCostDepth }),
  };
}

function pricedBins(histogram: DepthHistogram) {
  const bins = logBins(histogram).map((bin) => ({ ...bin, cost: { [ELEMENT_BYTES]: 0 } }));
  let index = 0;
  histogram.forEach((depth, reads) => {
    while (depth > bins[index].to) index++;
    bins[index].cost[ELEMENT_BYTES] += reads * readCost(depth, ELEMENT_BYTES);
  });
  return bins;
}

/** The bin in which the running sum reaches half of the whole, and what it lacks of it before; null of nothing. */
function halfOf(bins: readonly PricedBin[], weight: Weight): { bin: PricedBin; lacking: number } | null {
  const whole = bins.reduce((sum, bin) => sum + BigInt(weight(bin)), 0n);
  let lacking = (whole + 1n) / 2n;
  for (const bin of bins) {
    const here = BigInt(weight(bin));
    if (here > 0n && here >= lacking) return { bin, lacking: Number(lacking) };
    lacking -= here;
  }
  return null;
}

/** What a bin holds is below 2^53, so that the sum within one is exact. */
function depthOfHalf(
  exact: DepthHistogram,
  half: ReturnType<typeof halfOf>,
  weight: (depth: number) => number,
): number | null {
  if (half === null) return null;
  let { lacking } = half;
  let found: number | null = null;
  exact.forEach((depth, reads) => {
    if (depth < half.bin.from || found !== null) return;
    lacking -= reads * weight(depth);
    if (lacking <= 0) found = depth;
  });
  return found;
}

/** How deep half of the reads can reach, and half of the cost, as far as bins tell; 0 where nothing is read. */
export function halvesOfBins({ histogram }: DepthFigures): { readonly reads: number; readonly cost: number } {
  const deepest = (weight: Weight): number => halfOf(histogram, weight)?.bin.to ?? 0;
  return { reads: deepest(readsOf), cost: deepest(costOf) };
}

/** Which depth of a half is not where the bins have it; null: none. */
export function halfMistake({ histogram, halfReadsDepth, halfCostDepth }: DepthFigures): string | null {
  const halves = [
    ['halfReadsDepth', halfReadsDepth, halfOf(histogram, readsOf)],
    ['halfCostDepth', halfCostDepth, halfOf(histogram, costOf)],
  ] as const;
  for (const [name, depth, half] of halves) {
    if (depth === undefined) continue;
    if (half === null) return `${name} is ${depth}, where nothing is read`;
    const { from, to } = half.bin;
    if (depth < from || depth > to) return `${name} is ${depth}, but the half lies at depths ${from} .. ${to}`;
  }
  return null;
}
