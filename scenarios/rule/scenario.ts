import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../../core/input-error.ts';
import type { Random } from '../../core/numbers/random.ts';
import type { TensorSpec, UpdateProgram } from '../../instrument/tensors/update-program.ts';
import type { Examples } from '../batches/examples.ts';
import type { DatasetName } from '../data/catalog.ts';
import type { Goodness } from '../learning/goodness.ts';

/** The learning rules that are compared: Forward-Forward and backprop. */
export const ALGORITHMS = ['ff', 'bp'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** Layer widths, the input first, without the readout that a backprop baseline adds; and the number of labels. */
export interface NetworkShape {
  readonly layers: readonly number[];
  readonly classes: number;
  /** Locally connected: rows, and columns, of the square that a unit sees of the layer below; one a layer. */
  readonly receptiveFields?: readonly number[];
}

/** What changes the work of an update. A rule ignores an option about work that it does not do. */
export interface UpdateOptions {
  /**
   * The last layer, too, computes its activations again with the new weights, for a next layer that does not exist, as
   * the original programs do. Default true.
   */
  readonly discardedReforward?: boolean;
}

/** The layers whose goodness is summed to score a label: all of them, all but the first, or the one of this index. */
export type ScoredLayers = 'all layers' | 'all but the first' | number;

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

/** What a batch can depend on, beside the images. */
export interface BatchContext {
  /** The state before the update; hard negatives depend on it. */
  readonly state: readonly Tensor[];
  /** The examples at the batch's places in the epoch's further orders, of which there are `ordersPerEpoch` - 1. */
  readonly others: readonly Int32Array[];
}

/** What a network has learned from: for a readout that is fitted to the frozen layers before it can predict. */
export interface Learned {
  readonly examples: Examples;
  readonly indices: Int32Array;
}

/** A program, and how often it runs. */
export interface ProgramRuns {
  readonly program: UpdateProgram;
  readonly times: number;
}

/** One learning rule on one task: its update, and all that training and judging it needs. */
export interface Rule {
  readonly learningRate: number;
  /** The options that mean something to this rule; missing: none. */
  readonly options?: readonly (keyof RuleOptions)[];
  /** This rule with these options, the others as documented. Throws InputError on a value that is out of range. */
  configured?(options: RuleOptions): Rule;
  /** Independent random orders of the training images an epoch; default 1. */
  readonly ordersPerEpoch?: number;
  /**
   * The update on `batchSize` images. In its results, the names in `read` that begin with `loss` are the losses, from
   * the first layer. Throws InputError on a shape or batch size it cannot have.
   */
  update(shape: NetworkShape, batchSize: number, options?: UpdateOptions): UpdateProgram;
  /**
   * Prediction of the labels of `images` images, to be traced: its state is what it reads of the update's state and
   * comes back as it went in; the host reads the labels.
   */
  predictProgram?(shape: NetworkShape, images: number): UpdateProgram;
  /** The state before the first update, in the order of the update's `state`. */
  initialState(shape: NetworkShape, random: Random): Float32Array[];
  /** The batch of the examples at `indices`, in the order of the update's `batch`. */
  buildBatch(
    shape: NetworkShape,
    examples: Examples,
    indices: Int32Array,
    random: Random,
    context?: BatchContext,
  ): Float32Array[];
  /** The label that the network gives to each example at `indices`. */
  predict(
    shape: NetworkShape,
    state: readonly Tensor[],
    examples: Examples,
    indices: Int32Array,
    learned?: Learned,
  ): Uint8Array;
  /** The labels by every way in which this rule can predict, by its name. Missing where there is one way only. */
  predictByMode?(
    shape: NetworkShape,
    state: readonly Tensor[],
    examples: Examples,
    indices: Int32Array,
    learned?: Learned,
  ): Readonly<Record<string, Uint8Array>>;
  /**
   * Where the updates learn no labels: what fits a readout to the frozen network before `predict`, given `images`
   * training images. It counts, once, in the cost of reaching an accuracy.
   */
  readoutPrograms?(shape: NetworkShape, images: number): readonly ProgramRuns[];
  /** How often `predict` updates the readout, given `images` training images: it is fitted anew each time. */
  readoutUpdates?(images: number): number;
  /** Multiply-adds in the matrix products of one update. */
  macsPerUpdate(shape: NetworkShape, batchSize: number, options?: UpdateOptions): number;
  /** Trained numbers: weights and biases. */
  parameters(shape: NetworkShape): number;
}

/** A reduced setting in which both rules learn an easy task, made in code, within seconds. */
export interface QuickSetting {
  readonly layers: readonly number[];
  readonly batch: number;
  readonly epochs: number;
  /** Test accuracy at which training ends. */
  readonly criterion: number;
  /** Updates from one evaluation to the next. */
  readonly evaluateEvery: number;
  /** Test images of an evaluation; missing: all of them. */
  readonly evaluationImages?: number;
  /** Learning rates that suit so small a network; missing: as documented. */
  readonly rates?: Readonly<Partial<Record<Algorithm, number>>>;
  /** Forward-Forward, where a readout is fitted to it. */
  readonly readout?: Pick<RuleOptions, 'readoutImages' | 'readoutEpochs'>;
}

/** A task that both rules learn, in the shape and to the accuracy documented for it. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  /** Where the Forward-Forward variant is described. */
  readonly source: string;
  /** Data sets it can learn from, the default first: one that is made in code. */
  readonly datasets: readonly DatasetName[];
  readonly defaultShape: NetworkShape;
  readonly defaultBatch: number;
  /** As documented. */
  readonly defaultEpochs: number;
  readonly algorithms: Readonly<Record<Algorithm, Rule>>;
  /** The accuracy on test images at which training is over. */
  readonly criterion: { readonly testAccuracy: number };
  /** Seeds of a comparison; default 0, 1, 2. */
  readonly seeds?: readonly number[];
  /** As many of the real training images as the description uses; missing: all. */
  readonly documentedTrainImages?: number;
  readonly quick: QuickSetting;
}

