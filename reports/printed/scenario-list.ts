import { SCENARIOS } from '../../scenarios/catalog.ts';
import { dataName } from '../../scenarios/data/catalog.ts';
import type { Scenario } from '../../scenarios/rule/scenario.ts';
import { textTable } from '../writing/text-table.ts';

/** What there is to measure: one entry a scenario and rule, at the documented shape and batch. */
export function listScenarios(scenarios: readonly Scenario[] = SCENARIOS) {
  return scenarios.flatMap((scenario) =>
    Object.entries(scenario.rules).map(([algorithm, rule]) => {
      return {
        scenario: scenario.id,
        algorithm,
        title: scenario.title,
        shape: scenario.defaultShape.layers,
        classes: scenario.defaultShape.classes,
        batch: scenario.defaultBatch,
        learningRate: rule.learningRate,
        parameters: rule.parameters(scenario.defaultShape),
        macsPerUpdate: rule.macsPerUpdate(scenario.defaultShape, scenario.defaultBatch),
        datasets: scenario.datasets.map(dataName),
        criterion: scenario.criterion,
        source: scenario.source,
      };
    }),
  );
}

/** The same as a table for a terminal, a line an entry. */
export function scenarioListText(entries: ReturnType<typeof listScenarios>): string {
  const rows = entries.map((entry) => [
    entry.scenario,
    entry.algorithm,
    entry.shape.join('-'),
    entry.batch.toLocaleString('en-US'),
    entry.parameters.toLocaleString('en-US'),
    entry.macsPerUpdate.toLocaleString('en-US'),
    entry.datasets.join(', '),
    `${100 * entry.criterion.testAccuracy} % test`,
  ]);
  return textTable(
    ['scenario', 'algorithm', 'shape', 'batch', 'parameters', 'MACs an update', 'data', 'criterion'],
    rows,
  );
}
