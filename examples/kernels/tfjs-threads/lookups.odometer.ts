/**
 * Looking up and adding up: gather beside gatherND and a cumulative sum (tensorflow/tfjs#5869), ways to sum cumulatively
 * (#1867), and the largest few of many (PR #5236).
 */
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { cases, type Random, tensorProgram } from 'tensor-odometer';

function drawn(n: number, random: Random): Tensor {
  return tf.tensor1d(Float32Array.from({ length: n }, () => random.uniform()));
}

/** Places in a list of n. */
function places(n: number, random: Random, ...shape: number[]): Tensor {
  const at = Int32Array.from({ length: n }, () => Math.floor(n * random.uniform()));
  return tf.tensor(at, shape, 'int32');
}

export default cases(
  {
    name: 'lookup by gather',
    sizes: [{ n: 4096 }],
    body: ({ n }, { random }) =>
      tensorProgram((x, at: Tensor1D) => tf.gather(x, at), [drawn(n, random), places(n, random, n)], {
        values: 'computed',
      }),
  },
  {
    name: 'lookup by gatherND',
    sizes: [{ n: 4096 }],
    body: ({ n }, { random }) =>
      tensorProgram((x, at) => tf.gatherND(x, at), [drawn(n, random), places(n, random, n, 1)], {
        values: 'computed',
      }),
  },
  {
    name: 'cumulative sum',
    sizes: [{ n: 4096 }, { n: 256 }],
    body: ({ n }) => tensorProgram((x) => tf.cumsum(x), [tf.zeros([n])]),
  },
  {
    name: 'cumulative sum by a triangle',
    sizes: [{ n: 256 }],
    body: ({ n }) =>
      tensorProgram((x, triangle) => tf.matMul(tf.reshape(x, [1, n]), triangle), [tf.zeros([n]), tf.zeros([n, n])]),
  },
  {
    name: 'cumulative sum by doubling',
    sizes: [{ n: 256 }],
    body: ({ n }) =>
      tensorProgram(
        (x) => {
          let sum = x;
          for (let by = 1; by < n; by *= 2) sum = tf.add(sum, tf.pad(tf.slice(sum, [0], [n - by]), [[by, 0]]));
          return sum;
        },
        [tf.zeros([n])],
      ),
  },
  {
    name: 'largest k',
    sizes: [
      { n: 2048, k: 1 },
      { n: 2048, k: 16 },
      { n: 2048, k: 2048 },
    ],
    body: ({ n, k }, { random }) => tensorProgram((x) => tf.topk(x, k), [drawn(n, random)], { values: 'computed' }),
  },
);
