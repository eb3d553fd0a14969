import { expect, test } from 'vitest';
import { productOf } from '../../../core/schedules/product-shape.ts';
import { type ProductTrial, trialCost, trialOf } from '../../../core/tuning/product-trial.ts';
import { cubicPlan, fitted, loopsOf, otherOrders, otherWidths } from '../../../core/tuning/tile-plan.ts';
import { searchTiles, type TrialPricer } from '../../../core/tuning/tile-search.ts';
import { productTrace } from '../../support/kernel-traces/kernel-trace-builder.ts';

const trial = (m: number, k: number, n: number): ProductTrial => ({
  m,
  k,
  n,
  isTransposed: { a: false, b: false, c: false },
  granularity: 'scalar',
  bytes: 4,
});

/** Prices, and counts what it was asked for. */
function counted(asked: string[]): TrialPricer {
  return async (of, loops) => {
    asked.push(...loops.map((each) => `${of.m}x${of.k}x${of.n} ${each}`));
    return loops.map((each) => trialCost(of, each));
  };
}

test('what is found costs what is said, less than every naive order and every start', async () => {
  const asked: string[] = [];
  const { loops, cost } = await searchTiles(trial(8, 4, 6), counted(asked));
  expect(trialCost(trial(8, 4, 6), loops)).toBe(cost);
  for (const order of ['i1 j1 k1', 'i1 k1 j1', 'j1 i1 k1', 'j1 k1 i1', 'k1 i1 j1', 'k1 j1 i1']) {
    expect(cost).toBeLessThan(trialCost(trial(8, 4, 6), order));
  }
  for (const widths of [[8], [16, 4], [32, 8, 2]]) {
    const start = loopsOf(cubicPlan({ i: 8, j: 6, k: 4 }, widths));
    expect(asked).toContain(`8x4x6 ${start}`);
    expect(cost).toBeLessThanOrEqual(trialCost(trial(8, 4, 6), start));
  }
  expect(await searchTiles(trial(8, 4, 6), counted([]))).toEqual({ loops, cost });
});

test('a long index is shortened for the search, and what is found is priced at full size', async () => {
  const asked: string[] = [];
  let pricings = 0;
  const { loops, cost } = await searchTiles(trial(4, 2, 300), counted(asked), () => ++pricings > 40);
  expect(cost).toBe(trialCost(trial(4, 2, 300), loops));
  expect(asked.filter((each) => each.startsWith('4x2x100 ')).length).toBeGreaterThan(5);
  expect(asked.filter((each) => each.startsWith('4x2x300 ')).length).toBeGreaterThan(0);
});

test('a search that is out of time ends with the best so far', async () => {
  const asked: string[] = [];
  const { loops, cost } = await searchTiles(trial(8, 8, 8), counted(asked), () => true);
  expect(asked.length).toBe(1);
  expect(cost).toBe(trialCost(trial(8, 8, 8), loops));
});

test('plans keep widths that divide, whatever they are made for', () => {
  const plan = cubicPlan({ i: 500, j: 784, k: 13 }, [48, 8]);
  expect(plan.levels).toEqual([
    { i: 50, j: 49, k: 13 },
    { i: 10, j: 7, k: 13 },
  ]);
  expect(loopsOf(fitted(plan, { i: 12, j: 12, k: 12 }))).toBe('i12 j12 k12 i12 j6 k12 k1 i1 j1');
  expect(otherOrders(plan, 2).map(({ orders }) => orders[2])).toEqual(['ijk', 'ikj', 'jik', 'jki', 'kji']);
  expect(otherWidths(plan, { i: 500, j: 784, k: 13 }, 0, 'i').map(({ levels }) => levels[0].i)).toEqual([20, 100, 250]);
  expect(otherWidths(plan, { i: 500, j: 784, k: 13 }, 1, 'k')).toEqual([
    { ...plan, levels: [plan.levels[0], { i: 10, j: 7, k: 1 }] },
  ]);
});

test('a product apart from its program has the lengths and the lie of its operands', () => {
  const trace = productTrace(6, 'ikj');
  const product = productOf(trace, trace.calls[0]);
  if (product === null) throw new Error('no product');
  expect(trialOf(product, 'register', 1)).toEqual({ ...trial(6, 6, 6), granularity: 'register', bytes: 1 });
  const { i, k } = product;
  const inColumns = trialOf({ ...product, i: { ...i, a: 1 }, k: { ...k, a: 6 } }, 'scalar', 4);
  expect(inColumns.isTransposed).toEqual({ a: true, b: false, c: false });
  expect(trialCost(inColumns, 'i1 j1 k1')).not.toBe(trialCost(trial(6, 6, 6), 'i1 j1 k1'));
});
