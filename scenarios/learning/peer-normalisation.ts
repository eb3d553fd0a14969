import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { TensorSpec } from '../../instrument/tensors/update-program.ts';

/**
 * Keeps units from falling silent or dominating a layer: a second term of its loss draws each unit's running mean
 * activity to that of its peers. Named in Hinton 2022, section 3; in the form of github.com/loeweX/Forward-Forward:
 * r = momentum r + (1 - momentum) mean over positive rows of h;  term = weight * mean over units of (mean(r) - r)^2.
 */
export interface PeerNormalisation {
  readonly weight: number;
  /** Share of the running mean that is kept at each update, in 0..1. */
  readonly momentum: number;
}

/** The settings of that source. */
export const PEER_NORMALISATION: PeerNormalisation = { weight: 0.03, momentum: 0.9 };

/** Every unit's running mean before the first update, as in that source. */
export const INITIAL_PEER_MEAN = 0.5;

/** The running means of a network with these layer widths, the input first: one vector a layer. */
export function peerMeanSpecs(widths: readonly number[]): TensorSpec[] {
  return widths.slice(1).map((units, index) => {
    return { name: `peerMean${index}`, shape: [units], dtype: 'float32', role: 'optimiser state' };
  });
}

/**
 * The next running means [units], and the gradient [units] of the term with respect to every positive row of the
 * activations h [rows, units]: 2 weight (1 - momentum) / (units * rows) * (r - mean(r)). As in that source it is meant to
 * pass relu as if its derivative were 1 everywhere: nothing else can wake a unit that is silent for every row.
 */
export function peerGradient(
  mean: Tensor,
  h: Tensor,
  { weight, momentum }: PeerNormalisation,
): { mean: Tensor; gradient: Tensor } {
  const [rows, units] = h.shape as [number, number];
  const next = tf.add(tf.mul(mean, momentum), tf.mul(tf.sum(h, 0), (1 - momentum) / rows));
  const overUnits = tf.div(tf.sum(next), units);
  return { mean: next, gradient: tf.mul(tf.sub(next, overUnits), (2 * weight * (1 - momentum)) / (units * rows)) };
}