/**
 * The data set of this name that a scenario learns from. Without a name, and where it is `synthetic`, the default: that is
 * the one made in code, whatever it is called. Throws InputError where the scenario learns from others only.
 */
export function datasetOf({ id, datasets }: Scenario, name?: string): DatasetName {
  if (name === undefined || name === 'synthetic') return datasets[0];
  const found = datasets.find((known) => known === name);
  if (found === undefined)
    throw new InputError(`--data ${name}: ${id} learns from ${datasets.join(' or ')}; choose that`);
  return found;
}

/** Tensors of the host's `arrays`, shaped as `specs` say, on the current backend. The arrays may be kept, not copied. */
export function tensorsOf(specs: readonly TensorSpec[], arrays: readonly Float32Array[]): Tensor[] {
  if (specs.length !== arrays.length) {
    throw new RangeError(`tensorsOf: there must be ${specs.length} arrays, got ${arrays.length}`);
  }
  return specs.map(({ shape, dtype }, index) => tf.tensor(arrays[index], [...shape], dtype));
}

/**
 * The rule with these options, the others as documented; options that are undefined count as not given. Throws
 * InputError on one that means nothing to this rule, and on a value that is out of range. `owner` begins the message.
 */
export function configuredRule(owner: string, rule: Rule, options: RuleOptions): Rule {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  if (given.length === 0) return rule;
  const known: readonly string[] = rule.options ?? [];
  for (const [name] of given) {
    if (known.includes(name)) continue;
    throw new InputError(`${owner}: has no option ${name}; it takes ${known.join(', ') || 'none'}`);
  }
  if (rule.configured === undefined) throw new Error(`internal: ${owner} lists options but cannot be configured`);
  return rule.configured(Object.fromEntries(given));
}

/** `value`. Throws InputError unless it is a positive finite number. */
export function positiveOption(name: string, value: number): number {
  if (!Number.isFinite(value) || value <= 0)
    throw new InputError(`the ${name} must be a positive number, got ${value}`);
  return value;
}
