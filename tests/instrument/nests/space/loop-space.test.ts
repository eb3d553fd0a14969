import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Trip, tripCount } from '../../../../core/trace/nest.ts';
import type { Affine } from '../../../../instrument/nests/space/affine.ts';
import { valueAt } from '../../../../instrument/nests/space/affine.ts';
import { LoopSpace } from '../../../../instrument/nests/space/loop-space.ts';

/** All iterations of loops around one another. */
function pointsOf(trips: readonly Trip[]): number[][] {
  return trips.reduce<number[][]>(
    (points, trip) =>
      points.flatMap((point) => Array.from({ length: tripCount(trip, point) }, (_, v) => [...point, v])),
    [[]],
  );
}

const small = fc.integer({ min: -3, max: 3 });

function affineIn(depth: number): fc.Arbitrary<Affine> {
  return fc.record({
    base: fc.integer({ min: -4, max: 8 }),
    strides: fc.array(small, { minLength: depth, maxLength: depth }),
  });
}

function tripAt(depth: number): fc.Arbitrary<Trip> {
  const constant = fc.integer({ min: 1, max: 6 });
  return depth === 0 ? constant : fc.oneof(constant, affineIn(depth));
}

/** Up to three loops of constant and affine trips, or two that go through blocks, with a loop inside. */
const loops: fc.Arbitrary<Trip[]> = fc.oneof(
  fc.integer({ min: 1, max: 3 }).chain((depth) => fc.tuple(...Array.from({ length: depth }, (_, at) => tripAt(at)))),
  fc
    .record({ size: fc.integer({ min: 1, max: 9 }), width: fc.integer({ min: 1, max: 9 }), inner: affineIn(2) })
    .map(({ size, width, inner }) => [Math.ceil(size / width), { size, width, block: 0 }, inner]),
);

describe('over random loops', () => {
  test('the range of an index is exact, and told only where it leaves the extent', () => {
    fc.assert(
      fc.property(
        loops.chain((trips) => fc.tuple(fc.constant(trips), affineIn(trips.length))),
        fc.integer({ min: 1, max: 20 }),
        ([trips, index], extent) => {
          const values = pointsOf(trips).map((point) => valueAt(index, point));
          const [low, high] = [Math.min(...values), Math.max(...values)];
          const isWithin = values.length === 0 || (low >= 0 && high < extent);
          expect(new LoopSpace(trips).rangeBeyond(index, extent)).toEqual(isWithin ? null : { low, high });
        },
      ),
      { numRuns: 500 },
    );
  });

  test('loops are empty where there is no iteration', () => {
    fc.assert(
      fc.property(loops, (trips) => {
        expect(new LoopSpace(trips).isEmpty()).toBe(pointsOf(trips).length === 0);
      }),
      { numRuns: 500 },
    );
  });

  test('elements that meet in an iteration are never said to be apart', () => {
    let apart = 0;
    fc.assert(
      fc.property(
        loops.chain((trips) =>
          fc.tuple(fc.constant(trips), ...Array.from({ length: 4 }, () => affineIn(trips.length))),
        ),
        ([trips, i, j, k, l]) => {
          const meets = pointsOf(trips).some(
            (point) => valueAt(i, point) === valueAt(k, point) && valueAt(j, point) === valueAt(l, point),
          );
          const mayMeet = new LoopSpace(trips).mayMeet([i, j], [k, l]);
          if (!mayMeet) apart++;
          if (meets) expect(mayMeet).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
    expect(apart).toBeGreaterThan(100);
  });
});

test('what a triangle keeps apart is known: the column of a factor, the elements right of it', () => {
  // i = v1 + v0 + 1, j = v2 + v0 + 1 of a factorisation: (i, j) is never (i, k).
  const trips: Trip[] = [8, { base: 7, strides: [-1] }, { base: 7, strides: [-1] }];
  const i: Affine = { base: 1, strides: [1, 1, 0] };
  const j: Affine = { base: 1, strides: [1, 0, 1] };
  const k: Affine = { base: 0, strides: [1, 0, 0] };
  expect(new LoopSpace(trips).mayMeet([i, j], [i, k])).toBe(false);
  expect(new LoopSpace(trips).mayMeet([i, j], [j, i])).toBe(true);
});

test('elements of odd and even places are apart', () => {
  const [even, odd] = [0, 1].map((base): Affine => ({ base, strides: [2, 4] }));
  expect(new LoopSpace([8, 8]).mayMeet([even], [{ ...odd, strides: [4, 2] }])).toBe(false);
});
