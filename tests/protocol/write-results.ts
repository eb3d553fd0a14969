/**
 * `npm run results`: puts into results/ what the protocol came to, in place of how the rules of a scenario were trained before, where all
 * reported seeds of all of them have been run, tuned or as documented; and an update of each under every meter. The
 * updates themselves stay as they are.
 */
import { writeFileSync } from 'node:fs';
import { scenarioByProtocol, trainingsBy } from '../../reports/protocol/protocol-training.ts';
import { type Results, resultsJson, type ScenarioResult } from '../../reports/results/result.ts';
import { trainingSeconds } from '../../reports/results/training-result.ts';
import { parseResults } from '../../reports/results/upgraded-results.ts';
import { committedProtocols } from '../support/results/committed-protocols.ts';
import { committedFiles } from '../support/results/committed-results.ts';
import { committedRobustness } from '../support/robustness/committed-robustness.ts';

const protocols = committedProtocols();
const measured = committedRobustness();

for (const { path, results } of committedFiles()) {
  const { trainingSeconds, scenarios } = withProtocol(results);
  const written = {
    ...results,
    scenarios: scenarios.map(withRobustness),
    volatile: { ...results.volatile, trainingSeconds },
  };
  writeFileSync(path, `${resultsJson(parseResults(written, path), 1)}\n`);
}

function withProtocol({ scenarios, volatile }: Results) {
  const seconds = { ...volatile.trainingSeconds };
  return {
    trainingSeconds: seconds,
    scenarios: scenarios.map((scenario) => {
      const protocol = protocols.find((one) => one.scenario === scenario.id);
      const found = protocol === undefined ? null : scenarioByProtocol(scenario, protocol);
      if (protocol === undefined || found === null) return scenario;
      const choice = found.protocol?.tuned ? 'tuned' : 'documented';
      for (const [algorithm, trained] of Object.entries(trainingsBy(protocol, choice) ?? {}))
        seconds[`${scenario.id} ${algorithm}`] = trainingSeconds(trained);
      console.error(`${scenario.id}: by the protocol, rates ${choice}`);
      return found;
    }),
  };
}

function withRobustness(scenario: ScenarioResult): ScenarioResult {
  const robustness = scenario.rules.flatMap(({ algorithm }) =>
    measured
      .filter((one) => one.scenario === scenario.id && one.algorithm === algorithm)
      .map(({ schema: _, scenario: __, ...figures }) => figures),
  );
  return robustness.length === 0 ? scenario : { ...scenario, robustness };
}
