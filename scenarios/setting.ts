import type { DataSource } from './data/catalog.ts';
import type { NetworkShape } from './rule/network-shape.ts';
import { knownOptions } from './rule/rule.ts';
import type { RuleOptions } from './rule/rule-option.ts';
import { perRule, type Scenario } from './rule/scenario.ts';

/** Named settings of a comparison: one that ends within minutes, and the documented one on the documented data. */
export const PRESETS = ['quick', 'documented'] as const;
export type Preset = (typeof PRESETS)[number];

/** In what setting the rules of a scenario are trained and measured. */
export interface ComparisonSetting {
  readonly shape: NetworkShape;
  readonly batch: number;
  readonly dataset: DataSource;
  /** Most training images to learn from, drawn by the seed; undefined: all. */
  readonly trainImages: number | undefined;
  /** Most epochs. */
  readonly epochs: number;
  /** Test accuracy at which training ends. */
  readonly criterion: number;
  readonly seeds: readonly number[];
  /** Updates from one evaluation to the next; undefined: as for every training. */
  readonly evaluateEvery: number | undefined;
  /** Test images of an evaluation; undefined: as for every training. */
  readonly evaluationImages: number | undefined;
  /** Of each rule, by its id. */
  readonly options: Readonly<Record<string, RuleOptions>>;
}

/** What is asked of a setting otherwise than its preset has it; undefined: as there. */
export interface SettingChanges {
  readonly shape?: NetworkShape | undefined;
  readonly batch?: number | undefined;
  readonly dataset?: DataSource | undefined;
  readonly trainImages?: number | undefined;
  readonly epochs?: number | undefined;
  readonly criterion?: number | undefined;
  readonly seeds?: readonly number[] | undefined;
  /** Each goes to the rules that it means something to. */
  readonly options?: RuleOptions | undefined;
  /** Of single rules, by their ids. */
  readonly optionsOf?: Readonly<Record<string, RuleOptions>> | undefined;
}

const SEEDS = [0, 1, 2];

/**
 * The setting of a preset. `quick` is the scenario's own reduced one on data made in code; `documented` is the
 * documented shape, batch and criterion on the data of the description; without a preset it is these on data made in code.
 */
export function comparisonSetting(scenario: Scenario, preset: Preset | null): ComparisonSetting {
  const { rules, defaultShape, defaultBatch, defaultEpochs, criterion, datasets, quick } = scenario;
  const { seeds = SEEDS } = scenario;
  if (preset === 'quick') {
    const { layers, options = {}, evaluateEvery, evaluationImages, ...setting } = quick;
    return {
      ...setting,
      evaluateEvery,
      evaluationImages,
      shape: { ...defaultShape, layers },
      dataset: datasets[0],
      trainImages: undefined,
      seeds: SEEDS,
      options: perRule(rules, (_, id) => options[id] ?? {}),
    };
  }
  const isDocumented = preset === 'documented';
  return {
    shape: defaultShape,
    batch: defaultBatch,
    dataset: isDocumented ? datasets[datasets.length - 1] : datasets[0],
    trainImages: isDocumented ? scenario.documentedTrainImages : undefined,
    epochs: defaultEpochs,
    criterion: criterion.testAccuracy,
    seeds,
    evaluateEvery: undefined,
    evaluationImages: undefined,
    options: perRule(rules, () => ({})),
  };
}

/** The setting with these changes. */
export function changedSetting(
  setting: ComparisonSetting,
  { rules }: Scenario,
  changes: SettingChanges,
): ComparisonSetting {
  const { options = {}, optionsOf = {} } = changes;
  return {
    ...setting,
    shape: changes.shape ?? setting.shape,
    batch: changes.batch ?? setting.batch,
    dataset: changes.dataset ?? setting.dataset,
    trainImages: changes.trainImages ?? setting.trainImages,
    epochs: changes.epochs ?? setting.epochs,
    criterion: changes.criterion ?? setting.criterion,
    seeds: changes.seeds ?? setting.seeds,
    options: perRule(rules, (rule, id) => ({
      ...setting.options[id],
      ...knownOptions(rule, options),
      ...optionsOf[id],
    })),
  };
}
