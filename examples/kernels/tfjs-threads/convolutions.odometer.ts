/**
 * Convolutions that users of TensorFlow.js found slow: depthwise with large filters (tensorflow/tfjs#1673), large filters on
 * few channels (#5199), and the gradient by the image (tfjs-core #995).
 */
import type { Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { cases, tensorProgram } from 'tensor-odometer';

const convolution = (x: Tensor4D, filter: Tensor4D): Tensor4D => tf.conv2d(x, filter, 1, 'valid');
const deep = [{ n: 16, K: 9, channels: 16 }];

export default cases(
  {
    name: 'conv2d from all channels to all',
    sizes: deep,
    body: ({ n, K, channels }) =>
      tensorProgram(convolution, [tf.zeros([1, n, n, channels]), tf.zeros([K, K, channels, channels])]),
  },
  {
    name: 'conv2d depthwise',
    sizes: deep,
    body: ({ n, K, channels }) =>
      tensorProgram(
        (x: Tensor4D, filter: Tensor4D) => tf.depthwiseConv2d(x, filter, 1, 'valid'),
        [tf.zeros([1, n, n, channels]), tf.zeros([K, K, channels, 1])],
      ),
  },
  {
    // As many products for each of as many outputs: 9 x 9 x 4 is 3 x 3 x 36.
    name: 'conv2d to three',
    sizes: [
      { out: 24, K: 9, channels: 4 },
      { out: 24, K: 3, channels: 36 },
    ],
    body: ({ out, K, channels }) =>
      tensorProgram(convolution, [tf.zeros([1, out + K - 1, out + K - 1, channels]), tf.zeros([K, K, channels, 3])]),
  },
  {
    name: 'conv2d forward',
    sizes: [{ n: 12, K: 3, channels: 8 }],
    body: ({ n, K, channels }) =>
      tensorProgram(convolution, [tf.zeros([1, n, n, channels]), tf.zeros([K, K, channels, channels])]),
  },
  {
    name: 'conv2d gradient by the image',
    sizes: [{ n: 12, K: 3, channels: 8 }],
    body: ({ n, K, channels }) =>
      tensorProgram(
        (dy: Tensor4D, filter: Tensor4D) => tf.conv2dTranspose(dy, filter, [1, n, n, channels], 1, 'valid'),
        [tf.zeros([1, n - K + 1, n - K + 1, channels]), tf.zeros([K, K, channels, channels])],
      ),
  },
);
