/**
 * Products of matrices that users of TensorFlow.js asked about: the loops of the cpu backend (tensorflow/tfjs#582), one
 * matrix for a whole batch (#4192), and einsum in place of matMul, which has no gradient there (#5690, #7722).
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { cases, tensorProgram } from 'tensor-odometer';

const product = (a: Tensor, b: Tensor): Tensor => tf.matMul(a, b);
const square = (n: number): Tensor[] => [tf.zeros([n, n]), tf.zeros([n, n])];
const batched = [{ batch: 8, n: 16 }];

export default cases(
  {
    name: 'matMul in blocks of 48',
    sizes: [{ n: 48 }, { n: 144 }],
    body: ({ n }) => tensorProgram(product, square(n)),
  },
  {
    name: 'matMul in plain loops',
    sizes: [{ n: 48 }, { n: 144 }],
    body: ({ n }) => tensorProgram(product, square(n), { loops: 'ijk' }),
  },
  {
    name: 'matMul broadcast',
    sizes: batched,
    body: ({ batch, n }) => tensorProgram(product, [tf.zeros([batch, n, n]), tf.zeros([1, n, n])]),
  },
  {
    name: 'matMul tiled',
    sizes: batched,
    body: ({ batch, n }) =>
      tensorProgram((a, b) => tf.matMul(a, tf.tile(b, [batch, 1, 1])), [tf.zeros([batch, n, n]), tf.zeros([1, n, n])]),
  },
  {
    name: 'matMul of rows',
    sizes: batched,
    body: ({ batch, n }) =>
      tensorProgram(
        (a, b) => tf.reshape(tf.matMul(tf.reshape(a, [batch * n, n]), tf.reshape(b, [n, n])), [batch, n, n]),
        [tf.zeros([batch, n, n]), tf.zeros([1, n, n])],
      ),
  },
  {
    name: 'product by einsum',
    sizes: [{ n: 24 }],
    body: ({ n }) => tensorProgram((a, b) => tf.einsum('ij,jk->ik', a, b), square(n)),
  },
  {
    name: 'product by matMul',
    sizes: [{ n: 24 }],
    body: ({ n }) => tensorProgram(product, square(n)),
  },
);
