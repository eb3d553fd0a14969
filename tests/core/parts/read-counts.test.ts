import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DepthHistogram } from '../../../core/cost/depth-histogram.ts';
import { ReadCounts } from '../../../core/parts/read-counts.ts';

test('reads are those of each part, at any depth', () => {
  const depth = fc.oneof(
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1020, max: 1030 }),
    fc.nat(2 ** 20).map((d) => d + 1),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(9), depth)), (reads) => {
      const counts = new ReadCounts();
      const wanted = Array.from({ length: 10 }, () => new DepthHistogram());
      for (const part of wanted.keys()) expect(counts.addPart()).toBe(part);
      for (const [part, at] of reads) {
        counts.add(part, at);
        wanted[part].add(at);
      }
      for (const [part, histogram] of wanted.entries()) {
        const found = new DepthHistogram();
        counts.addTo(found, part);
        expect(found.equals(histogram)).toBe(true);
      }
    }),
  );
  expect(() => new ReadCounts().add(0, 0)).toThrow();
});
