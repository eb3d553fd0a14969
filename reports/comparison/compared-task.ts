import { ENERGY_PRESETS } from '../../core/cost/energy-presets.ts';
import { choiceOf, InputError, requireList } from '../../core/input-error.ts';
import type { Rule } from '../../scenarios/rule/rule.ts';
import type { Scenario } from '../../scenarios/rule/scenario.ts';
import { PRESETS, type Preset } from '../../scenarios/setting.ts';
import type { Results } from '../results/result.ts';
import type { ComparisonRequest } from './comparison-request.ts';
import {
  knownRule,
  LEARNING_OPTIONS,
  type LearningOptions,
  requireLearningOptions,
  shapeWith,
} from './learning-options.ts';

export interface CompareOptions extends LearningOptions {
  /** `quick`: reduced, on data made in code; `documented`: as described; default: as described, on the first data set. */
  readonly preset?: Preset;
  /** Whether rules are trained to the criterion; false: one update of each is measured. Default true. */
  readonly train?: boolean;
  /** The rule that the others are held against; default: the task's `bp`, else the last. */
  readonly against?: Rule;
}

const OPTIONS = [...LEARNING_OPTIONS, 'preset', 'train', 'against'];

/**
 * Trains the rules (default: the task's own) to the criterion, in this thread, and measures an update and a prediction of
 * each. Resolves to what `odometer compare` writes into results.json, for `reportPage`. Nothing is kept to go on from.
 * Rejects with InputError on what the data or a rule do not allow, before anything is trained. Seconds to a minute with
 * the preset `quick`, hours at documented shapes.
 */
export async function compare(
  task: Scenario,
  rules: readonly Rule[] = Object.values(task.rules),
  options: CompareOptions = {},
): Promise<Results> {
  const start = performance.now();
  requireLearningOptions('compare', options, OPTIONS);
  const request = comparisonOf(task, rules, options);
  const { comparedUpdates } = await import('./compared-updates.ts');
  const { compareUpdates, completeResults } = await import('./comparison.ts');
  // What computes, and threads, are loaded when they are asked for: to import the package changes no backend.
  const { trainedComparison } = await import('./trained-comparison.ts');
  const { trainSeeds } = await import('../../scenarios/training/training-pool.ts');
  const scenarios =
    options.train === false
      ? await comparedUpdates(request, 'run')
      : (await trainedComparison(request, 1, (runs) => trainSeeds({ ...runs, checkpointFolder: null }))).scenarios;
  const measured = compareUpdates(scenarios, {
    granularity: 'scalar',
    engine: 'run',
    loops: 'tfjs',
    seed: 0,
    presets: ENERGY_PRESETS,
  });
  return completeResults(measured, start);
}

function comparisonOf(task: Scenario, rules: readonly Rule[], options: CompareOptions): ComparisonRequest {
  const { preset, layers, batch, data, dataDir, trainImages, epochs, until, seeds, against } = options;
  if (preset !== undefined) choiceOf('preset of compare', preset, PRESETS);
  requireList('compare: rules', rules);
  if (rules.length === 0) throw new InputError(`compare: ${task.title} has no rule of its own; give a list of rules`);
  const compared: Record<string, Rule> = {};
  for (const rule of rules) {
    const id = knownRule('compare', task, rule);
    if (Object.hasOwn(compared, id)) throw new InputError(`compare: rules: ${id} is there twice; give each once`);
    compared[id] = rule;
  }
  const reference = Object.keys(compared).find((id) => compared[id] === against);
  if (against !== undefined && reference === undefined) {
    throw new InputError(`compare: against must be one of the rules; choose ${Object.keys(compared).join(', ')}`);
  }
  return {
    scenarios: [{ ...task, rules: compared }],
    ...(reference === undefined ? {} : { reference }),
    preset: preset ?? null,
    data,
    dataDir,
    changes: { shape: shapeWith(task, layers), batch, trainImages, epochs, criterion: until, seeds },
  };
}
