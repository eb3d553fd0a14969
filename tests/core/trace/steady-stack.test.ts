import { describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { ENGINE_NAMES, ENGINES } from '../../../core/measurement/engines.ts';
import { summarize } from '../../../core/measurement/measurement.ts';
import type { Access } from '../../../core/trace/nest.ts';
import type { Trace } from '../../../core/trace/trace.ts';
import { argumentStack, steadyStack } from '../../../core/trace/trace.ts';
import { KernelTraceBuilder } from '../../support/kernel-traces/kernel-trace-builder.ts';

/** An update of two weights by a batch of two inputs: w' = w + x. The batch is read backwards. */
function update(): Trace {
  const builder = new KernelTraceBuilder();
  const x = builder.argument(1, 2);
  const w = builder.argument(1, 2);
  const next = builder.computed(1, 2);
  const at = (slot: number, base: number, stride: number): Access => ({ slot, base, strides: [stride] });
  const add = { op: 'add', reads: [at(1, 0, 1), at(0, 1, -1)], write: at(2, 0, 1) } as const;
  builder.call('Add', [x, w, next], [{ trip: 2, body: [add] }]);
  return builder.finish('update', [next]);
}

test('a cold update starts from its arguments, the first on top', () => {
  expect(argumentStack(update())).toEqual([
    { value: 1, first: 0, stride: 1, count: 2 },
    { value: 0, first: 0, stride: 1, count: 2 },
  ]);
});

test('one in steady operation starts from what a cold one returned, the new batch on top of it', () => {
  const final = [
    { value: 2, first: 1, stride: 1, count: 1 },
    { value: 2, first: 0, stride: 1, count: 1 },
  ];
  expect(steadyStack(update(), final)).toEqual([
    { value: 1, first: 1, stride: 1, count: 1 },
    { value: 1, first: 0, stride: 1, count: 1 },
    { value: 0, first: 0, stride: 1, count: 2 },
  ]);
});

// Cold, bottom to top: w0 w1 x0 x1. Reads w0 at 4 and x1 at 1, then w1 at 3 (x0 and w'0 above) and x0 at 2. What is
// left is w'0 w'1, so that in steady operation the stack and the depths are the same.
test.each(ENGINE_NAMES)('by the %s engine both read at depths 4, 1, 3 and 2', (name) => {
  const trace = update();
  const options = { semantics: 'eager', granularity: 'scalar' } as const;
  const cold = ENGINES[name](trace, options);
  expect(cold.finalStack).toEqual([{ value: 2, first: 0, stride: 1, count: 2 }]);
  const steady = ENGINES[name](trace, { ...options, initial: steadyStack(trace, cold.finalStack) });
  for (const { histogram } of [cold, steady]) expect([1, 2, 3, 4].map((d) => histogram.count(d))).toEqual([1, 1, 1, 1]);
});

test('the steady figure is that of the steady update, not of the cold one', () => {
  const trace = update();
  const options = { semantics: 'eager', granularity: 'scalar' } as const;
  const cold = ENGINES.element(trace, options);
  // Bottom to top x0 x1 w0 w1: w0 at 2, x1 at 3; then w1 (below w'0) at 2, x0 at 3.
  const initial = argumentStack({ ...trace, arguments: [1, 0] });
  const steady = ENGINES.element(trace, { ...options, initial });
  const { cost } = summarize(trace, cold, steady);
  expect(cost.cold[1]).toBe(2 + 1 + 2 + 2);
  expect(cost.steady?.[1]).toBe(2 + 2 + 2 + 2);
});

describe('where no update can go on from what is returned', () => {
  const trace = update();
  const [x, w, out] = trace.values;

  test.each<[string, Trace, string]>([
    ['too many values', { ...trace, returned: [2, 1] }, 'update: 2 values are returned for 1 state arguments'],
    [
      'another size',
      { ...trace, values: [x, w, { ...out, size: 3 }] },
      'update: returned.0: value 2 and argument 1 differ in size; return the new state',
    ],
    [
      'the same value twice',
      { ...trace, batchArguments: 0, returned: [2, 2] },
      'update: returned.1: value 2 is returned before',
    ],
    ['a part that nothing wrote', trace, 'update: returned.0: 1 of the 2 elements of value 2 were never written'],
  ])('%s is an error', (_, wrong, message) => {
    const steady = () => steadyStack(wrong, [{ value: 2, first: 0, stride: 1, count: wrong === trace ? 1 : 2 }]);
    expect(steady).toThrow(InputError);
    expect(steady).toThrow(message);
  });
});
