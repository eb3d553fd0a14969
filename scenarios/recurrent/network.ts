/**
 * A network of hidden layers that see the layer below and the layer above at the iteration before (Hinton 2022,
 * section 4). With s_0 the image, the label above the top layer where there is one, and n(x) = x / (|x| + 1e-8):
 *   s_k(t) = damping * max(n(s_k-1(t-1)) up_k + n(s_k+1(t-1)) down_k + b_k, 0) + (1 - damping) * s_k(t-1),
 * all layers at once, from hidden states 0. The original also keeps weights from the first hidden layer down to the image
 * and from the last one up to the label, which nothing ever reads; these do not exist here.
 */

import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { layer, phase } from '../../instrument/labels/labels.ts';
import { sumSquares } from '../learning/goodness.ts';
import type { PerVariable } from './layers.ts';

/** Rows scaled to length 1, [rows, units], and their length before, [rows, 1]. */
export interface Normalized {
  readonly x: Tensor;
  readonly length: Tensor;
}

/** Keeps a row of zeros one. Added to the length, not under the root. */
export const LENGTH_EPSILON = 1e-8;

/**
 * Each row scaled to unit length, x / (|x| + 1e-8), and its length |x|, which a backward pass needs. A row of zeros stays
 * one. Five kernels.
 */
export function unitRows(x: Tensor): Normalized {
  const length = tf.sqrt(sumSquares(x));
  return { x: tf.div(x, tf.add(length, LENGTH_EPSILON)), length };
}

/** What is clamped to the ends of the network, normalised. */
export interface Clamped {
  /** [rows, pixels] */
  readonly image: Tensor;
  /** [rows, classes]; undefined where nothing is above the top layer. */
  readonly label: Tensor | undefined;
  /** [rows, units]: the image times the first layer's weights, where that is not to be computed at each iteration. */
  readonly imageDrive?: Tensor;
}

/** The clamped ends never change, so they are normalised once an update and not at each iteration. */
export function clamp(image: Tensor, label?: Tensor): Clamped {
  return phase('normalise', () => ({
    image: unitRows(image).x,
    label: label === undefined ? undefined : unitRows(label).x,
  }));
}

/** A hidden layer at one iteration. */
export type LayerActivity = {
  /** [rows, units below]: n of the layer below at the iteration before. */
  readonly below: Tensor;
  /** [rows, units above]: n of the layer above at the iteration before; undefined where nothing is above. */
  readonly above: Tensor | undefined;
  /** [rows, 1]: the length of this layer's own state at the iteration before. */
  readonly length: Tensor;
  /** [rows, units]: max(..., 0) of the state equation, positive where relu's derivative is 1. */
  readonly fresh: Tensor;
  /** [rows, units]: the layer's state after the iteration. */
  readonly state: Tensor;
};

/** Hidden states before the first iteration, [rows, units] a layer: zeros, made of host numbers. */
export function restingStates(network: readonly PerVariable[], rows: number): Tensor[] {
  return network.map(({ b }) => tf.zeros([rows, b.shape[0] as number]));
}

/**
 * One iteration of all layers, from the states at the iteration before, [rows, units] a layer. 13 kernels a layer, 11 with
 * nothing above.
 */
export function iterate(
  network: readonly PerVariable[],
  { image, label, imageDrive }: Clamped,
  states: readonly Tensor[],
  damping: number,
): LayerActivity[] {
  const normalized = states.map((state, index) => layer(index, () => phase('normalise', () => unitRows(state))));
  return network.map(({ up, down, b }, index) =>
    layer(index, () => {
      const below = index === 0 ? image : normalized[index - 1].x;
      const above = index === network.length - 1 ? label : normalized[index + 1].x;
      const rising = index === 0 && imageDrive !== undefined ? imageDrive : tf.matMul(below, up);
      const drive = down === undefined || above === undefined ? rising : tf.add(rising, tf.matMul(above, down));
      const fresh = tf.relu(tf.add(drive, b));
      const state = tf.add(tf.mul(fresh, damping), tf.mul(states[index], 1 - damping));
      return { below, above, length: normalized[index].length, fresh, state };
    }),
  );
}

/**
 * The gradients of a layer's variables at one iteration, from that of its input before relu, `dPre` [rows, units]. Three
 * kernels, two with nothing above.
 */
export function gradientOf({ below, above }: LayerActivity, dPre: Tensor): PerVariable {
  return {
    up: tf.matMul(below, dPre, true),
    down: above === undefined ? undefined : tf.matMul(above, dPre, true),
    b: tf.sum(dPre, 0),
  };
}
