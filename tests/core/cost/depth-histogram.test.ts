import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { DepthHistogram } from '../../../core/cost/depth-histogram.ts';
import { readCostBig } from '../../../core/cost/pricing.ts';

const depth = fc.integer({ min: 1, max: 400 });
const step = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), depth }),
  fc.record({ kind: fc.constant('addMany' as const), depth, count: fc.nat({ max: 2 ** 45 }) }),
  fc.record({ kind: fc.constant('addProgression' as const), ends: fc.tuple(depth, depth) }),
  fc.record({ kind: fc.constant('count' as const), depth }),
);
const steps = fc.array(step, { size: 'max', maxLength: 60 });

/** Applies steps, checking each query against a Map; returns both. */
function replay(list: typeof steps extends fc.Arbitrary<infer T> ? T : never) {
  const histogram = new DepthHistogram();
  const wanted = new Map<number, number>();
  const expectMore = (at: number, count: number): void => {
    if (count > 0) wanted.set(at, (wanted.get(at) ?? 0) + count);
  };
  for (const item of list) {
    if (item.kind === 'add') {
      histogram.add(item.depth);
      expectMore(item.depth, 1);
    } else if (item.kind === 'addMany') {
      histogram.addMany(item.depth, item.count);
      expectMore(item.depth, item.count);
    } else if (item.kind === 'addProgression') {
      const first = Math.min(...item.ends);
      const last = Math.max(...item.ends);
      histogram.addProgression(first, 1, last - first + 1);
      for (let d = first; d <= last; d++) expectMore(d, 1);
    } else {
      expect(histogram.count(item.depth)).toBe(wanted.get(item.depth) ?? 0);
    }
  }
  return { histogram, wanted };
}

function binsOf(histogram: DepthHistogram): [number, number][] {
  const bins: [number, number][] = [];
  histogram.forEach((at, count) => {
    bins.push([at, count]);
  });
  return bins;
}

test('holds what was added, in any order of adding and asking', () => {
  fc.assert(
    fc.property(steps, (list) => {
      const { histogram, wanted } = replay(list);
      expect(binsOf(histogram)).toEqual([...wanted].sort(([a], [b]) => a - b));
      expect(histogram.reads).toBe([...wanted.values()].reduce((a, b) => a + b, 0));
      expect(histogram.maxDepth).toBe(Math.max(0, ...wanted.keys()));
    }),
  );
});

test('a range ends where it says, at any depth and before a deeper one', () => {
  for (let last = 1; last <= 600; last++) {
    const histogram = new DepthHistogram();
    histogram.addProgression(1, 1, last);
    histogram.addProgression(last, 1, 701);
    expect([histogram.count(last - 1), histogram.count(last), histogram.count(last + 1)]).toEqual([
      last === 1 ? 0 : 1,
      2,
      1,
    ]);
  }
});

test.each([2 ** 31 - 1, 2 ** 31, 2 ** 31 + 1, 2 ** 33])('holds %i reads at each depth of a progression', (times) => {
  // Short ones are counted depth by depth, long ones by their ends unless they are steep.
  for (const length of [4, 64, 65, 100]) {
    const histogram = new DepthHistogram();
    const wanted = new Map<number, number>();
    for (const [first, step] of [
      [5, 3],
      [11, 1],
      [2, 8],
      [7, 9],
    ]) {
      histogram.addProgression(first, step, length, times);
      for (let i = 0; i < length; i++) wanted.set(first + i * step, (wanted.get(first + i * step) ?? 0) + times);
    }
    expect(binsOf(histogram)).toEqual([...wanted].sort(([a], [b]) => a - b));
    expect(histogram.reads).toBe(4 * length * times);
    expect(histogram.maxDepth).toBe(7 + 9 * (length - 1));
  }
});

test('the total cost is the exact sum of count times cost', () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 64 }), (list, bytes) => {
      const { histogram, wanted } = replay(list);
      let cost = 0n;
      for (const [at, count] of wanted) cost += BigInt(count) * readCostBig(BigInt(at), BigInt(bytes));
      expect(BigInt(histogram.totalCost(bytes))).toBe(cost);
    }),
  );
});

