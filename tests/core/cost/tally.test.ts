import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Tally } from '../../../core/cost/tally.ts';
import { InputError } from '../../../core/input-error.ts';
import { pricedDifference } from '../../../core/measurement/priced-difference.ts';
import { SLICES } from '../../../core/trace/slices.ts';
import { productTrace } from '../../support/kernel-traces/kernel-trace-builder.ts';

const TRACE = productTrace(2, 'ijk');
const SITES = 5;

test('a progression is what its reads are one by one', () => {
  const progression = fc.record({
    first: fc.integer({ min: 1, max: 3000 }),
    slope: fc.integer({ min: -10, max: 10 }),
    count: fc.integer({ min: 1, max: 300 }),
    times: fc.integer({ min: 1, max: 4 }),
  });
  fc.assert(
    fc.property(fc.array(progression, { maxLength: 5 }), (progressions) => {
      const [together, apart] = [new Tally(TRACE), new Tally(TRACE)];
      for (const { first, slope, count, times } of progressions) {
        // Downwards as far as there are depths.
        const most = slope < 0 ? Math.min(count, Math.floor((first - 1) / -slope) + 1) : count;
        together.readProgression(0, 0, first, slope, most, times);
        for (let i = 0; i < most * times; i++) apart.read(0, 0, first + Math.floor(i / times) * slope);
      }
      const [one, other] = [together, apart].map((tally) => tally.finish('eager', 'scalar', 0, []));
      expect(pricedDifference(TRACE, one, other)).toBeNull();
    }),
  );
});

test('reads that are told together cost what they do one by one, near and far, at any size', () => {
  const depths = [1, 2, 1022, 1023, 1024, 1025, 40_000];
  for (const bytes of [1, 2, 4, 3, 8]) {
    const [together, apart] = [0, 1].map(() => new Tally(TRACE, { cells: { bytes, counted: null } }));
    together.readEach(
      Int32Array.from(depths, (_, i) => i % SITES),
      Int32Array.from(depths),
      depths.length,
      2,
    );
    depths.forEach((depth, i) => {
      apart.read(i % SITES, 2, depth);
    });
    const [one, other] = [together, apart].map((tally) => tally.finish('eager', 'scalar', 0, []));
    expect(pricedDifference(TRACE, one, other), `${bytes} bytes`).toBeNull();
  }
});

describe('a cost that may have been rounded is an error with its call', () => {
  test.each([
    ['a call', SITES - 1, SLICES - 1, 'matmul ijk 2: call 0 (MatMul): the cost passes 2^53; trace a smaller batch'],
    ['the epilogue', SITES, SLICES, 'matmul ijk 2: what is returned: the cost passes 2^53; trace a smaller batch'],
  ])('of %s', (_, site, slice, message) => {
    const tally = new Tally(TRACE);
    tally.charge(site, slice, 1, 1, 2 ** 53 - 1);
    expect(tally.finish('eager', 'scalar', 0, []).siteCost[1][site]).toBe(2 ** 53 - 1);
    tally.charge(site, slice, 1, 1, 1);
    const finish = () => tally.finish('eager', 'scalar', 0, []);
    expect(finish).toThrow(InputError);
    expect(finish).toThrow(message);
  });

  test('of a slice alone', () => {
    const tally = new Tally(TRACE);
    tally.charge(0, 0, 1, 1, 2 ** 52);
    tally.charge(1, 0, 1, 1, 2 ** 52);
    expect(() => tally.finish('eager', 'scalar', 0, [])).toThrow('matmul ijk 2: call 0 (MatMul): the cost passes 2^53');
  });
});
