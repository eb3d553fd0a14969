import { SCENARIOS } from '../../scenarios/catalog.ts';
import { ALGORITHMS } from '../../scenarios/rule/algorithm.ts';

/** What there is to measure: one entry a scenario and algorithm, at the documented shape and batch. */
export function listScenarios() {
  return SCENARIOS.flatMap((scenario) =>
    ALGORITHMS.map((algorithm) => {
      const rule = scenario.algorithms[algorithm];
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
        datasets: scenario.datasets,
        criterion: scenario.criterion,
        source: scenario.source,
      };
    }),
  );
}
