import { describe, expect, test } from 'vitest';
import type { Role } from '../../core/trace/trace.ts';
import { traceUpdate } from '../../instrument/tensors/trace-update.ts';
import { SCENARIOS } from '../../scenarios/catalog.ts';
import { BUILT_IN_RULES } from '../support/scenarios/built-in-rules.ts';

/** Weights and biases by their names, and the two moments that Adam keeps of each. */
const WEIGHTS = /^(W|b|up|down)\d+$/;
const MOMENTS = /^[mv](W|b|up|down)\d+$/;

function roleOf(name: string | undefined): Role | undefined {
  if (WEIGHTS.test(name ?? '')) return 'weights';
  return MOMENTS.test(name ?? '') ? 'optimiser state' : undefined;
}

describe.each(SCENARIOS)('$id', ({ rules, defaultShape }) => {
  test.each(BUILT_IN_RULES)(
    '%s takes inputs, then weights and moments, and returns these as what they were',
    (rule) => {
      const trace = traceUpdate(rules[rule].update(defaultShape, 2));
      const args = trace.arguments.map((value) => trace.values[value]);
      const batch = args.slice(0, trace.batchArguments);
      const state = args.slice(trace.batchArguments);
      expect(batch.map(({ role }) => role)).toEqual(batch.map(() => 'inputs'));
      expect(state.map(({ role }) => role)).toEqual(state.map(({ name }) => roleOf(name)));
      expect(trace.returned.map((value) => trace.values[value].role)).toEqual(state.map(({ role }) => role));
      const elements = (wanted: Role): number =>
        state.reduce((sum, { role, size }) => sum + (role === wanted ? size : 0), 0);
      expect(elements('weights')).toBeGreaterThan(0);
      expect(elements('optimiser state')).toBe(2 * elements('weights'));
    },
  );
});
