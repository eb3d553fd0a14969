import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { TensorSpec } from '../../instrument/tensors/update-program.ts';
import type { LayerGradient } from '../learning/adam.ts';
import { crossEntropyGradient } from '../learning/softmax-cross-entropy.ts';
import type { NetworkShape } from '../rule/network-shape.ts';
import { type DenseWeights, denseGradient, type denseStateSpecs } from './layers.ts';

/** Widths of the linear readout that backprop puts on top of the layers of a shape: the units of the last one, the classes. */
export function readoutWidths({ layers, classes }: NetworkShape): [units: number, classes: number] {
  return [layers[layers.length - 1], classes];
}

/** The readout's tensors, all of them or the weights alone, named after its place above the layers. */
export function readoutSpecs(shape: NetworkShape, specsOf: typeof denseStateSpecs): TensorSpec[] {
  const index = shape.layers.length - 1;
  return specsOf(readoutWidths(shape)).map((spec) => ({ ...spec, name: spec.name.replace(/0$/, String(index)) }));
}

/**
 * The gradients of the readout's weights and biases, and of its input x [rows, units], from the softmax of its logits and
 * the one-hot labels, both [rows, classes]. Five kernels.
 */
export function readoutGradient(
  readout: DenseWeights,
  x: Tensor,
  probabilities: Tensor,
  labels: Tensor,
): LayerGradient & { readonly dx: Tensor } {
  const dLogits = crossEntropyGradient(probabilities, labels);
  return { ...denseGradient(x, dLogits), dx: tf.matMul(dLogits, readout.W, false, true) };
}
