import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DepthHistogram } from '../../../../core/cost/depth-histogram.ts';
import { depthFigures, halfMistake } from '../../../../reports/results/figures/priced-bins.ts';

function histogramOf(counts: readonly (readonly [depth: number, reads: number])[]): DepthHistogram {
  const histogram = new DepthHistogram();
  for (const [depth, reads] of counts) histogram.addMany(depth, reads);
  return histogram;
}

/** Every byte by its own root, in integers of any size. */
function costOf(depth: number): bigint {
  return [3, 2, 1, 0].reduce((sum, byte) => sum + BigInt(Math.ceil(Math.sqrt(4 * depth - byte))), 0n);
}

/** The least depth at which twice the running sum is no less than the whole. */
function leastHalf(counts: readonly (readonly [number, number])[], weight: (depth: number) => bigint) {
  const weighed = counts.map(([depth, reads]) => [depth, BigInt(reads) * weight(depth)] as const);
  const whole = weighed.reduce((sum, [, here]) => sum + here, 0n);
  const below = (most: number): bigint =>
    weighed.reduce((sum, [depth, here]) => (depth <= most ? sum + here : sum), 0n);
  return counts
    .map(([depth]) => depth)
    .sort((a, b) => a - b)
    .find((depth) => whole > 0n && 2n * below(depth) >= whole);
}

test('the depths of the halves are the least ones, exactly', () => {
  const depth = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 5000 }));
  const reads = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 2 ** 36 }));
  fc.assert(
    fc.property(fc.array(fc.tuple(depth, reads), { maxLength: 12 }), (counts) => {
      const figures = depthFigures(histogramOf(counts));
      expect(figures.halfReadsDepth).toBe(leastHalf(counts, () => 1n));
      expect(figures.halfCostDepth).toBe(leastHalf(counts, costOf));
      expect(halfMistake(figures)).toBeNull();
    }),
  );
});

test('what is exactly half is reached; what lies one read short of it is not', () => {
  expect(
    depthFigures(
      histogramOf([
        [3, 5],
        [1000, 5],
      ]),
    ).halfReadsDepth,
  ).toBe(3);
  expect(
    depthFigures(
      histogramOf([
        [3, 5],
        [1000, 6],
      ]),
    ).halfReadsDepth,
  ).toBe(1000);
});

describe('depths of halves that the bins contradict are found', () => {
  const figures = depthFigures(
    histogramOf([
      [3, 5],
      [1000, 6],
    ]),
  );
  test.each([
    [{ ...figures, halfReadsDepth: 3 }, /^halfReadsDepth is 3, but the half lies at depths 8\d\d \.\. 10\d\d$/],
    [{ ...figures, halfCostDepth: 5000 }, /^halfCostDepth is 5000, but/],
    [{ histogram: [], halfCostDepth: 1 }, /^halfCostDepth is 1, where nothing is read$/],
  ])('%#', (wrong, message) => {
    expect(halfMistake(wrong)).toMatch(message);
  });
});
