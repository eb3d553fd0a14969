import { describe, expect, test } from 'vitest';
import { SCENARIOS } from '../../scenarios/catalog.ts';
import { configuredRule } from '../../scenarios/rule/rule.ts';
import { comparisonSetting } from '../../scenarios/setting.ts';
import { BUILT_IN_RULES } from '../support/scenarios/built-in-rules.ts';

describe.each(SCENARIOS)('$id', (scenario) => {
  test('the quick setting is one that both rules can have, no larger than the documented one, on data made in code', () => {
    const { shape, batch, dataset, options, seeds } = comparisonSetting(scenario, 'quick');
    expect(dataset).toBe(scenario.datasets[0]);
    expect(seeds).toEqual([0, 1, 2]);
    for (const algorithm of BUILT_IN_RULES) {
      const documented = scenario.rules[algorithm];
      const rule = configuredRule('quick', documented, options[algorithm]);
      expect(rule.update(shape, batch).about).toMatchObject({ layers: shape.layers, batch });
      expect(rule.macsPerUpdate(shape, batch)).toBeLessThanOrEqual(
        documented.macsPerUpdate(scenario.defaultShape, scenario.defaultBatch),
      );
    }
  });

  test('the documented setting is that of the description, on its data; without a preset on data made in code', () => {
    const documented = comparisonSetting(scenario, 'documented');
    const plain = comparisonSetting(scenario, null);
    for (const setting of [documented, plain]) {
      expect(setting).toMatchObject({
        shape: scenario.defaultShape,
        batch: scenario.defaultBatch,
        epochs: scenario.defaultEpochs,
        criterion: scenario.criterion.testAccuracy,
        options: { ff: {}, bp: {} },
      });
      expect(setting.seeds.length).toBeGreaterThanOrEqual(3);
    }
    expect(documented.dataset).toBe(scenario.datasets.at(-1));
    expect(plain.dataset).toBe(scenario.datasets[0]);
  });
});
