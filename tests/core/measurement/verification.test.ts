import { afterEach, expect, test, vi } from 'vitest';
import { ENGINES } from '../../../core/measurement/engines.ts';
import { traceDisagreement } from '../../../core/measurement/verification.ts';
import type { Access } from '../../../core/trace/nest.ts';
import type { Trace } from '../../../core/trace/trace.ts';
import { KernelTraceBuilder } from '../../support/kernel-traces/kernel-trace-builder.ts';

afterEach(() => vi.restoreAllMocks());

const OPTIONS = { semantics: 'eager', granularity: 'scalar' } as const;

/** A state of three, each moved on by one and the same number. */
function update(): Trace {
  const builder = new KernelTraceBuilder();
  const [x, state] = [builder.argument(1, 1), builder.argument(1, 3)];
  const next = builder.computed(1, 3);
  const at = (slot: number, stride: number): Access => ({ slot, base: 0, strides: [stride] });
  builder.call(
    'Add',
    [x, state, next],
    [{ trip: 3, body: [{ op: 'add', reads: [at(1, 1), at(0, 0)], write: at(2, 1) }] }],
  );
  return builder.finish('update', [next]);
}

test('engines that agree have no disagreement, whichever is held against another', () => {
  for (const engine of ['run', 'element', 'oracle'] as const) {
    expect(traceDisagreement(update(), engine, OPTIONS)).toBeNull();
  }
});

test.each([
  ['cold', (initial: unknown) => initial === undefined],
  ['steady', (initial: unknown) => initial !== undefined],
])('what differs is told to be of the %s update', (when, differs) => {
  const price = ENGINES.element;
  vi.spyOn(ENGINES, 'element').mockImplementation((trace, options) => {
    const priced = price(trace, options);
    return differs(options.initial) ? { ...priced, initialLive: 9 } : priced;
  });
  expect(traceDisagreement(update(), 'run', OPTIONS)).toBe(`${when}: live elements at first: 4 by run, 9 by element`);
});
