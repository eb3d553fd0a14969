import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { hostRead } from '../../instrument/labels/labels.ts';

/** Keeps the logarithm of a probability that underflowed finite, as the original programs do. */
const EPSILON = 1e-12;

/**
 * Scalar: the mean over rows of -log(p + 1e-12) of the true label. `probabilities` (from `tf.softmax`, which subtracts
 * the row's maximum) and one-hot `labels` are [rows, classes]. Five kernels.
 */
export function crossEntropy(probabilities: Tensor, labels: Tensor): Tensor {
  const logarithms = tf.log(tf.add(probabilities, EPSILON));
  return tf.div(tf.sum(tf.mul(labels, logarithms)), -(labels.shape[0] as number));
}

/**
 * The softmax of `logits`, and the mean over rows of its cross-entropy against the one-hot `labels`, a scalar that the
 * host reads. Both arguments are [rows, classes]. Six kernels.
 */
export function softmaxLoss(logits: Tensor, labels: Tensor): { probabilities: Tensor; loss: Tensor } {
  const probabilities = tf.softmax(logits);
  return { probabilities, loss: hostRead(crossEntropy(probabilities, labels)) };
}

/** [rows, classes]: the gradient of the mean cross-entropy with respect to the logits, (p - label) / rows. */
export function crossEntropyGradient(probabilities: Tensor, labels: Tensor): Tensor {
  return tf.div(tf.sub(probabilities, labels), labels.shape[0] as number);
}
