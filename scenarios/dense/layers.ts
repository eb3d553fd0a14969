import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../../core/input-error.ts';
import type { TensorSpec } from '../../instrument/tensors/update-program.ts';
import type { AdamLayer, LayerGradient } from '../learning/adam.ts';

/** A fully connected layer: its weights W [inputs, units], its biases b [units], and the Adam moments of both. */
export type DenseLayer = AdamLayer;

/** The state of a network with these layer widths, the input first: per layer W, b, mW, vW, mb, vb. */
export function denseStateSpecs(widths: readonly number[]): TensorSpec[] {
  return widths.slice(1).flatMap((units, index): TensorSpec[] => {
    const matrix = [widths[index], units];
    const vector = [units];
    const dtype = 'float32';
    return [
      { name: `W${index}`, shape: matrix, dtype, role: 'weights' },
      { name: `b${index}`, shape: vector, dtype, role: 'weights' },
      { name: `mW${index}`, shape: matrix, dtype, role: 'optimiser state' },
      { name: `vW${index}`, shape: matrix, dtype, role: 'optimiser state' },
      { name: `mb${index}`, shape: vector, dtype, role: 'optimiser state' },
      { name: `vb${index}`, shape: vector, dtype, role: 'optimiser state' },
    ];
  });
}

/**
 * The layers in a state that holds W, b, mW, vW, mb, vb of each from the first. Throws RangeError if its length is no
 * multiple of 6.
 */
export function denseLayersOf(state: readonly Tensor[]): DenseLayer[] {
  if (state.length % 6 !== 0) {
    throw new RangeError(`denseLayersOf: a state must have 6 tensors a layer, got ${state.length}`);
  }
  return Array.from({ length: state.length / 6 }, (_, index) => {
    const [W, b, mW, vW, mb, vb] = state.slice(6 * index, 6 * index + 6);
    return { W, b, mW, vW, mb, vb };
  });
}

/** The state of a network: per layer from the first W, b, mW, vW, mb, vb. */
export function denseStateOf(layers: readonly DenseLayer[]): Tensor[] {
  return layers.flatMap(({ W, b, mW, vW, mb, vb }) => [W, b, mW, vW, mb, vb]);
}

/** A fully connected layer as prediction sees it. */
export type DenseWeights = Pick<DenseLayer, 'W' | 'b'>;

/** The weights in the state of a network with these layer widths, the input first: per layer W, b. */
export function denseWeightSpecs(widths: readonly number[]): TensorSpec[] {
  return denseStateSpecs(widths).filter((spec) => spec.role === 'weights');
}

/** The layers in tensors that are, per layer from the first, W and b. */
export function denseWeightsOf(weights: readonly Tensor[]): DenseWeights[] {
  return Array.from({ length: weights.length / 2 }, (_, index) => ({
    W: weights[2 * index],
    b: weights[2 * index + 1],
  }));
}

/** x W + b: [rows, inputs] -> [rows, units]. Two kernels. */
export function denseLinear(x: Tensor, { W, b }: DenseWeights): Tensor {
  return tf.add(tf.matMul(x, W), b);
}

/** max(x W + b, 0): [rows, inputs] -> [rows, units]. Three kernels. */
export function denseRelu(x: Tensor, layer: DenseWeights): Tensor {
  return tf.relu(denseLinear(x, layer));
}

/** The gradients of W and b from the input x [rows, inputs] and the gradient dz [rows, units] of x W + b. Two kernels. */
export function denseGradient(x: Tensor, dz: Tensor): LayerGradient {
  return { gW: tf.matMul(x, dz, true), gb: tf.sum(dz, 0) };
}

/** Weights and biases of a network with these layer widths. */
export function denseParameters(widths: readonly number[]): number {
  return widths.slice(1).reduce((sum, units, index) => sum + (widths[index] + 1) * units, 0);
}

/** Multiply-adds of one matrix product with each layer's weights, from the first layer, for this many rows. */
export function denseMacs(widths: readonly number[], rows: number): number[] {
  return widths.slice(1).map((units, index) => rows * widths[index] * units);
}

/**
 * Throws InputError unless `widths` are at least two positive integers and `batchSize` is one. `owner` begins the
 * message.
 */
export function checkUpdateShape(owner: string, widths: readonly number[], batchSize: number): void {
  if (widths.length < 2 || !widths.every(isPositiveInteger)) {
    throw new InputError(`${owner}: layers must be at least two positive integers, got ${widths.join(',') || 'none'}`);
  }
  if (!isPositiveInteger(batchSize)) {
    throw new InputError(`${owner}: the batch size must be a positive integer, got ${batchSize}`);
  }
}

function isPositiveInteger(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}
