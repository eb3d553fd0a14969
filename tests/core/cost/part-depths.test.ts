import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LOG_BIN_ENDS, logBins } from '../../../core/cost/curves.ts';
import { DepthHistogram } from '../../../core/cost/depth-histogram.ts';
import { PartDepths } from '../../../core/cost/part-depths.ts';
import { Tally } from '../../../core/cost/tally.ts';
import { productTrace } from '../../support/kernel-traces/kernel-trace-builder.ts';

test('bins end where those of a histogram do, up to the deepest depth there is', () => {
  const histogram = new DepthHistogram();
  const deepest = 2 ** 31 - 2;
  histogram.add(deepest);
  const ends = logBins(histogram).map(({ to }) => to);
  expect([...LOG_BIN_ENDS]).toEqual(ends);
  const depths = new PartDepths(Int32Array.of(0), 1);
  depths.add(0, deepest, 3);
  expect(depths.ofPart(0).at(-1)).toBe(3);
});

test('reads of each part lie in the bin of their depth, however they are told', () => {
  const told = fc.record({
    site: fc.integer({ min: 0, max: 3 }),
    first: fc.integer({ min: 1, max: 5000 }),
    slope: fc.integer({ min: -12, max: 12 }),
    count: fc.integer({ min: 1, max: 300 }),
    times: fc.integer({ min: 1, max: 4 }),
  });
  const partOf = Int32Array.of(0, 1, 0, 2, 2);
  fc.assert(
    fc.property(fc.array(told, { maxLength: 5 }), (all) => {
      const partDepths = new PartDepths(partOf, 3);
      const tally = new Tally(productTrace(2, 'ijk'), { partDepths });
      const histograms = [0, 1, 2].map(() => new DepthHistogram());
      for (const { site, first, slope, count, times } of all) {
        const most = slope < 0 ? Math.min(count, Math.floor((first - 1) / -slope) + 1) : count;
        tally.readProgression(site, 0, first, slope, most, times);
        for (let i = 0; i < most; i++) histograms[partOf[site]].addMany(first + i * slope, times);
      }
      histograms.forEach((histogram, part) => {
        const reads = logBins(histogram).map((bin) => bin.reads);
        const found = [...partDepths.ofPart(part)];
        expect(found.slice(0, reads.length)).toEqual(reads);
        expect(found.slice(reads.length).every((count) => count === 0)).toBe(true);
      });
    }),
  );
});
