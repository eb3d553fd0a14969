import { describe, InputError, requireList, requireOptions } from '../../core/input-error.ts';
import { registerRule, registerScenario, SCENARIOS } from '../../scenarios/catalog.ts';
import { MOST_BATCH_IMAGES, type NetworkShape } from '../../scenarios/rule/network-shape.ts';
import { isRule, type Rule } from '../../scenarios/rule/rule.ts';
import { checkedValue, integerIn, positiveShare } from '../../scenarios/rule/rule-option.ts';
import { isScenario, type Scenario } from '../../scenarios/rule/scenario.ts';

/** How a training differs from what its task states. */
export interface LearningOptions {
  /** Layer widths, without a readout, the first as wide as an image has numbers. */
  readonly layers?: readonly number[];
  /** Images of an update. */
  readonly batch?: number;
  /** Name of one of the task's data sets; default: the first, or that of the preset. */
  readonly data?: string;
  /** Folder that has the files of the data set; default: the user's cache, into which they are downloaded. */
  readonly dataDir?: string;
  /** Learn from so many training images, drawn by the seed; default: from all, or as the preset does. */
  readonly trainImages?: number;
  /** Most epochs. */
  readonly epochs?: number;
  /** Test accuracy, in (0, 1], at which a run ends. */
  readonly until?: number;
  /** Different integers from 0, one run each. */
  readonly seeds?: readonly number[];
}

export const LEARNING_OPTIONS = ['layers', 'batch', 'data', 'dataDir', 'trainImages', 'epochs', 'until', 'seeds'];

/** Throws InputError naming the option of `owner` that there is not, or that is out of range. */
export function requireLearningOptions(owner: string, options: LearningOptions, names: readonly string[]): void {
  requireOptions(owner, options, names);
  const { layers, batch, trainImages, epochs, until, seeds } = options;
  const within = (name: string, value: unknown, least: number, most: number): void => {
    if (value !== undefined) checkedValue(`${name} of ${owner}`, integerIn(least, most), value);
  };
  within('batch', batch, 1, MOST_BATCH_IMAGES);
  within('trainImages', trainImages, 1, Number.MAX_SAFE_INTEGER);
  within('epochs', epochs, 1, Number.MAX_SAFE_INTEGER);
  if (until !== undefined) checkedValue(`until of ${owner}`, positiveShare, until);
  if (layers !== undefined) requireList(`layers of ${owner}`, layers);
  for (const width of layers ?? []) within('layers', width, 1, Number.MAX_SAFE_INTEGER);
  if (seeds === undefined) return;
  requireList(`seeds of ${owner}`, seeds);
  for (const seed of seeds) within('seeds', seed, 0, 2 ** 32 - 1);
  if (seeds.length === 0 || new Set(seeds).size < seeds.length) {
    throw new InputError(`seeds of ${owner}: must be different integers, got ${seeds.join(', ') || 'none'}`);
  }
}

/** The shape of a task with other widths; undefined: as it is. */
export function shapeWith({ defaultShape }: Scenario, layers: readonly number[] | undefined): NetworkShape | undefined {
  return layers === undefined ? undefined : { ...defaultShape, layers };
}

/**
 * The id of a rule on a task: that which the task has it by, else its title in small letters with dashes. Both are known
 * by their ids from now on. Throws InputError where they are no task and rule, and where another rule has the id.
 */
export function knownRule(owner: string, task: Scenario, rule: Rule): string {
  if (!isScenario(task)) throw new InputError(`${owner}: task must be what defineTask gives, got ${describe(task)}`);
  if (!isRule(rule)) throw new InputError(`${owner}: a rule must be what defineRule gives, got ${describe(rule)}`);
  if (!SCENARIOS.includes(task)) registerScenario(task);
  const own = Object.entries(task.rules).find(([, one]) => one === rule);
  if (own !== undefined) return own[0];
  const id = rule.label.title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  registerRule(id, rule);
  return id;
}
