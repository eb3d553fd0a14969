import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PagedCounts } from '../../../core/numbers/paged-counts.ts';

/** Around the ends of 32-bit integers, and small ones; in steps of so much a sum stays below 2^53. */
const change = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.integer({ min: 2 ** 31 - 3, max: 2 ** 31 + 3 }),
  fc.integer({ min: -(2 ** 31) - 3, max: -(2 ** 31) + 3 }),
  fc.integer({ min: -(2 ** 45), max: 2 ** 45 }),
);
/** On both sides of the ends of pages. */
const index = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1020, max: 1030 }), fc.constant(70_000));

function entriesOf(counts: PagedCounts): [number, number][] {
  const entries: [number, number][] = [];
  counts.forEach((at, count) => {
    entries.push([at, count]);
  });
  return entries;
}

test('each number is the exact sum of its changes, of either sign and beyond 32 bits', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(index, change), { maxLength: 60 }), (changes) => {
      const counts = new PagedCounts();
      const wanted = new Map<number, number>();
      for (const [at, by] of changes) {
        counts.add(at, by);
        wanted.set(at, (wanted.get(at) ?? 0) + by);
      }
      for (const [at, sum] of wanted) expect(counts.at(at)).toBe(sum);
      expect(entriesOf(counts)).toEqual([...wanted].filter(([, sum]) => sum !== 0).sort(([a], [b]) => a - b));
    }),
  );
});

test('a copy holds the same numbers, and what is added to either is not in the other', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(index, change), { minLength: 5, maxLength: 60, size: 'max' }),
      fc.tuple(index, change),
      (changes, [at, by]) => {
        const counts = new PagedCounts();
        for (const [place, number] of changes) counts.add(place, number);
        const copied = new PagedCounts();
        counts.copyTo(copied);
        const entries = entriesOf(counts);
        expect(entriesOf(copied)).toEqual(entries);
        copied.add(at, by);
        expect(copied.at(at)).toBe(counts.at(at) + by);
        expect(entriesOf(counts)).toEqual(entries);
      },
    ),
  );
});

test('progressions taken for their ends are what adding each of their numbers gives', () => {
  const progression = fc.record({
    first: index,
    count: fc.integer({ min: 1, max: 900 }),
    times: fc.integer({ min: 1, max: 2 ** 40 }),
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.array(progression, { maxLength: 6 }), (step, progressions) => {
      const ends = new PagedCounts();
      const sums = new PagedCounts();
      const wanted = new Map<number, number>();
      for (const { first, count, times } of progressions) {
        ends.add(first, times);
        ends.add(first + count * step, -times);
        for (let i = 0; i < count; i++) wanted.set(first + i * step, (wanted.get(first + i * step) ?? 0) + times);
      }
      ends.integrateInto(sums, step);
      expect(entriesOf(sums)).toEqual([...wanted].sort(([a], [b]) => a - b));
      expect(entriesOf(ends)).toEqual([]);
    }),
  );
});

test('sums of neighbours, across pages and beyond all numbers', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(index, change), { maxLength: 20 }), index, index, (changes, from, to) => {
      const counts = new PagedCounts();
      let wanted = 0;
      for (const [at, by] of changes) {
        counts.add(at, by);
        if (at >= from && at < to) wanted += by;
      }
      expect(counts.sum(from, to)).toBe(wanted);
    }),
  );
});
