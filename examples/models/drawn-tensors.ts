import type { Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';

/** Weights of a shape: normally distributed, so that sums of `fanIn` terms neither grow nor vanish. */
export function weights(shape: readonly number[], fanIn: number): Tensor {
  return tf.randomNormal([...shape], 0, Math.sqrt(2 / fanIn), 'float32', 1);
}

/** Numbers in 0 .. 1. */
export function numbers(shape: readonly number[]): Tensor {
  return tf.randomUniform([...shape], 0, 1, 'float32', 2);
}
