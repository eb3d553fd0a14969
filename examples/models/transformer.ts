/**
 * A block of a transformer with the normalisation before each half: attention of several heads, then two layers with gelu
 * between (Vaswani et al. 2017; Xiong et al. 2020).
 */
import type { Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { numbers, weights } from './drawn-tensors.ts';
import { lossAndGradients } from './loss-and-gradients.ts';

export interface TransformerSizes {
  /** Places of the sequence. */
  readonly n: number;
  /** Features of a place. */
  readonly d: number;
  readonly heads: number;
}

/** The sequence; scales and offsets; weights of queries, keys, values and outputs; of the two layers. */
export function transformerInputs({ n, d }: TransformerSizes): Tensor[] {
  const square = () => weights([d, d], d);
  return [
    numbers([n, d]),
    tf.ones([d]),
    tf.zeros([d]),
    square(),
    square(),
    square(),
    square(),
    tf.ones([d]),
    tf.zeros([d]),
    weights([d, 4 * d], d),
    weights([4 * d, d], 4 * d),
  ];
}

/** What the block makes of the sequence. */
export function transformer({ n, d, heads }: TransformerSizes): (...inputs: Tensor[]) => Tensor {
  const width = d / heads;
  const perHead = (x: Tensor): Tensor => tf.transpose(tf.reshape(x, [n, heads, width]), [1, 0, 2]);
  return (x, scale1, offset1, wq, wk, wv, wo, scale2, offset2, w1, w2) => {
    const first = normalised(x, scale1, offset1);
    const [q, k, v] = [wq, wk, wv].map((w) => perHead(tf.matMul(first, w)));
    const attention = tf.softmax(tf.mul(tf.matMul(q, k, false, true), width ** -0.5));
    const mixed = tf.reshape(tf.transpose(tf.matMul(attention, v), [1, 0, 2]), [n, d]);
    const between = tf.add(x, tf.matMul(mixed, wo));
    return tf.add(between, tf.matMul(gelu(tf.matMul(normalised(between, scale2, offset2), w1)), w2));
  };
}

/** The mean square of what the block makes, and its gradient by the sequence and all weights. */
export function transformerGradients(sizes: TransformerSizes): (...inputs: Tensor[]) => Tensor[] {
  return lossAndGradients(transformer(sizes));
}

function normalised(x: Tensor, scale: Tensor, offset: Tensor): Tensor {
  const { mean, variance } = tf.moments(x, 1, true);
  return tf.add(tf.mul(tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5))), scale), offset);
}

function gelu(x: Tensor): Tensor {
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
}
