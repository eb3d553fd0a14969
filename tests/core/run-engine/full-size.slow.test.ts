import { expect, test } from 'vitest';
import { ENGINES } from '../../../core/measurement/engines.ts';
import { steadyStack } from '../../../core/trace/trace.ts';
import { traceUpdate } from '../../../instrument/tensors/trace-update.ts';
import { findScenario } from '../../../scenarios/catalog.ts';

test('the run engine prices label-in-input ff at 784-500-500, batch 8, as the element engine does', () => {
  const { rules, defaultShape } = findScenario('label-in-input');
  const trace = traceUpdate(rules.ff.update(defaultShape, 8));
  const options = { semantics: 'eager', granularity: 'scalar' } as const;
  const element = ENGINES.element(trace, options);
  const run = ENGINES.run(trace, options);
  expect(element.histogram.reads).toBeGreaterThan(1e8);
  expect(run.histogram.equals(element.histogram)).toBe(true);
  for (const key of ['siteReads', 'siteCost', 'sliceInstructions', 'sliceCost', 'slicePeak', 'finalStack'] as const) {
    expect(run[key], key).toEqual(element[key]);
  }
  const initial = steadyStack(trace, run.finalStack);
  const steady = ENGINES.run(trace, { ...options, initial });
  expect(steady.histogram.equals(ENGINES.element(trace, { ...options, initial }).histogram)).toBe(true);
});
