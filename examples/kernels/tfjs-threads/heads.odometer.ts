/** Attention of several heads, found slow as a layer (tensorflow/tfjs PR #4955): head by head, or all in one product. */
import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { cases, tensorProgram } from 'tensor-odometer';

const sizes = [{ n: 64, d: 16, heads: 4 }];

function attention(q: Tensor, k: Tensor, v: Tensor): Tensor {
  const width = q.shape[q.rank - 1];
  return tf.matMul(tf.softmax(tf.mul(tf.matMul(q, k, false, true), width ** -0.5)), v);
}

function rows(n: number, d: number): Tensor[] {
  return [tf.zeros([n, d]), tf.zeros([n, d]), tf.zeros([n, d])];
}

export default cases(
  {
    name: 'heads one by one',
    sizes,
    body: ({ n, d, heads }) =>
      tensorProgram(
        (...given) => {
          const [q, k, v] = given.map((x) => tf.split(x, heads, 1));
          return tf.concat(
            q.map((_, head) => attention(q[head], k[head], v[head])),
            1,
          );
        },
        rows(n, d),
      ),
  },
  {
    name: 'heads in one product',
    sizes,
    body: ({ n, d, heads }) =>
      tensorProgram(
        (...given) => {
          const [q, k, v] = given.map((x) => tf.transpose(tf.reshape(x, [n, heads, d / heads]), [1, 0, 2]));
          return tf.reshape(tf.transpose(attention(q, k, v), [1, 0, 2]), [n, d]);
        },
        rows(n, d),
      ),
  },
);
