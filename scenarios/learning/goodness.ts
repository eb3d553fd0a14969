import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** theta: the goodness that separates positive from negative rows. */
export const GOODNESS_THRESHOLD = 2;

/** What is counted as goodness. */
export interface Goodness {
  /** Of a row's activations. */
  readonly squares: 'mean' | 'sum';
  readonly threshold: number;
  /** The reported loss takes no margin beyond this; its gradient does. */
  readonly lossClip?: number;
}

/** The goodness of the supervised variants: mean squares against a threshold of 2. */
export const MEAN_SQUARES: Goodness = { squares: 'mean', threshold: GOODNESS_THRESHOLD };

/**
 * The goodness of each row: the mean over its units of h^2. [rows, units] -> [rows, 1]. Three kernels. Sums, then
 * divides each row once, as numpy's mean does; `tf.mean` divides every element first, into a temporary of full size.
 */
export function meanSquares(h: Tensor): Tensor {
  return tf.div(tf.sum(tf.square(h), -1, true), h.shape[1] as number);
}

/** The sum over its units of h^2, for each row. [rows, units] -> [rows, 1]. Two kernels. */
export function sumSquares(h: Tensor): Tensor {
  return tf.sum(tf.square(h), -1, true);
}

/** The goodness of each row: `meanSquares` or `sumSquares`. */
export function rowGoodness(h: Tensor, squares: Goodness['squares']): Tensor {
  return squares === 'mean' ? meanSquares(h) : sumSquares(h);
}

/** What a layer's loss is, and how it changes with the activations. */
export interface GoodnessLoss {
  /** Scalar: (sum softplus(theta - g) over positive rows + sum softplus(g - theta) over negative rows) / all rows. */
  readonly loss: Tensor;
  /** Scalar: mean over the positive rows of g. */
  readonly positiveGoodness: Tensor;
  readonly negativeGoodness: Tensor;
  /** [rows, 1]: theta - g of the positive rows, g - theta of the negative ones: below 0 where the layer is right. */
  readonly positiveMargin: Tensor;
  readonly negativeMargin: Tensor;
  /** [rows, 1]: the gradient of the loss with respect to h is `slope * h`. */
  readonly positiveSlope: Tensor;
  readonly negativeSlope: Tensor;
}

/**
 * Loss of a layer whose activations are `positive` and `negative`, each [rows, units]; with rows and units N and D,
 * c = dL/dg is (sigmoid(g - theta) - 1) / 2N for positive and sigmoid(g - theta) / 2N for negative rows, and
 * slope = c * 2 / D for mean squares, c * 2 for sums. The positive c is computed as -sigmoid(theta - g) / 2N, which does
 * not cancel where g is large. The mean goodness of either side is only reported; it costs one read a row. Hinton 2022,
 * section 2.
 */
export function goodnessLoss(positive: Tensor, negative: Tensor, goodness: Goodness = MEAN_SQUARES): GoodnessLoss {
  const { squares, threshold, lossClip } = goodness;
  const [rows, units] = positive.shape as [number, number];
  const positiveSquares = rowGoodness(positive, squares);
  const negativeSquares = rowGoodness(negative, squares);
  const positiveMargin = tf.sub(threshold, positiveSquares);
  const negativeMargin = tf.sub(negativeSquares, threshold);
  const lossOf = (margin: Tensor): Tensor =>
    tf.sum(tf.softplus(lossClip === undefined ? margin : tf.clipByValue(margin, -lossClip, lossClip)));
  const perSquare = squares === 'mean' ? rows * units : rows;
  return {
    loss: tf.div(tf.add(lossOf(positiveMargin), lossOf(negativeMargin)), 2 * rows),
    positiveGoodness: tf.div(tf.sum(positiveSquares), rows),
    negativeGoodness: tf.div(tf.sum(negativeSquares), rows),
    positiveMargin,
    negativeMargin,
    positiveSlope: tf.mul(tf.sigmoid(positiveMargin), -1 / perSquare),
    negativeSlope: tf.mul(tf.sigmoid(negativeMargin), 1 / perSquare),
  };
}

/**
 * Scalar: the share of rows on their side of the threshold, positives and negatives together. Reads every margin once
 * or twice; only reported. Seven kernels.
 */
export function goodnessAccuracy({ positiveMargin, negativeMargin }: GoodnessLoss): Tensor {
  const rows = positiveMargin.shape[0] as number;
  const right = (margin: Tensor): Tensor => tf.sum(tf.step(tf.neg(margin)));
  return tf.div(tf.add(right(positiveMargin), right(negativeMargin)), 2 * rows);
}
