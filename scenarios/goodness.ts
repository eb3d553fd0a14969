import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** theta: the mean square that separates positive from negative rows. */
export const GOODNESS_THRESHOLD = 2;

/**
 * The goodness of each row: the mean over its units of h^2. [rows, units] -> [rows, 1]. Three kernels. Sums, then
 * divides each row once, as numpy's mean does; `tf.mean` divides every element first, into a temporary of full size.
 */
export function meanSquares(h: Tensor): Tensor {
  return tf.div(tf.sum(tf.square(h), -1, true), h.shape[1] as number);
}

/** What a layer's loss is, and how it changes with the activations. */
export interface GoodnessLoss {
  /** Scalar: (sum softplus(theta - g) over positive rows + sum softplus(g - theta) over negative rows) / all rows. */
  readonly loss: Tensor;
  /** Scalar: mean over the positive rows of g. */
  readonly positiveGoodness: Tensor;
  readonly negativeGoodness: Tensor;
  /** [rows, 1]: the gradient of the loss with respect to h is `slope * h`. */
  readonly positiveSlope: Tensor;
  readonly negativeSlope: Tensor;
}

/**
 * Loss of a layer whose activations are `positive` and `negative`, each [rows, units]; with rows and units N and D,
 * c = dL/dg is (sigmoid(g - theta) - 1) / 2N for positive and sigmoid(g - theta) / 2N for negative rows, and
 * slope = c * 2 / D. The positive c is computed as -sigmoid(theta - g) / 2N, which does not cancel where g is large.
 * The mean goodness of either side is only reported; it costs one read a row. Hinton 2022, section 2.
 */
export function goodnessLoss(positive: Tensor, negative: Tensor): GoodnessLoss {
  const [rows, units] = positive.shape as [number, number];
  const positiveSquares = meanSquares(positive);
  const negativeSquares = meanSquares(negative);
  const positiveMargin = tf.sub(GOODNESS_THRESHOLD, positiveSquares);
  const negativeMargin = tf.sub(negativeSquares, GOODNESS_THRESHOLD);
  const sum = tf.add(tf.sum(tf.softplus(positiveMargin)), tf.sum(tf.softplus(negativeMargin)));
  return {
    loss: tf.div(sum, 2 * rows),
    positiveGoodness: tf.div(tf.sum(positiveSquares), rows),
    negativeGoodness: tf.div(tf.sum(negativeSquares), rows),
    positiveSlope: tf.mul(tf.sigmoid(positiveMargin), -1 / (rows * units)),
    negativeSlope: tf.mul(tf.sigmoid(negativeMargin), 1 / (rows * units)),
  };
}
