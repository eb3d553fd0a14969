import { expect, test } from 'vitest';
import { FUSED, scheduled } from '../../core/schedules/schedule.ts';
import { traceUpdate } from '../../instrument/tensors/trace-update.ts';
import { measureTrace } from '../../instrument/timed-measurement.ts';
import { labelInInput } from '../../scenarios/label-in-input/scenario.ts';
import type { BuiltInRule } from '../support/scenarios/built-in-rules.ts';

test('fused, an update of label-in-input at full size costs what the same fusion costs elsewhere', () => {
  const costOf = (rule: BuiltInRule): string => {
    const { rules, defaultShape, defaultBatch } = labelInInput;
    const trace = traceUpdate(rules[rule].update(defaultShape, defaultBatch));
    const { trace: fused } = scheduled(trace, { ...FUSED, fused: 'elements' }, 'elements');
    return String(measureTrace(fused, { engine: 'run', granularity: 'scalar' }).measurement.cost.cold[4]);
  };
  expect(costOf('bp')).toBe('152080949750');
  expect(costOf('ff')).toBe('310919785077');
});
