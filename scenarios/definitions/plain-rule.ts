import type { Tensor } from '@tensorflow/tfjs-core';
import type { Random } from '../../core/numbers/random.ts';
import type { Role } from '../../core/trace/trace.ts';
import type { NetworkShape } from '../rule/network-shape.ts';
import type { OptionValue } from '../rule/rule-option.ts';

/** Options of a rule by name, with what the rule has where nothing else is asked for. */
export type PlainOptions = Readonly<Record<string, OptionValue>> & {
  /** Above 0. */
  readonly learningRate: number;
};

/** Values of the same kinds. */
export type OptionsOf<Options> = {
  readonly [Name in keyof Options]: Options[Name] extends number
    ? number
    : Options[Name] extends boolean
      ? boolean
      : string;
};

/** A tensor that an update takes, and the numbers in it. */
export interface FilledTensor {
  /** For messages and tables. */
  readonly name: string;
  readonly shape: readonly number[];
  /** What it is for. Default: of a state `weights`, of a batch `inputs`. */
  readonly role?: Role;
  /** Row-major, as many as the shape holds; default: zeros. */
  readonly values?: ArrayLike<number>;
}

/** What everything about a rule may depend on. */
export interface RuleSetting<Options> {
  readonly shape: NetworkShape;
  readonly options: OptionsOf<Options>;
}

/** The examples of a batch, before they are tensors. */
export interface ChosenExamples {
  /** [images, first layer], row-major. */
  readonly pixels: Float32Array;
  /** One a row, below `shape.classes`. */
  readonly labels: Uint8Array;
}

/** What an update is given. */
export interface UpdateGiven<Options> extends RuleSetting<Options> {
  /** As `batch` makes them; by default the images [batch, first layer] and their one-hot labels [batch, classes]. */
  readonly batch: readonly Tensor[];
  /** In the order of `state`. */
  readonly state: readonly Tensor[];
  /** Counts updates from 1. */
  readonly step: number;
}

/**
 * A learning rule as a file of a user's states it: what it keeps, how it learns from a batch, and how it predicts. What
 * else a comparison needs follows from these: multiply-accumulates, parameters, the cost of a prediction.
 */
export interface PlainRule<Options extends PlainOptions> {
  /** In texts, charts and tables, as in the middle of a sentence: `feedback alignment`. */
  readonly title: string;
  /** Where there is no room for the title; default: its initials. */
  readonly shortName?: string;
  readonly options: Options;
  /** The state before the first update: weights, optimiser state, fixed feedback. Draw what is random from `random`. */
  state(given: RuleSetting<Options> & { readonly random: Random }): readonly FilledTensor[];
  /** The tensors of a batch; default: images and one-hot labels. */
  batch?(given: RuleSetting<Options> & ChosenExamples & { readonly random: Random }): readonly FilledTensor[];
  /**
   * One update, in TensorFlow.js: on a computing backend it trains, on the traced backend it is measured. Returns the new
   * state in the order of the old (what stays as it was may be returned as it came), and in `read` what the host reads,
   * at least one loss: names that begin with `loss` are losses, from the first layer. Inside `phase` and `layer` the cost
   * is told apart. It runs in a scope of `tidy`.
   */
  update(given: UpdateGiven<Options>): {
    readonly state: readonly Tensor[];
    readonly read: Readonly<Record<string, Tensor>>;
  };
  /** Scores [images, classes] of images [images, first layer]: the label of a row's highest is predicted. */
  predict(given: RuleSetting<Options> & { readonly images: Tensor; readonly state: readonly Tensor[] }): Tensor;
  /**
   * Whether addresses, or how often something runs, depend on values (relaxing until it has converged): the update is then
   * traced on made images and the first state, and its cost is that of those.
   */
  readonly computed?: boolean;
}