test('a total past 2^53 is a bigint', () => {
  const histogram = new DepthHistogram();
  histogram.addMany(1_000_000, 2 ** 52 - 1);
  expect(histogram.totalCost(1)).toBe((2n ** 52n - 1n) * 1000n);
});

test('no cost where an element has no size, or its last byte lies too deep', () => {
  const histogram = new DepthHistogram();
  expect(histogram.totalCost(4)).toBe(0);
  histogram.add(2 ** 30);
  for (const bytes of [0, -1, 1.5, 2 ** 23]) expect(() => histogram.totalCost(bytes)).toThrow(RangeError);
});

test('reads within a depth are those at it and above', () => {
  fc.assert(
    fc.property(steps, fc.nat({ max: 500 }), (list, most) => {
      const { histogram, wanted } = replay(list);
      const within = [...wanted].reduce((sum, [at, count]) => sum + (at <= most ? count : 0), 0);
      expect(histogram.readsWithin(most)).toBe(within);
    }),
  );
});

test('equal histograms hold the same reads, in whatever order they were added', () => {
  fc.assert(
    fc.property(steps, steps, (a, b) => {
      const { histogram: one } = replay([...b, ...a]);
      const { histogram: other } = replay([...a, ...b]);
      expect(one.equals(other)).toBe(true);
      expect(one.reads).toBe(other.reads);
      other.add(7);
      expect(one.equals(other)).toBe(false);
    }),
  );
});

test('histograms of as many reads differ where a bin differs', () => {
  const [a, b] = [new DepthHistogram(), new DepthHistogram()];
  for (const d of [1, 1, 3]) a.add(d);
  for (const d of [1, 2, 3]) b.add(d);
  expect(a.equals(b)).toBe(false);
});

describe('refuses and stays as it was', () => {
  const histogram = new DepthHistogram();
  histogram.addMany(2, 2 ** 53 - 3);
  const before = binsOf(histogram);

  test.each<[string, () => void]>([
    ['depth 0', () => histogram.add(0)],
    ['a negative depth', () => histogram.add(-1)],
    ['a fractional depth', () => histogram.add(1.5)],
    ['no depth', () => histogram.add(Number.NaN)],
    ['a depth past 2^31', () => histogram.add(2 ** 31)],
    ['a negative count', () => histogram.addMany(1, -1)],
    ['a fractional count', () => histogram.addMany(1, 0.5)],
    ['a bad depth with many', () => histogram.addMany(0, 1)],
    ['reads past 2^53', () => histogram.addMany(9, 3)],
    ['a progression past 2^53', () => histogram.addProgression(1, 1, 9)],
    ['a progression that ends before 1', () => histogram.addProgression(3, 1, -3)],
    ['a progression from 0', () => histogram.addProgression(0, 1, 3)],
  ])('%s', (_, act) => {
    expect(act).toThrow(RangeError);
    expect(binsOf(histogram)).toEqual(before);
    expect([histogram.reads, histogram.maxDepth]).toEqual([2 ** 53 - 3, 2]);
  });

  test('one read more than 2^53 - 1', () => {
    const full = new DepthHistogram();
    full.addMany(1, 2 ** 53 - 1);
    expect(() => full.add(1)).toThrow('pass 2^53');
    expect(full.count(1)).toBe(2 ** 53 - 1);
  });
});

test('progressions far apart are entered before their ends take too many pages', () => {
  const histogram = new DepthHistogram();
  const settle = vi.spyOn(histogram, 'settle');
  // Each in a page of its own, and more than 2^14.
  const all = 2 ** 14 + 100;
  for (let i = 0; i < all; i++) histogram.addProgression(1 + 1024 * i, 3, 70, 2);
  expect(settle).toHaveBeenCalledTimes(1);
  let found = 0;
  histogram.forEach((depth, count) => {
    if ((depth - 1) % 1024 <= 207 && ((depth - 1) % 1024) % 3 === 0 && count === 2) found++;
  });
  expect(found).toBe(70 * all);
  expect(histogram.reads).toBe(140 * all);
});
