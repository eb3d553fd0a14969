import { expect, test } from 'vitest';
import { readCost } from '../../../core/cost/pricing.ts';
import { LOOP_ORDERS, stackWalk } from '../../../live/running/stack-walk.ts';
import { priceProgram } from '../../../reports/printed/program-prices.ts';

test.each(['dot', ...LOOP_ORDERS] as const)('%s costs read by read what odometer price says', (which) => {
  const { program, names, reads } = stackWalk(which);
  const { eager } = priceProgram(program, ['eager'], [1], 'element').semantics;
  expect({ reads: reads.length, totals: { 1: reads.at(-1)?.paid } }).toEqual({
    reads: eager?.reads,
    totals: eager?.totals,
  });
  expect(names.length).toBe(program.cellCount);
  // What is read lies where it is said to lie.
  for (const { cell, depth, price, stack } of reads) {
    expect(stack.indexOf(cell) + 1).toBe(depth);
    expect(price).toBe(readCost(depth, 1));
    expect(new Set(stack).size).toBe(stack.length);
  }
});

test('the order of loops changes the price of a product and nothing else', () => {
  const walks = LOOP_ORDERS.map(stackWalk);
  expect(new Set(walks.map(({ reads }) => reads.length)).size).toBe(1);
  expect(new Set(walks.map(({ reads }) => reads.at(-1)?.paid)).size).toBeGreaterThan(2);
});
