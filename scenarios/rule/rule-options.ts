import { InputError } from '../../core/input-error.ts';
import type { ScoredLayers } from '../batches/label-scores.ts';
import type { Goodness } from '../learning/goodness.ts';

/** What changes the work of an update. A rule ignores an option about work that it does not do. */
export interface UpdateOptions {
  /**
   * The last layer, too, computes its activations again with the new weights, for a next layer that does not exist, as
   * the original programs do. Default true.
   */
  readonly discardedReforward?: boolean;
}

/**
 * What of a locally connected layer's activations scores a label. The original program scores by their mean, though its
 * text says the mean of their squares, which is what the layer learns by.
 */
export const LOCAL_SCORES = ['mean activity', 'mean squares'] as const;
export type LocalScore = (typeof LOCAL_SCORES)[number];

/** Settings in which a rule can differ from the documented one. Which of them mean something, the rule says. */
export interface RuleOptions extends UpdateOptions {
  /** Of Adam; default: as documented for the rule. */
  readonly learningRate?: number;
  /** Forward-Forward: the goodness that separates positives from negatives; default: as documented. */
  readonly goodnessThreshold?: number;
  /** Forward-Forward: every layer's output is normalised before the next layer sees it. Default true. */
  readonly normalise?: boolean;
  /** Every image is shifted by up to 2 pixels either way, anew whenever it comes into a batch. Default false. */
  readonly jitter?: boolean;
  /** Negatives carry the wrong label of highest score with the present weights, not a random one. Default false. */
  readonly hardNegatives?: boolean;
  /** Default: as documented. */
  readonly scoredLayers?: ScoredLayers;
  /** Locally connected Forward-Forward; default: the mean activity, as the original program has it. */
  readonly score?: LocalScore;
  /** How often the noise behind a hybrid negative's mask is blurred; default: as documented. */
  readonly maskBlurs?: number;
  /** A readout is fitted to the activities of this many of the last layers; default: as documented. */
  readonly readoutLayers?: number;
  /** ... of at most this many of the images that the network learns from; */
  readonly readoutImages?: number;
  /** ... each of which it sees this often. */
  readonly readoutEpochs?: number;
  /** Forward-Forward: every unit's mean activity is drawn to that of its layer. Default false. */
  readonly peerNormalisation?: boolean;
  /** Forward-Forward: a row's goodness is the mean or the sum of its squared activities; default: as documented. */
  readonly goodness?: Goodness['squares'];
  /** Recurrent: share of the new activity in a layer's state, in (0, 1]; the rest is its old state. Default .7. */
  readonly damping?: number;
  /** Recurrent: iterations of an update. Default 8. */
  readonly iterations?: number;
  /** Recurrent Forward-Forward: layers learn at this iteration, from 1, and all later ones. Default 3. */
  readonly learnsFrom?: number;
  /** Recurrent Forward-Forward: the first and last iteration whose goodness scores a label. Default 3 and 5. */
  readonly scoredFrom?: number;
  readonly scoredTo?: number;
}

/** `value`. Throws InputError unless it is a positive finite number. */
export function positiveOption(name: string, value: number): number {
  if (!Number.isFinite(value) || value <= 0)
    throw new InputError(`the ${name} must be a positive number, got ${value}`);
  return value;
}
