import { expect, test } from 'vitest';
import { StreamSweep } from '../../../core/stack/stream-sweep.ts';
import { StreamWalker } from '../../../core/stack/stream-walker.ts';
import { recordsWithDeadVersions } from '../../support/stacks/records-with-dead-versions.ts';

const RECORDS = 20;

test('a sweep finds depths among all dead versions of each record', () => {
  const stack = recordsWithDeadVersions(RECORDS);
  const walker = new StreamWalker(stack, 1);
  const sweep = new StreamSweep(stack, walker);
  for (const first of [0, RECORDS, 2 * RECORDS]) {
    walker.address[0] = first;
    walker.stride[0] = 2;
    expect(sweep.find([0], 0, RECORDS / 2, stack.size)).toBe(RECORDS / 2);
    const depths = Array.from({ length: RECORDS / 2 }, (_, t) => stack.depthOf(first + 2 * t));
    expect([...sweep.positions[0].subarray(0, RECORDS / 2)]).toEqual(depths);
  }
});
