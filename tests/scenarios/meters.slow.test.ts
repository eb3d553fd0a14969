import { describe, expect, test } from 'vitest';
import { memoryLevels } from '../../core/levels/memory-levels.ts';
import { traceUpdate } from '../../instrument/tensors/trace-update.ts';
import { measureTrace } from '../../instrument/timed-measurement.ts';
import { findScenario } from '../../scenarios/catalog.ts';

/** Of label-in-input, 784-500-500, batch 128, at 4 bytes, found by a prototype written apart; GB as 1e9 bytes. */
const FIGURES = {
  bp: {
    cost: '204.81',
    hits: [590_541_554, 195_293_503, 10_235_218, 12_826_393],
    across: ['0.873', '0.092', '0.051', '0.000'],
  },
  ff: {
    cost: '405.98',
    hits: [1_469_605_132, 485_713_524, 22_941_747, 20_274_757],
    across: ['2.116', '0.173', '0.081', '0.000'],
  },
} as const;

const billions = (value: unknown, digits: number): string => (Number(value) / 1e9).toFixed(digits);

describe.each(['bp', 'ff'] as const)('an update of label-in-input as documented, %s', (algorithm) => {
  const { rules, defaultShape, defaultBatch } = findScenario('label-in-input');
  const trace = traceUpdate(rules[algorithm].update(defaultShape, defaultBatch));
  const expected = FIGURES[algorithm];

  test('has so much traffic between memories', () => {
    const { measurement } = measureTrace(trace, { engine: 'run', granularity: 'scalar', semantics: 'eager' });
    expect(billions(measurement.cost.cold[4], 2)).toBe(expected.cost);
    const levels = memoryLevels(measurement.histogram, measurement.elementBytes);
    expect(levels.map(({ hits }) => hits)).toEqual(expected.hits);
    expect(levels.map(({ bytesAcross }) => billions(bytesAcross, 3))).toEqual(expected.across);
  });
});
