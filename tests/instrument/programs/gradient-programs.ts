import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { floats, integers, type TensorProgram } from '../../support/programs/tensor-program.ts';

/** Gradients of networks, and of what moves elements. */
export const GRADIENT_PROGRAMS: readonly TensorProgram[] = [
  {
    name: 'gradients of a dense layer',
    inputs: [[3, 4], [4, 2], [2]],
    run: (x, w, b) => tf.grads((weights, bias) => tf.sum(tf.relu(tf.add(tf.matMul(x, weights), bias))))([w, b]),
  },
  {
    name: 'second derivative',
    inputs: [[5]],
    run: (x) => tf.grad((y) => tf.sum(tf.grad((z) => tf.sum(tf.pow(z, 3)))(y)))(x),
  },
  {
    name: 'own gradient',
    inputs: [[5]],
    run: (x) => {
      const clipped = tf.customGrad((y) => ({
        value: tf.square(y as Tensor),
        gradFunc: (dy: Tensor) => [tf.clipByValue(dy, -1, 1)],
      }));
      return tf.grad((y) => tf.sum(clipped(y)))(x);
    },
  },
  {
    name: 'batch normalisation in training and its gradients',
    inputs: [[2, 3, 3, 2], [2], [2]],
    run: (x: Tensor4D, scale: Tensor1D, offset: Tensor1D) =>
      tf.grads((image, gamma, beta) => {
        const { mean, variance } = tf.moments(image, [0, 1, 2]);
        return tf.sum(
          tf.square(
            tf.batchNorm(
              image as Tensor4D,
              mean as Tensor1D,
              variance as Tensor1D,
              beta as Tensor1D,
              gamma as Tensor1D,
              1e-3,
            ),
          ),
        );
      })([x, scale, offset]),
  },
  {
    name: 'local response normalisation and its gradient',
    inputs: [[1, 3, 3, 5]],
    run: (x: Tensor4D) => tf.grad((image) => tf.sum(tf.square(tf.localResponseNormalization(image as Tensor4D, 2))))(x),
  },
  {
    name: 'gradients of attention',
    inputs: [
      [4, 3],
      [4, 3],
      [4, 3],
    ],
    run: (q, k, v) =>
      tf.grads((a, b, c) => tf.sum(tf.square(tf.matMul(tf.softmax(tf.matMul(a, b, false, true)), c))))([q, k, v]),
  },
  {
    name: 'gradient of an embedding',
    inputs: [[4, 2], integers([3], 3, 0, 3)],
    run: (table, ids: Tensor1D) => tf.grad((x) => tf.sum(tf.square(tf.gather(x, ids))))(table),
    values: 'computed',
  },
  {
    name: 'gradient of two steps of an LSTM',
    inputs: [[7, 16], [16], [2, 3], [2, 3], [2, 4], [2, 4]],
    run: (kernel, bias, first: Tensor2D, second: Tensor2D, c: Tensor2D, h: Tensor2D) =>
      tf.grads((k, b) => {
        const [nextC, nextH] = tf.basicLSTMCell(tf.scalar(1), k as Tensor2D, b as Tensor1D, first, c, h);
        return tf.sum(tf.basicLSTMCell(tf.scalar(1), k as Tensor2D, b as Tensor1D, second, nextC, nextH)[1]);
      })([kernel, bias]),
  },
  {
    name: 'gradient of a resized image',
    inputs: [[1, 3, 3, 2]],
    run: (x: Tensor4D) => [
      tf.grad((image) => tf.sum(tf.square(tf.image.resizeBilinear(image as Tensor4D, [5, 4]))))(x),
      tf.grad((image) => tf.sum(tf.square(tf.image.resizeNearestNeighbor(image as Tensor4D, [6, 2], true))))(x),
    ],
  },
  {
    name: 'gradient of a cumulative sum, reversed',
    inputs: [[2, 5]],
    run: (x) => tf.grad((y) => tf.sum(tf.square(tf.cumsum(y, 1, true, true))))(x),
  },
  {
    name: 'gradients of moved elements',
    inputs: [
      [2, 3],
      [2, 3],
    ],
    run: (x, y) =>
      tf.grads((a, b) => {
        const both = tf.pad(tf.concat([tf.transpose(a), tf.reshape(b, [3, 2])], 1), [
          [0, 1],
          [1, 0],
        ]);
        return tf.sum(tf.square(tf.add(tf.slice(both, [1, 0], [2, 4]), tf.tile(tf.slice(a, [0, 0], [2, 2]), [1, 2]))));
      })([x, y]),
  },
  {
    name: 'gradient of elu and of a hinge',
    inputs: [[6]],
    run: (x) => tf.grad((y) => tf.add(tf.sum(tf.elu(y)), tf.sum(tf.maximum(tf.sub(1, y), 0))))(x),
  },
  {
    name: 'gradient of a loss by cross entropy',
    inputs: [[2, 3], floats([2, 3], 1, 0, 0, 0, 0, 1)],
    run: (x, labels) => tf.grad((logits) => tf.losses.softmaxCrossEntropy(labels, logits))(x),
  },
];
