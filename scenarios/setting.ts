import type { DatasetName } from './data/catalog.ts';
import { type Algorithm, perRule } from './rule/algorithm.ts';
import type { NetworkShape } from './rule/network-shape.ts';
import type { RuleOptions } from './rule/rule-option.ts';
import type { Scenario } from './rule/scenario.ts';

/** Named settings of a comparison: one that ends within minutes, and the documented one on the documented data. */
export const PRESETS = ['quick', 'documented'] as const;
export type Preset = (typeof PRESETS)[number];

/** In what setting both rules of a scenario are trained and measured. */
export interface ComparisonSetting {
  readonly shape: NetworkShape;
  readonly batch: number;
  readonly dataset: DatasetName;
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
  readonly options: Readonly<Record<Algorithm, RuleOptions>>;
}

const SEEDS = [0, 1, 2];

/**
 * The setting of a preset. `quick` is the scenario's own reduced one on data made in code; `documented` is the
 * documented shape, batch and criterion on the data of the description; without a preset it is these on data made in code.
 */
export function comparisonSetting(scenario: Scenario, preset: Preset | null): ComparisonSetting {
  const { defaultShape, defaultBatch, defaultEpochs, criterion, datasets, quick } = scenario;
  const { seeds = SEEDS } = scenario;
  if (preset === 'quick') {
    const { layers, options = {}, evaluationImages, ...setting } = quick;
    return {
      ...setting,
      evaluationImages,
      shape: { ...defaultShape, layers },
      dataset: datasets[0],
      trainImages: undefined,
      seeds: SEEDS,
      options: perRule((algorithm) => options[algorithm] ?? {}),
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
    options: perRule(() => ({})),
  };
}
