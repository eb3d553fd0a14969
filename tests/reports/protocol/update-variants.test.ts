import { expect, test } from 'vitest';
import { measureUpdate } from '../../../instrument/measure-update.ts';
import { type UpdateVariant, variantCells } from '../../../reports/protocol/update-variants.ts';
import { findScenario } from '../../../scenarios/catalog.ts';
import { committedVariants } from '../../support/results/committed-protocols.ts';
import { committedResults } from '../../support/results/committed-results.ts';
import { handMadeTrainedResults } from '../../support/results/hand-made-training.ts';

test('ratios of updates stand by granularity, with and without, where both were measured', () => {
  const [scenario] = handMadeTrainedResults().scenarios;
  const variant = (algorithm: string, granularity: UpdateVariant['granularity'], cost: number, isWith = true) => ({
    ...{ scenario: scenario.id, algorithm, granularity, version: '1' },
    ...{ discardedReforward: isWith, cost: { 4: cost } },
  });
  const variants = [
    variant('ff', 'scalar', 300),
    variant('ff', 'scalar', 250, false),
    variant('ff', 'register', 90),
    variant('bp', 'scalar', 100),
    variant('bp', 'register', 60),
  ];
  const { header, rows } = variantCells([scenario], variants);
  expect(header.slice(1)).toEqual([
    'scalar, as documented',
    'scalar, without',
    'register, as documented',
    'register, without',
  ]);
  expect(rows).toEqual([[`${scenario.title}, FF / BP`, '3.0', '2.5', '1.5', '—']]);
});

test('committed variants at scalar, as documented, cost what the committed results have', () => {
  const updates = committedResults().flatMap(({ scenarios }) =>
    scenarios.flatMap(({ id, updates }) => updates.map(({ algorithm, cost }) => [`${id} ${algorithm}`, cost.cold[4]])),
  );
  const known = new Map(updates as [string, number][]);
  const same = committedVariants().filter((one) => one.granularity === 'scalar' && one.discardedReforward);
  expect(same.length).toBeGreaterThanOrEqual(4);
  for (const { scenario, algorithm, cost } of same) expect(cost[4]).toBe(known.get(`${scenario} ${algorithm}`));
});

test('those of disk-ring are what is measured now', () => {
  const { rules, defaultShape, defaultBatch } = findScenario('disk-ring');
  const ofToy = committedVariants().filter(({ scenario }) => scenario === 'disk-ring');
  expect(ofToy).toHaveLength(6);
  for (const { algorithm, granularity, discardedReforward, cost } of ofToy) {
    const rule = discardedReforward ? rules[algorithm] : rules[algorithm].configured({ discardedReforward });
    const program = rule.update(defaultShape, defaultBatch);
    expect(measureUpdate(program, { engine: 'run', granularity }).measurement.cost.cold[4]).toBe(cost[4]);
  }
});
