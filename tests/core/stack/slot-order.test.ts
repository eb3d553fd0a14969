import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Random } from '../../../core/numbers/random.ts';
import { SlotOrder } from '../../../core/stack/slot-order.ts';

test('what lies above an item, whatever was put, changed and removed, is what a list tells, also from its neighbours', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
      const random = new Random(seed);
      const order = new SlotOrder();
      const counts: number[] = [];
      /** Bottom to top. */
      const list: number[] = [];
      const pick = (): number => random.integer(list.length);
      const above = (place: number): number => list.slice(place + 1).reduce((sum, item) => sum + counts[item], 0);
      for (let step = 0; step < 600; step++) {
        const kind = list.length < 3 ? 0 : random.integer(12);
        if (kind < 8) {
          const item = counts.length;
          counts.push(random.integer(50));
          if (kind < 3) {
            order.append(item, counts[item]);
            list.push(item);
          } else {
            // At one place again and again, so that groups become full.
            const place = kind < 6 ? list.length >>> 1 : pick();
            const side = kind % 2 === 0 ? 'above' : 'below';
            order.insert(item, counts[item], list[place], side);
            list.splice(side === 'above' ? place + 1 : place, 0, item);
          }
        } else if (kind < 10) {
          const item = list[pick()];
          const change = random.integer(9);
          counts[item] += change;
          order.add(item, change);
        } else {
          const place = pick();
          order.remove(list[place]);
          list.splice(place, 1);
        }
        const place = pick();
        const other = Math.max(0, Math.min(list.length - 1, place + random.integer(60) - 30));
        if (order.above(list[place]) !== above(place)) expect(order.above(list[place])).toBe(above(place));
        const beside = order.aboveBeside(list[other], list[place], above(place));
        if (beside !== above(other)) expect(beside).toBe(above(other));
      }
      expect(order.items()).toEqual(list);
      expect(order.total).toBe(above(-1));
    }),
    { numRuns: 30 },
  );
});
