import type { ComputingBackend } from '../../instrument/backends/computing-backends.ts';
import type { Rule } from '../../scenarios/rule/rule.ts';
import { datasetOf, type Scenario } from '../../scenarios/rule/scenario.ts';
import type { TrainedRule } from '../results/trained-rule.ts';
import {
  knownRule,
  LEARNING_OPTIONS,
  type LearningOptions,
  requireLearningOptions,
  shapeWith,
} from './learning-options.ts';

export interface TrainOptions extends LearningOptions {
  /**
   * Updates from one evaluation to the next, default 50; or `log`: the greatest of 1, 2, 5, 10, 20, 50, ... that is at most
   * 5 % of the updates so far, and 1 before.
   */
  readonly evaluateEvery?: number | 'log';
  /** Test images of an evaluation; default 2000, or all there are. */
  readonly evaluationImages?: number;
  /** What computes; default `wasm`. */
  readonly backend?: ComputingBackend;
}

const OPTIONS = [...LEARNING_OPTIONS, 'evaluateEvery', 'evaluationImages', 'backend'];

/**
 * Trains a rule on a task in this thread, seed by seed (default: seed 0), to the task's number of epochs or until its
 * test accuracy is `until`. Resolves to what `odometer train --json` prints: updates to the criterion, the course of each
 * run, accuracies. Nothing is kept to go on from. Rejects with InputError on what the data or the rule do not allow, before
 * anything is trained, and where a training diverges. Minutes to hours at documented shapes.
 */
export async function train(task: Scenario, rule: Rule, options: TrainOptions = {}): Promise<TrainedRule> {
  requireLearningOptions('train', options, OPTIONS);
  const algorithm = knownRule('train', task, rule);
  // What computes, and threads, are loaded when they are asked for: to import the package changes no backend.
  const { loadDataset } = await import('../../scenarios/data/catalog.ts');
  const { trainingSettings } = await import('../../scenarios/training/training-settings.ts');
  const { trainSeeds } = await import('../../scenarios/training/training-pool.ts');
  const { trainedRule } = await import('../results/trained-rule.ts');
  const { layers, batch, trainImages: trainSubset, evaluateEvery, evaluationImages, backend, seeds = [0] } = options;
  const { epochs = task.defaultEpochs, until } = options;
  const data = await loadDataset(datasetOf(task, options.data), { dataDir: options.dataDir });
  const shape = shapeWith(task, layers);
  const request = { scenario: task.id, algorithm, shape, batch, trainSubset, evaluateEvery, evaluationImages, backend };
  const settings = trainingSettings(request, data);
  const criterion = until ?? task.criterion.testAccuracy;
  const stop = { epochs, criterion, stopsAtCriterion: until !== undefined };
  const outcomes = await trainSeeds({ settings, stop, data, seeds, checkpointFolder: null, fresh: true, threads: 1 });
  return trainedRule(settings, stop, outcomes);
}
