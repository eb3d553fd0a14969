import { SCENARIOS } from '../../scenarios/catalog.ts';
import { dataName } from '../../scenarios/data/catalog.ts';
import type { Scenario } from '../../scenarios/rule/scenario.ts';
import { exactDigits, percent } from '../writing/format.ts';
import { visibleText } from '../writing/visible-text.ts';
import { TERMINAL_WIDTH, wrappedText } from '../writing/wrapped-text.ts';

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

/** The same for a terminal: a scenario with its shape, data sets and criterion, and a line below it for each of its rules. */
export function scenarioListText(entries: ReturnType<typeof listScenarios>): string {
  const named = entries.map(({ scenario }) => visibleText(scenario));
  const widest = Math.max(...named.map(({ length }) => length));
  const figures = entries.map(({ parameters, macsPerUpdate }) => [parameters, macsPerUpdate].map(exactDigits));
  const [mostParameters, mostMacs] = [0, 1].map((at) => Math.max(...figures.map((one) => one[at].length)));
  const indent = ' '.repeat(widest + 2);
  const lines = entries.flatMap(({ algorithm, shape, batch, datasets, criterion }, index) => {
    const [parameters, macs] = figures[index];
    const rule = `  ${algorithm}`.padEnd(indent.length);
    const line = `${rule}${parameters.padStart(mostParameters)} parameters, ${macs.padStart(mostMacs)} MACs an update`;
    if (index > 0 && named[index - 1] === named[index]) return [line];
    const about = `${shape.join('-')}, batch ${exactDigits(batch)}; ${percent(criterion.testAccuracy)} on ${datasets.join(', ')}`;
    const [first, ...others] = wrappedText(visibleText(about), TERMINAL_WIDTH - indent.length);
    return [`${named[index].padEnd(indent.length)}${first}`, ...others.map((other) => `${indent}${other}`), line];
  });
  return `${lines.join('\n')}\n`;
}
