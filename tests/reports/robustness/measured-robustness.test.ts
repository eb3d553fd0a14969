import { expect, test } from 'vitest';
import { FUSED, scheduled } from '../../../core/schedules/schedule.ts';
import { traceUpdate } from '../../../instrument/tensors/trace-update.ts';
import { measureTrace } from '../../../instrument/timed-measurement.ts';
import { measureRobustness } from '../../../reports/robustness/measured-robustness.ts';
import { findScenario } from '../../../scenarios/catalog.ts';
import { committedResults } from '../../support/results/committed-results.ts';
import { committedRobustness } from '../../support/robustness/committed-robustness.ts';

const trace = traceUpdate(
  findScenario('disk-ring').rules.ff.update({ ...findScenario('disk-ring').defaultShape, layers: [2, 6, 6] }, 4),
);
const costOf = (of: typeof trace, granularity: 'scalar' | 'register') =>
  measureTrace(of, { engine: 'element', granularity }).measurement.cost.cold[4];

test('an update is measured under every meter as each is by itself', () => {
  const figures = measureRobustness(trace);
  expect(figures).toMatchObject({
    executed: costOf(trace, 'scalar'),
    fused: costOf(scheduled(trace, FUSED, 'fused').trace, 'scalar'),
    registers: costOf(trace, 'register'),
    beyond: 0,
  });
  expect(Object.keys(figures.placed ?? {})).toEqual([
    'most read first, reused',
    'program order, reused',
    'program order',
  ]);
});

test('an update has no found cost where tiles of a product were not searched', () => {
  expect(measureRobustness(trace).found).toBeNull();
});

test('committed figures of updates are in their order, and cost as the results say', () => {
  const updates = committedRobustness();
  expect(updates.length).toBeGreaterThan(0);
  for (const { scenario, algorithm, executed, fused, found, floor, registers } of updates) {
    const where = `${scenario} ${algorithm}`;
    const results = committedResults().find(({ scenarios: [only] }) => only.id === scenario);
    const update = results?.scenarios[0].updates.find((one) => one.algorithm === algorithm);
    expect(executed, where).toBe(update?.cost.cold[4]);
    const rising = [floor, found, fused, executed].filter((cost) => cost !== null).map(Number);
    expect(rising, where).toEqual(rising.toSorted((a, b) => a - b));
    if (registers !== null) expect(Number(registers), where).toBeLessThan(Number(executed));
  }
});
