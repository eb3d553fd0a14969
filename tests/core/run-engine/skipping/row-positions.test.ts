import { expect, test } from 'vitest';
import { locateRows } from '../../../../core/run-engine/skipping/row-positions.ts';
import { BlockDepths } from '../../../../core/stack/block-depths.ts';
import { recordsWithDeadVersions } from '../../../support/stacks/records-with-dead-versions.ts';

const RECORDS = 20;
const ITERATIONS = 9;

test('rows are found among all dead versions of each record', () => {
  const stack = recordsWithDeadVersions(RECORDS);
  expect([0, RECORDS, 2 * RECORDS].map((address) => stack.depthOf(address))).toEqual([
    8 * RECORDS - 2,
    5 * RECORDS,
    5 * RECORDS - 4,
  ]);
  const starts = [0, RECORDS, 2 * RECORDS].flatMap((first) => [
    { address: first, step: 2 },
    { address: first + RECORDS - 1, step: -1 },
  ]);
  const rows = {
    count: starts.length,
    address: Int32Array.from(starts, ({ address }) => address),
    step: Int32Array.from(starts, ({ step }) => step),
    positions: new Int32Array(starts.length * ITERATIONS),
    low: new Int32Array(starts.length),
    high: new Int32Array(starts.length),
  };
  locateRows(stack, new BlockDepths(stack), rows, 0, ITERATIONS);
  const depths = starts.map(({ address, step }) =>
    Array.from({ length: ITERATIONS }, (_, by) => stack.depthOf(address + by * step)),
  );
  expect([...rows.positions]).toEqual(depths.flat());
  expect([...rows.low]).toEqual(depths.map((row) => Math.min(...row)));
  expect([...rows.high]).toEqual(depths.map((row) => Math.max(...row)));
});
