import { expect, test } from 'vitest';
import { accessesOf } from '../../core/trace/access-map.ts';
import { isLoop } from '../../core/trace/nest.ts';
import type { Trace } from '../../core/trace/trace.ts';
import { parseTrace } from '../../core/trace/trace-format.ts';
import { minimised } from './minimised.ts';
import { randomProgram } from './random-program.ts';

const hasStepBack = ({ calls, nests }: Trace): boolean =>
  calls.some(({ nest }) => accessesOf(nests[nest]).some(({ access }) => access.strides.some((step) => step < 0)));

test('of a program that fails what it fails without is taken away', () => {
  const programs = Array.from({ length: 60 }, (_, program) => randomProgram(5, program)).filter(hasStepBack);
  expect(programs.length).toBeGreaterThan(10);
  for (const program of programs) {
    const smallest = minimised(program, hasStepBack);
    expect(hasStepBack(smallest)).toBe(true);
    expect(parseTrace(JSON.parse(JSON.stringify(smallest)), 'smallest.json')).toEqual(smallest);
    expect(smallest.calls).toHaveLength(1);
    expect([smallest.nests.length, smallest.values.length, smallest.returned.length]).toEqual([1, 1, 0]);
    const [nest] = smallest.nests;
    expect(nest.locals).toBe(0);
    // One operand that one loop around moves back by one.
    expect(nest.body).toHaveLength(1);
    const [node] = nest.body;
    if (!isLoop(node)) throw new Error('expected a loop');
    expect(accessesOf(nest)).toHaveLength(1);
    expect(accessesOf(nest)[0].access).toMatchObject({ slot: 0, strides: [-1] });
  }
});

test('a program that fails whatever is taken away ends as one call of nothing', () => {
  const { calls, nests, returned } = minimised(randomProgram(5, 0), () => true);
  expect([calls.length, nests[0].body, returned]).toEqual([1, [], []]);
});
