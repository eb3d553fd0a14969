import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NotedDepths } from '../../../../core/run-engine/notes/noted-depths.ts';

/** Site, first depth, slope, records, times; few, so that many are alike. */
const read = fc.tuple(
  fc.nat({ max: 3 }),
  fc.integer({ min: 1, max: 4 }),
  fc.integer({ min: -1, max: 1 }),
  fc.integer({ min: 1, max: 3 }),
  fc.integer({ min: 1, max: 2 ** 40 }),
);

test('reads are noted once, with how often they were, whatever lies between', () => {
  const noted = new NotedDepths();
  fc.assert(
    fc.property(fc.array(read, { maxLength: 300, size: 'max' }), (reads) => {
      noted.clear();
      const wanted = new Map<string, number>();
      for (const [site, first, slope, records, times] of reads) {
        noted.enter(site, first, slope, records, times);
        const key = String([site, first, records === 1 ? 0 : slope, records]);
        wanted.set(key, (wanted.get(key) ?? 0) + times);
      }
      const found = Array.from({ length: noted.count }, (_, i): [string, number] => [
        String([noted.site[i], noted.first[i], noted.slope[i], noted.records[i]]),
        noted.times[i],
      ]);
      expect(found).toEqual([...wanted]);
    }),
  );
});
