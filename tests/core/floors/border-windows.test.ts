import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Box, touchedIn } from '../../../core/floors/axes.ts';
import { deepReadsOfProduct } from '../../../core/floors/product-floor.ts';
import { floorOf } from '../../../core/floors/trace-floor.ts';
import { GRANULARITIES } from '../../../core/trace/trace.ts';
import { type BorderWindows, borderTrace, elementsOf, termsOf } from '../../support/nests/border-windows.ts';
import { floorSlack } from '../../support/traces/floor-slack.ts';

const asWritten = <T>(loops: readonly T[]): readonly T[] => loops;

const axis = fc
  .record({ taps: fc.integer({ min: 1, max: 4 }), stride: fc.integer({ min: 1, max: 3 }) })
  .chain(({ taps, stride }) =>
    fc.record({
      taps: fc.constant(taps),
      stride: fc.constant(stride),
      before: fc.integer({ min: 0, max: taps - 1 }),
      extent: fc.integer({ min: taps, max: 9 }),
    }),
  );

describe.each(GRANULARITIES)('at %s', (granularity) => {
  test('no order of the loops of windows that borders cut goes below the floor at any depth', () => {
    let floors = 0;
    fc.assert(
      fc.property(
        fc.record({ axes: fc.array(axis, { minLength: 1, maxLength: 2 }), filters: fc.integer({ min: 1, max: 4 }) }),
        fc.boolean(),
        fc.infiniteStream(fc.nat(119)),
        (windows, isKept, draws) => {
          const trace = borderTrace(windows, isKept, (loops) => shuffled(loops, draws.next().value));
          // Strides that taps do not divide are told apart by nobody.
          if (floorOf(trace, granularity) === null) return;
          floors++;
          expect(floorSlack(trace, granularity)).toBeGreaterThanOrEqual(1);
        },
      ),
      { numRuns: 50 },
    );
    expect(floors).toBeGreaterThan(30);
  });
});

/** One of the orders of a list, by its number. */
function shuffled<T>(list: readonly T[], number: number): readonly T[] {
  if (list.length < 2) return list;
  const at = number % list.length;
  return [list[at], ...shuffled(list.toSpliced(at, 1), Math.floor(number / list.length))];
}

const IMAGE = { extent: 16, taps: 3, stride: 1, before: 1 };

test('windows that a border cuts are one product: all that is executed, of what the image has, each met nine times at most', () => {
  const windows: BorderWindows = { axes: [IMAGE, IMAGE], filters: 4 };
  const floor = floorOf(borderTrace(windows, true, asWritten), 'scalar');
  const macs = 46 * 46 * 4;
  expect(floor).toMatchObject({ products: 1, macs, without: [] });
  expect([termsOf(windows).length, elementsOf(windows)]).toEqual([macs, { left: 256, right: 36, sums: 1024 }]);
  const bound = { macs, ...elementsOf(windows), overlap: 9, dying: 0, born: 0, isPlain: true };
  for (const depth of [0, 1, 2, 3, 5, 20, 100, 400])
    expect(floor?.deepReads(depth)).toBe(deepReadsOfProduct(bound, 'scalar')(depth));
});

/** Boxes that have no place in common: each along the first direction, one behind the other. */
const apart = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 4 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((drawn) => {
    let end = 0;
    return drawn.map(([length, from, count]): Box => {
      end += length;
      return { from: [end - length, from, 0], counts: [length, count, 2] };
    });
  });

test('what is told of elements that boxes touch holds of each of them', () => {
  const step = fc.integer({ min: -6, max: 6 });
  fc.assert(
    fc.property(apart, fc.tuple(step, step, step), (boxes, steps) => {
      const touched = touchedIn(steps, boxes);
      if (touched === null) return;
      // By element: the places, along the directions that move it, at which it stands.
      const places = new Map<number, Set<string>>();
      for (const { from, counts } of boxes) {
        for (let at = 0; at < counts[0] * counts[1] * counts[2]; at++) {
          const [x, y, z] = [
            at % counts[0],
            Math.floor(at / counts[0]) % counts[1],
            Math.floor(at / (counts[0] * counts[1])),
          ];
          const place = [from[0] + x, from[1] + y, from[2] + z].map((index, of) => (steps[of] === 0 ? 0 : index));
          const element = place.reduce((sum, index, of) => sum + index * steps[of], 0);
          places.set(element, (places.get(element) ?? new Set()).add(`${place}`));
        }
      }
      const most = Math.max(...[...places.values()].map(({ size }) => size));
      expect(touched.overlap).toBeGreaterThanOrEqual(most);
      if (touched.isExact) expect(touched.elements).toBe(places.size);
      else expect(touched.elements).toBeGreaterThanOrEqual(places.size);
    }),
    { numRuns: 500 },
  );
});
