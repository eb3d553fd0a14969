import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { meanSquares } from './goodness.ts';

const EPSILON = 1e-8;

/**
 * Each row scaled to mean square 1: h / sqrt(mean(h^2) + 1e-8). [rows, units] -> [rows, units]; a row of zeros stays
 * one. Six kernels.
 */
export function rmsNormalize(h: Tensor): Tensor {
  return tf.div(h, tf.sqrt(tf.add(meanSquares(h), EPSILON)));
}
