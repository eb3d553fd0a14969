import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../../core/input-error.ts';
import type { Random } from '../../core/numbers/random.ts';
import type { TensorSpec, UpdateProgram, UpdateResult } from '../../instrument/tensors/update-program.ts';
import type { Examples } from '../batches/examples.ts';
import type { NetworkShape } from './network-shape.ts';
import type { RuleLabel } from './rule-label.ts';
import { type RuleOption, type RuleOptions, type SettingsOf, settingsOf } from './rule-option.ts';

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

/** One learning rule on one task: its update, and all that training and judging it needs (D33). */
export interface Rule {
  readonly label: RuleLabel;
  readonly learningRate: number;
  /** The options that mean something to this rule. */
  readonly options: readonly RuleOption[];
  /** This rule with these options changed. Throws InputError on one that it does not have, or a value out of range. */
  configured(changes: RuleOptions): Rule;
  /** Independent random orders of the training images an epoch; default 1. */
  readonly ordersPerEpoch?: number;
  /**
   * The update on `batchSize` images. In its results, the names in `read` that begin with `loss` are the losses, from
   * the first layer. Throws InputError on a shape or batch size it cannot have.
   */
  update(shape: NetworkShape, batchSize: number): UpdateProgram;
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
  macsPerUpdate(shape: NetworkShape, batchSize: number): number;
  /** Trained numbers: weights and biases. */
  parameters(shape: NetworkShape): number;
}

/** Whether a value, such as what a user's file exports, is a rule. */
export function isRule(value: unknown): value is Rule {
  if (typeof value !== 'object' || value === null) return false;
  const { label, configured, update, predict } = value as Partial<Rule>;
  return label !== undefined && [configured, update, predict].every((one) => typeof one === 'function');
}

/** What a rule is once its options are decided. */
export type DecidedRule = Omit<Rule, 'options' | 'configured'>;

/**
 * The rule that `decide` makes of the values of these options: as documented, and to be configured. `decide` may throw
 * InputError on values that do not go together.
 */
export function configurableRule<const Options extends readonly RuleOption[]>(
  options: Options,
  decide: (settings: SettingsOf<Options>) => DecidedRule,
): Rule {
  const configured = (given: RuleOptions): Rule => ({
    ...decide(settingsOf(options, given)),
    options,
    configured: (changes) => {
      requireKnown('the rule', options, changes);
      return configured({ ...given, ...changes });
    },
  });
  return configured({});
}

/**
 * The rule with these options, the others as documented. Throws InputError on one that means nothing to this rule, and
 * on a value that is out of range. `owner` begins the first message.
 */
export function configuredRule(owner: string, rule: Rule, given: RuleOptions): Rule {
  requireKnown(owner, rule.options, given);
  return rule.configured(given);
}

/** Those of the options that mean something to the rule. */
export function knownOptions({ options }: Rule, given: RuleOptions): RuleOptions {
  return Object.fromEntries(Object.entries(given).filter(([name]) => options.some((known) => known.name === name)));
}

function requireKnown(owner: string, options: readonly RuleOption[], given: RuleOptions): void {
  const known = options.map(({ name }) => name);
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new InputError(`${owner}: has no option ${unknown}; it takes ${known.join(', ') || 'none'}`);
}

/** Tensors of the host's `arrays`, shaped as `specs` say, on the current backend. The arrays may be kept, not copied. */
export function tensorsOf(specs: readonly TensorSpec[], arrays: readonly Float32Array[]): Tensor[] {
  if (specs.length !== arrays.length) {
    throw new RangeError(`tensorsOf: there must be ${specs.length} arrays, got ${arrays.length}`);
  }
  return specs.map(({ shape, dtype }, index) => tf.tensor(arrays[index], [...shape], dtype));
}

/** Disposes of what an update took and made, but for its new state: an argument that it returned as it came lives on. */
export function disposeUsed(taken: readonly Tensor[], { state, read }: UpdateResult): void {
  const kept = new Set(state);
  tf.dispose([...taken, ...Object.values(read)].filter((tensor) => !kept.has(tensor)));
}
