import type { Dataset } from '../../scenarios/data/image-set.ts';
import { loadDatasets } from '../../scenarios/data/shared-folder.ts';
import { perRule } from '../../scenarios/rule/scenario.ts';
import { keptStates } from '../../scenarios/training/kept-states.ts';
import type { TrainingRuns } from '../../scenarios/training/training-pool.ts';
import { type TrainingSettings, trainingSettings } from '../../scenarios/training/training-settings.ts';
import type { TrainingOutcome } from '../../scenarios/training/training-task.ts';
import { trainedRule } from '../results/trained-rule.ts';
import type { NamedTraining } from '../results/training-result.ts';
import type { ComparedScenario } from './comparison.ts';
import { type ComparisonRequest, referenceIn, requestedSettings, type ScenarioSetting } from './comparison-request.ts';

/** What to compare; `forget` removes what is kept of the trainings for nothing but to go on with them. */
export interface TrainedComparison {
  readonly scenarios: readonly ComparedScenario[];
  forget(): void;
}

/** Which of the scenarios it is, from 1, and of how many. */
export interface ScenarioPlace {
  readonly number: number;
  readonly of: number;
}

/** A scenario whose rules are to be trained, with all that the training depends on. */
interface Task extends ScenarioSetting {
  readonly data: Dataset;
  readonly rules: Readonly<Record<string, TrainingSettings>>;
}

/**
 * Trains the rules of every scenario by `train`, to the criterion; goes on where an earlier comparison was interrupted.
 * Throws InputError on settings that the data or a rule do not allow, of whatever scenario, before anything is trained.
 */
export async function trainedComparison(
  request: ComparisonRequest,
  threads: number | undefined,
  train: (runs: TrainingRuns, place: ScenarioPlace) => Promise<readonly TrainingOutcome[]>,
): Promise<TrainedComparison> {
  const { fresh = false } = request;
  const settings = requestedSettings(request);
  const names = settings.map(({ setting }) => setting.dataset);
  const datasets = await loadDatasets(names, request.dataDir);
  const tasks = settings.map((one, index) => taskOf(one, datasets[index]));
  const scenarios: ComparedScenario[] = [];
  const forgets: (() => void)[] = [];
  for (const [index, { scenario, setting, data, rules }] of tasks.entries()) {
    const { shape, epochs, criterion, seeds } = setting;
    const stop = { epochs, criterion, stopsAtCriterion: true };
    const trainings: Record<string, NamedTraining> = {};
    for (const algorithm of Object.keys(rules)) {
      const { folder: checkpointFolder, remove } = keptStates(rules[algorithm], stop);
      forgets.push(() => remove(seeds));
      const runs = { settings: rules[algorithm], stop, data, seeds, checkpointFolder, fresh, threads };
      const outcomes = await train(runs, { number: index + 1, of: tasks.length });
      trainings[algorithm] = {
        where: `${scenario.id} ${algorithm}`,
        trained: trainedRule(rules[algorithm], stop, outcomes),
      };
    }
    scenarios.push({
      scenario,
      ...referenceIn(request),
      shape,
      batch: setting.batch,
      data: { name: data.name, trainSha256: data.train.sha256, testSha256: data.test.sha256 },
      preset: request.preset,
      trainings,
    });
  }
  return {
    scenarios,
    forget: () => {
      for (const forget of forgets) forget();
    },
  };
}

function taskOf({ scenario, setting }: ScenarioSetting, data: Dataset): Task {
  const { shape, batch, trainImages, evaluateEvery, evaluationImages, options } = setting;
  const trainSubset = trainImages === undefined ? undefined : Math.min(trainImages, data.train.count);
  const common = { scenario: scenario.id, shape, batch, trainSubset, evaluateEvery, evaluationImages };
  const rules = perRule(scenario.rules, (_, algorithm) =>
    trainingSettings({ ...common, algorithm, options: options[algorithm] }, data),
  );
  return { scenario, setting, data, rules };
}
