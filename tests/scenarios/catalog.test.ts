import { describe, expect, test } from 'vitest';
import { InputError } from '../../core/input-error.ts';
import { findScenario, SCENARIOS } from '../../scenarios/catalog.ts';
import { BUILT_IN_RULES } from '../support/scenarios/built-in-rules.ts';

describe('the catalog', () => {
  test('has every id once, and finds it', () => {
    expect(new Set(SCENARIOS.map(({ id }) => id)).size).toBe(SCENARIOS.length);
    for (const scenario of SCENARIOS) expect(findScenario(scenario.id)).toBe(scenario);
  });

  test('an unknown id names the known ones', () => {
    expect(() => findScenario('label')).toThrow(InputError);
    expect(() => findScenario('label')).toThrow('Unknown scenario label: use one of label-in-input');
  });

  test.each(SCENARIOS)('$id: both programs say what they are', ({ id, rules, defaultShape, defaultBatch }) => {
    for (const algorithm of BUILT_IN_RULES) {
      const { about } = rules[algorithm].update(defaultShape, defaultBatch);
      expect(about).toMatchObject({ scenario: id, algorithm, layers: defaultShape.layers, batch: defaultBatch });
    }
  });
});
