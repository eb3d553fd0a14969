import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { layer, phase, role } from '../../instrument/labels/labels.ts';

const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-8;

/**
 * One Adam update of one variable, all tensors of its shape; `step` counts updates from 1. Returns the new value and
 * the new moments m and v:
 *   m = .9 m + .1 g;  v = .999 v + .001 g^2;  value -= rate * (m / (1 - .9^step)) / (sqrt(v / (1 - .999^step)) + 1e-8).
 * The factors that depend on the step alone are folded on the host, so this is 13 kernels. Kingma and Ba 2015.
 */
export function adam(
  value: Tensor,
  gradient: Tensor,
  m: Tensor,
  v: Tensor,
  step: number,
  learningRate: number,
): [value: Tensor, m: Tensor, v: Tensor] {
  return tf.tidy(() => {
    const nextM = tf.add(tf.mul(m, BETA_1), tf.mul(gradient, 1 - BETA_1));
    const nextV = tf.add(tf.mul(v, BETA_2), tf.mul(tf.square(gradient), 1 - BETA_2));
    const scaledM = tf.mul(nextM, learningRate / (1 - BETA_1 ** step));
    const deviation = tf.add(tf.sqrt(tf.div(nextV, 1 - BETA_2 ** step)), EPSILON);
    const next = role('weights', tf.sub(value, tf.div(scaledM, deviation)));
    return [next, nextM, nextV];
  });
}

/** A layer's weights W and biases b, and Adam's moments of each in the same shape. */
export interface AdamLayer {
  readonly W: Tensor;
  readonly b: Tensor;
  readonly mW: Tensor;
  readonly vW: Tensor;
  readonly mb: Tensor;
  readonly vb: Tensor;
}

/** The gradients of a layer's weights and biases, in their shapes. */
export interface LayerGradient {
  readonly gW: Tensor;
  readonly gb: Tensor;
}

/** One Adam update of a layer's weights, then of its biases. 26 kernels. */
export function adamLayer(old: AdamLayer, { gW, gb }: LayerGradient, step: number, learningRate: number): AdamLayer {
  const [W, mW, vW] = adam(old.W, gW, old.mW, old.vW, step, learningRate);
  const [b, mb, vb] = adam(old.b, gb, old.mb, old.vb, step, learningRate);
  return { W, b, mW, vW, mb, vb };
}

/** One Adam update of each layer from the first, as its own work in the phase `optimiser`. 26 kernels a layer. */
export function adamLayers(
  network: readonly AdamLayer[],
  gradients: readonly LayerGradient[],
  step: number,
  learningRate: number,
): AdamLayer[] {
  return network.map((old, index) =>
    layer(index, () => phase('optimiser', () => adamLayer(old, gradients[index], step, learningRate))),
  );
}
