import { describe, expect, test } from 'vitest';
import { InputError } from '../../core/input-error.ts';
import { findScenario, SCENARIOS } from '../../scenarios/catalog.ts';
import { ALGORITHMS } from '../../scenarios/rule/algorithm.ts';

describe('the catalog', () => {
  test('has every id once, and finds it', () => {
    expect(new Set(SCENARIOS.map(({ id }) => id)).size).toBe(SCENARIOS.length);
    for (const scenario of SCENARIOS) expect(findScenario(scenario.id)).toBe(scenario);
  });

  test('an unknown id names the known ones', () => {
    expect(() => findScenario('label')).toThrow(InputError);
    expect(() => findScenario('label')).toThrow('Unknown scenario label: use one of label-in-input');
  });

  test.each(SCENARIOS)('$id: both programs say what they are', ({ id, algorithms, defaultShape, defaultBatch }) => {
    for (const algorithm of ALGORITHMS) {
      const { about } = algorithms[algorithm].update(defaultShape, defaultBatch);
      expect(about).toMatchObject({ scenario: id, algorithm, layers: defaultShape.layers, batch: defaultBatch });
    }
  });
});
