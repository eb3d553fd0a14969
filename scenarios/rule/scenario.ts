import { InputError } from '../../core/input-error.ts';
import { type DataSource, dataName, isMadeInCode } from '../data/catalog.ts';
import type { NetworkShape } from './network-shape.ts';
import type { Question } from './question.ts';
import type { Rule } from './rule.ts';
import type { RuleOptions } from './rule-option.ts';

/** A reduced setting: rules of a built-in scenario learn an easy task, made in code, within seconds. */
export interface QuickSetting {
  readonly layers: readonly number[];
  readonly batch: number;
  readonly epochs: number;
  /** Test accuracy at which training ends. */
  readonly criterion: number;
  /** Updates from one evaluation to the next; missing: as for every training. */
  readonly evaluateEvery?: number;
  /** Test images of an evaluation; missing: all of them. */
  readonly evaluationImages?: number;
  /** How the rules differ from the documented ones, by their ids, to suit so small a network; missing: they do not. */
  readonly options?: Readonly<Record<string, RuleOptions>>;
}

/** A task, in the shape and to the accuracy documented for it, and the rules that are compared on it. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  /** Where the task, or a rule of it, is described. */
  readonly source: string;
  /** Data sets it can learn from, the default first: of the built-in scenarios one that is made in code. */
  readonly datasets: readonly DataSource[];
  readonly defaultShape: NetworkShape;
  readonly defaultBatch: number;
  /** As documented. */
  readonly defaultEpochs: number;
  /** By their ids, in the order in which they are shown. */
  readonly rules: Readonly<Record<string, Rule>>;
  /** The accuracy on test images at which training is over. */
  readonly criterion: { readonly testAccuracy: number };
  /** Seeds of a comparison; default 0, 1, 2. */
  readonly seeds?: readonly number[];
  /** As many of the real training images as the description uses; missing: all. */
  readonly documentedTrainImages?: number;
  readonly quick: QuickSetting;
  /** What its description asks, for reports to answer. */
  readonly questions?: readonly Question[];
  /** Id of the scenario that the questions hold it against. */
  readonly heldAgainst?: string;
}

/** Whether a value, such as what a user's file exports, is a scenario. */
export function isScenario(value: unknown): value is Scenario {
  if (typeof value !== 'object' || value === null) return false;
  const { id, rules, defaultShape, datasets } = value as Partial<Scenario>;
  return typeof id === 'string' && [rules, defaultShape, datasets].every((one) => typeof one === 'object');
}

/**
 * The data set of this name that a scenario learns from. Without a name the default, and with `synthetic` one that is made
 * in code, whatever it is called. Throws InputError where the scenario learns from others only.
 */
export function datasetOf({ id, datasets }: Scenario, name?: string): DataSource {
  if (name === undefined) return datasets[0];
  const found =
    datasets.find((known) => dataName(known) === name) ??
    (name === 'synthetic' ? datasets.find(isMadeInCode) : undefined);
  if (found === undefined)
    throw new InputError(`--data ${name}: ${id} learns from ${datasets.map(dataName).join(' or ')}; choose that`);
  return found;
}

/** The rule that the others of a scenario are held against, unless another is asked for. */
const USUAL_REFERENCE = 'bp';

/** The id of that rule: backprop, or, where that is not among them, the last. */
export function referenceOf(rules: readonly string[]): string {
  return rules.includes(USUAL_REFERENCE) ? USUAL_REFERENCE : rules[rules.length - 1];
}

/** One value for each rule, by its id. */
export function perRule<Value>(
  rules: Readonly<Record<string, Rule>>,
  value: (rule: Rule, id: string) => Value,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(rules).map(([id, rule]) => [id, value(rule, id)]));
}
