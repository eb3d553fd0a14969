import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DepthHistogram } from '../../../core/cost/depth-histogram.ts';
import { ceilSqrt, rootSum } from '../../../core/cost/pricing.ts';
import { Random } from '../../../core/numbers/random.ts';
import { BlockStack } from '../../../core/stack/block-stack.ts';
import { ListStack } from '../../../core/stack/depth-stack.ts';

const first = fc.integer({ min: 1, max: 5000 });
const step = fc.integer({ min: 1, max: 40 });
const count = fc.integer({ min: 1, max: 300 });

test('rootSum is the sum of the roots, one by one', () => {
  fc.assert(
    fc.property(first, step, count, (first, step, count) => {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += ceilSqrt(first + i * step);
      expect(rootSum(first, step, count)).toBe(sum);
    }),
  );
});

test('a histogram of progressions is the histogram of their depths', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(first, step, count, fc.integer({ min: 1, max: 5 })), { minLength: 1 }), (all) => {
      const progressions = new DepthHistogram();
      const depths = new DepthHistogram();
      all.forEach(([first, step, count, times], index) => {
        progressions.addProgression(first, step, count, times);
        for (let i = 0; i < count; i++) depths.addMany(first + i * step, times);
        // Queries in between resolve what is pending.
        if (index % 3 === 1) expect(progressions.count(first)).toBe(depths.count(first));
      });
      expect(progressions.equals(depths)).toBe(true);
    }),
  );
});

test('a block stack of single elements and runs tells the depths that a list tells', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
      const random = new Random(seed);
      const addresses = 3000;
      const blocks = new BlockStack(addresses);
      const list = new ListStack();
      for (let first = 0; first < addresses; ) {
        const length = Math.min(1 + random.integer(200), addresses - first);
        blocks.pushRun(first, 1, length);
        for (let i = 0; i < length; i++) list.push(first + i);
        first += length;
      }
      for (let turn = 0; turn < 1500; turn++) {
        // Most of them close together, so that cuts crowd into few slots.
        const address = random.uniform() < 0.7 ? 1000 + random.integer(300) : random.integer(addresses);
        if (!blocks.has(address)) continue;
        expect(blocks.depthOf(address)).toBe(list.depthOf(address));
        if (random.uniform() < 0.3) {
          blocks.remove(address);
          list.remove(address);
        } else {
          blocks.bump(address);
          list.bump(address);
        }
      }
      const topmost: number[] = [];
      blocks.forEach((address) => {
        topmost.unshift(address);
      });
      expect(topmost).toEqual([...list.keysFromTop()]);
    }),
    { numRuns: 8 },
  );
});
