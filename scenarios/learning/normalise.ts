import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { meanSquares, sumSquares } from './goodness.ts';

const EPSILON = 1e-8;

/**
 * Each row scaled to mean square 1: h / sqrt(mean(h^2) + 1e-8). [rows, units] -> [rows, units]; a row of zeros stays
 * one. Six kernels.
 */
export function rmsNormalize(h: Tensor): Tensor {
  return tf.div(h, tf.sqrt(tf.add(meanSquares(h), EPSILON)));
}

/**
 * Each row scaled to unit length: h / (|h| + 1e-8). [rows, units] -> [rows, units]; a row of zeros stays one. Five
 * kernels.
 */
export function l2Normalize(h: Tensor): Tensor {
  return tf.div(h, tf.add(tf.sqrt(sumSquares(h)), EPSILON));
}

/**
 * Each row scaled to unit length, the epsilon inside the root: h / sqrt(sum(h^2) + 1e-8). [rows, units] -> [rows, units];
 * a row of zeros stays one. Outside the root (`l2Normalize`) it makes another result where a row's length is not far
 * above 1e-4. Five kernels.
 */
export function l2NormalizeRooted(h: Tensor): Tensor {
  return tf.div(h, tf.sqrt(tf.add(sumSquares(h), EPSILON)));
}
