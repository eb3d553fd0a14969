import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../core/random.ts';
import type { TensorSpec, UpdateProgram } from '../instrument/update-program.ts';
import type { DatasetName } from './data/catalog.ts';
import type { Examples } from './examples.ts';

/** The learning rules that are compared: Forward-Forward and backprop. */
export const ALGORITHMS = ['ff', 'bp'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** Layer widths, the input first, without the readout that a backprop baseline adds; and the number of labels. */
export interface NetworkShape {
  readonly layers: readonly number[];
  readonly classes: number;
}

/** What changes the work of an update. A rule ignores an option about work that it does not do. */
export interface UpdateOptions {
  /**
   * The last layer, too, computes its activations again with the new weights, for a next layer that does not exist, as
   * the original programs do. Default true.
   */
  readonly discardedReforward?: boolean;
}

/** One learning rule on one task: its update, and all that training and judging it needs. */
export interface Rule {
  readonly learningRate: number;
  /**
   * The update on `batchSize` images. In its results, the names in `read` that begin with `loss` are the losses, from
   * the first layer. Throws InputError on a shape or batch size it cannot have.
   */
  update(shape: NetworkShape, batchSize: number, options?: UpdateOptions): UpdateProgram;
  /** The state before the first update, in the order of the update's `state`. */
  initialState(shape: NetworkShape, random: Random): Float32Array[];
  /** The batch of the examples at `indices`, in the order of the update's `batch`. */
  buildBatch(shape: NetworkShape, examples: Examples, indices: Int32Array, random: Random): Float32Array[];
  /** The label that the network gives to each example at `indices`. */
  predict(shape: NetworkShape, state: readonly Tensor[], examples: Examples, indices: Int32Array): Uint8Array;
  /** Multiply-adds in the matrix products of one update. */
  macsPerUpdate(shape: NetworkShape, batchSize: number, options?: UpdateOptions): number;
  /** Trained numbers: weights and biases. */
  parameters(shape: NetworkShape): number;
}

/** A task that both rules learn, in the shape and to the accuracy documented for it. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  /** Where the Forward-Forward variant is described. */
  readonly source: string;
  /** Data sets it can learn from, the default first. */
  readonly datasets: readonly DatasetName[];
  readonly defaultShape: NetworkShape;
  readonly defaultBatch: number;
  readonly algorithms: Readonly<Record<Algorithm, Rule>>;
  /** The accuracy on test images at which training is over. */
  readonly criterion: { readonly testAccuracy: number };
}

/** Tensors of the host's `arrays`, shaped as `specs` say, on the current backend. The arrays may be kept, not copied. */
export function tensorsOf(specs: readonly TensorSpec[], arrays: readonly Float32Array[]): Tensor[] {
  if (specs.length !== arrays.length) {
    throw new RangeError(`tensorsOf: there must be ${specs.length} arrays, got ${arrays.length}`);
  }
  return specs.map(({ shape, dtype }, index) => tf.tensor(arrays[index], [...shape], dtype));
}
