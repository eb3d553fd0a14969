import { describe, expect, test } from 'vitest';
import { Tally } from '../../../core/cost/tally.ts';
import { InputError } from '../../../core/input-error.ts';
import { SLICES } from '../../../core/trace/slices.ts';
import { productTrace } from '../../support/kernel-traces/kernel-trace-builder.ts';

const TRACE = productTrace(2, 'ijk');
const SITES = 5;

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
