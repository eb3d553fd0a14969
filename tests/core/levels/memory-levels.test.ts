import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DepthHistogram } from '../../../core/cost/depth-histogram.ts';
import { InputError } from '../../../core/input-error.ts';
import { LEVEL_BYTES, memoryLevels } from '../../../core/levels/memory-levels.ts';

function histogramOf(depths: readonly number[]): DepthHistogram {
  const histogram = new DepthHistogram();
  for (const depth of depths) histogram.add(depth);
  return histogram;
}

const depthLists = fc.array(fc.integer({ min: 1, max: 3000 }), { maxLength: 200 });
const rising = fc.uniqueArray(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 6 });

test('hits over all memories and what is beyond the last are all reads', () => {
  fc.assert(
    fc.property(depthLists, rising, fc.constantFrom(1, 2, 4, 8), (depths, sizes, bytes) => {
      const levels = memoryLevels(
        histogramOf(depths),
        bytes,
        [...sizes].sort((a, b) => a - b),
      );
      const hits = levels.reduce((sum, level) => sum + level.hits, 0);
      expect(hits + (levels.at(-1)?.beyond ?? 0)).toBe(depths.length);
      for (const { capacityBytes, beyond, bytesAcross } of levels) {
        expect(beyond).toBe(depths.filter((depth) => depth * bytes > capacityBytes).length);
        expect(bytesAcross).toBe(beyond * bytes);
      }
    }),
  );
});

test('an element hits a memory that holds all of it', () => {
  const [first, second] = memoryLevels(histogramOf([1, 2, 3, 4]), 4, [7, 12]);
  expect(first).toEqual({ capacityBytes: 7, hits: 1, beyond: 3, bytesAcross: 12 });
  expect(second).toEqual({ capacityBytes: 12, hits: 2, beyond: 1, bytesAcross: 4 });
});

test('elements of several sizes hit by bytes, and how many bytes cross is not told', () => {
  expect(memoryLevels(histogramOf([3, 20]), null, [10])).toEqual([
    { capacityBytes: 10, hits: 1, beyond: 1, bytesAcross: null },
  ]);
});

test('traffic above 2^53 bytes is exact', () => {
  const histogram = new DepthHistogram();
  histogram.addMany(2 ** 30, 2 ** 52 + 1);
  expect(memoryLevels(histogram, 4)[0].bytesAcross).toBe(2n ** 54n + 4n);
});

test('where no memories are named they are those of a processor', () => {
  const told = memoryLevels(histogramOf([1]), 4).map(({ capacityBytes }) => capacityBytes);
  expect(told).toEqual([1024, 32768, 1048576, 33554432]);
  expect(told).toEqual(LEVEL_BYTES);
});

test.each([[[]], [[4, 4]], [[8, 4]], [[0]], [[1.5]]])('capacities that do not rise are refused: %j', (capacities) => {
  expect(() => memoryLevels(histogramOf([1]), 4, capacities)).toThrow(InputError);
});
