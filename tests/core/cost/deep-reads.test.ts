import fc from 'fast-check';
import { expect, test } from 'vitest';
import { costOfDeepReads, deepReadsOf } from '../../../core/cost/deep-reads.ts';
import { DepthHistogram } from '../../../core/cost/depth-histogram.ts';
import { readCostBig } from '../../../core/cost/pricing.ts';
import { priceByElement } from '../../../core/element-engine/element-engine.ts';
import { GRANULARITIES, SEMANTICS } from '../../../core/trace/trace.ts';
import { randomTrace } from '../../support/traces/random-trace.ts';

const WIDTHS = [1, 2, 3, 4, 8];

/** The cost, read by read: a histogram adds its own up by `costOfDeepReads`. */
function costByDepth(histogram: DepthHistogram, bytes: number): bigint {
  let cost = 0n;
  histogram.forEach((depth, count) => {
    cost += BigInt(count) * readCostBig(BigInt(depth), BigInt(bytes));
  });
  return cost;
}

test('the cost of a trace follows from how many reads go deeper than each depth', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 31 - 1 }),
      fc.constantFrom(...SEMANTICS),
      fc.constantFrom(...GRANULARITIES),
      (seed, semantics, granularity) => {
        const { histogram } = priceByElement(randomTrace(seed), { semantics, granularity });
        for (const bytes of WIDTHS) {
          expect(BigInt(costOfDeepReads(deepReadsOf(histogram), bytes))).toBe(costByDepth(histogram, bytes));
        }
      },
    ),
    { numRuns: 200 },
  );
});

test('and beyond 2^53 it is exact', () => {
  const histogram = new DepthHistogram();
  histogram.addMany(2 ** 21 + 5, 2 ** 45 + 1);
  for (const bytes of WIDTHS) {
    expect(BigInt(costOfDeepReads(deepReadsOf(histogram), bytes))).toBe(costByDepth(histogram, bytes));
  }
});

test('as many reads go deeper than a depth as a histogram holds below it', () => {
  const histogram = new DepthHistogram();
  histogram.addMany(3, 5);
  histogram.addMany(7, 2);
  const deepReads = deepReadsOf(histogram);
  expect([0, 2, 3, 6, 7, 100].map(deepReads)).toEqual([7, 7, 2, 2, 0, 0]);
});
