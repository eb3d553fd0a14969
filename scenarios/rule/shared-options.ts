import * as z from 'zod';
import type { ScoredLayers } from '../batches/label-scores.ts';
import { type OptionKind, oneOf, onOrOff, positiveNumber, type RuleOption } from './rule-option.ts';

/** Of Adam. */
export function learningRateOption(documented: number) {
  return {
    name: 'learningRate',
    flag: 'lr',
    describe: 'Learning rate',
    called: 'the learning rate',
    kind: positiveNumber,
    documented,
  } as const;
}

/** The goodness that separates positives from negatives. */
export function goodnessThresholdOption<Documented extends number | null>(documented: Documented) {
  return {
    name: 'goodnessThreshold',
    flag: 'threshold',
    describe: 'Forward-Forward: goodness that parts positives and negatives',
    called: 'the threshold',
    kind: positiveNumber,
    documented,
  } as const;
}

/** Every image is shifted by up to 2 pixels either way, anew whenever it comes into a batch. */
export const jitterOption = {
  name: 'jitter',
  flag: 'jitter',
  describe: 'Shift every image by up to 2 pixels, anew at every visit',
  called: 'jitter',
  kind: onOrOff,
  documented: false,
} as const satisfies RuleOption;

/** Negatives carry the wrong label of highest score with the present weights, not a random one. */
export const hardNegativesOption = {
  name: 'hardNegatives',
  flag: 'hard-negatives',
  describe: 'Negatives carry the wrong label that fits best now, not a random one',
  called: 'hard negatives',
  kind: onOrOff,
  documented: false,
} as const satisfies RuleOption;

/**
 * The last layer, too, computes its activations again with the new weights, for a next layer that does not exist, as
 * the original programs do.
 */
export const discardedReforwardOption = {
  name: 'discardedReforward',
  flag: 'discarded-reforward',
  describe: 'Run the last layer again after its update, for nobody, as the original does',
  called: 'the discarded re-forward',
  kind: onOrOff,
  documented: true,
} as const satisfies RuleOption;

/** Every layer's output is normalised before the next layer sees it. */
export const normaliseOption = {
  name: 'normalise',
  flag: 'normalise',
  describe: 'Normalise what a layer hands on; --no-normalise does not',
  called: 'normalisation',
  kind: onOrOff,
  documented: true,
} as const satisfies RuleOption;

/** Every unit's mean activity is drawn to that of its layer. */
export const peerNormalisationOption = {
  name: 'peerNormalisation',
  flag: 'peer-normalisation',
  describe: "Draw every unit's mean activity to that of its layer",
  called: 'peer normalisation',
  kind: onOrOff,
  documented: false,
} as const satisfies RuleOption;

/** A row's goodness is the mean or the sum of its squared activities. */
export function goodnessOption(documented: 'mean' | 'sum') {
  return {
    name: 'goodness',
    flag: 'goodness',
    describe: 'Of the squared activities',
    called: 'the goodness',
    kind: oneOf(['mean', 'sum']),
    documented,
  } as const;
}

const SCORED_LAYERS: OptionKind<ScoredLayers> = {
  schema: z.union([z.literal('all layers'), z.literal('all but the first'), z.int().nonnegative()]),
  must: '"all layers", "all but the first" or the number of a layer, from 0',
  form: {
    takes: 'words',
    words: 'all, skip-first or the number of a layer, where 0 is the first',
    read: (text) => {
      if (text === 'all') return 'all layers';
      if (text === 'skip-first') return 'all but the first';
      return /^\d{1,3}$/.test(text) ? Number(text) : undefined;
    },
  },
};

/** Which layers score a label; null: it depends on the shape. */
export function scoredLayersOption<Documented extends ScoredLayers | null>(documented: Documented) {
  return {
    name: 'scoredLayers',
    flag: 'predict-layers',
    describe: 'Layers whose goodness scores a label: all, skip-first, or the number of one, where 0 is the first',
    called: 'the layers that score a label',
    kind: SCORED_LAYERS,
    documented,
  } as const;
}
