import { expect, test } from 'vitest';
import { productOf } from '../../../core/schedules/product-shape.ts';
import { foundSchedule, trialName } from '../../../core/tuning/found-schedule.ts';
import { FOUND_TILES } from '../../../core/tuning/found-tiles.ts';
import { type ProductTrial, trialCost } from '../../../core/tuning/product-trial.ts';
import { productTrace } from '../../support/kernel-traces/kernel-trace-builder.ts';

/** The trial that a name is of. */
function trialNamed(name: string): ProductTrial {
  const [lengths, ...inColumns] = name.split(' ');
  const [m, k, n] = lengths.split('x').map(Number);
  const isTransposed = { a: inColumns.includes('aT'), b: inColumns.includes('bT'), c: inColumns.includes('cT') };
  return { m, k, n, isTransposed, granularity: 'scalar', bytes: 4 };
}

test('tiles that are kept cost what is said, and less than any order without tiles', () => {
  let priced = 0;
  for (const [name, { loops, cost }] of Object.entries(FOUND_TILES)) {
    const trial = trialNamed(name);
    expect(trialName(trial)).toBe(name);
    if (trial.m * trial.k * trial.n > 50_000) continue;
    priced++;
    expect(trialCost(trial, loops), name).toBe(cost);
    for (const order of ['i1 j1 k1', 'i1 k1 j1', 'k1 i1 j1']) expect(cost).toBeLessThan(trialCost(trial, order));
  }
  expect(priced).toBeGreaterThan(24);
});

test('a schedule of found tiles has those of the products of a trace, and of no others', () => {
  const trace = productTrace(16, 'ijk');
  expect(Object.values(foundSchedule(trace).products)).toEqual([FOUND_TILES['16x16x16'].loops]);
  const other = productTrace(15, 'ijk');
  expect(productOf(other, other.calls[0])).not.toBeNull();
  expect(foundSchedule(other).products).toEqual({});
});
