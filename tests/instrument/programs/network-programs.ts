import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { integers, type TensorProgram } from '../../support/programs/tensor-program.ts';

/** Networks forward: convolutions, normalisations, recurrent cells, attention, embeddings. */
export const NETWORK_PROGRAMS: readonly TensorProgram[] = [
  {
    name: '01 convnet forward',
    inputs: [[2, 6, 6, 1], [3, 3, 1, 2], [2], [18, 3], [3]],
    run: (x: Tensor4D, k: Tensor4D, b: Tensor, w: Tensor, c: Tensor) => {
      const convolved = tf.relu(tf.add(tf.conv2d(x, k, 1, 'same'), b)) as Tensor4D;
      return tf.softmax(tf.add(tf.matMul(tf.reshape(tf.maxPool(convolved, 2, 2, 'valid'), [2, 18]), w), c));
    },
  },
  {
    name: '01b conv2d alone',
    inputs: [
      [1, 4, 4, 1],
      [3, 3, 1, 2],
    ],
    run: (x: Tensor4D, k: Tensor4D) => tf.conv2d(x, k, 1, 'same'),
  },
  {
    name: '01c conv2d 1x1',
    inputs: [
      [1, 4, 4, 2],
      [1, 1, 2, 3],
    ],
    run: (x: Tensor4D, k: Tensor4D) => tf.conv2d(x, k, 1, 'same'),
  },
  {
    name: '02 mobilenet block',
    inputs: [[1, 4, 4, 2], [3, 3, 2, 1], [2], [2], [2], [2], [1, 1, 2, 4]],
    run: (
      x: Tensor4D,
      d: Tensor4D,
      mean: Tensor1D,
      variance: Tensor1D,
      offset: Tensor1D,
      scale: Tensor1D,
      p: Tensor4D,
    ) => {
      const filtered = tf.depthwiseConv2d(x, d, 1, 'same');
      const normalised = tf.batchNorm(filtered, mean, tf.abs(variance), offset, scale);
      return tf.relu6(tf.conv2d(tf.relu6(normalised), p, 1, 'same'));
    },
  },
  {
    name: '02b separableConv2d',
    inputs: [
      [1, 5, 5, 2],
      [3, 3, 2, 2],
      [1, 1, 4, 3],
    ],
    run: (x: Tensor4D, d: Tensor4D, p: Tensor4D) => tf.separableConv2d(x, d, p, [2, 2], 'same'),
  },
  {
    name: '03 batchNorm',
    inputs: [[2, 2, 2, 3], [3], [3], [3], [3]],
    run: (x: Tensor4D, mean: Tensor1D, variance: Tensor1D, offset: Tensor1D, scale: Tensor1D) =>
      tf.batchNorm(x, mean, tf.square(variance), offset, scale),
  },
  { name: '04 maxPool', inputs: [[1, 4, 4, 2]], run: (x: Tensor4D) => tf.maxPool(x, 2, 2, 'valid'), register: 32 },
  { name: '04b avgPool', inputs: [[1, 4, 4, 2]], run: (x: Tensor4D) => tf.avgPool(x, 2, 2, 'valid'), register: 32 },
  {
    name: '04c global average pool by mean',
    inputs: [[1, 4, 4, 2]],
    run: (x) => tf.mean(x, [1, 2]),
    register: 96,
  },
  {
    name: '05 LSTM cell (basicLSTMCell)',
    inputs: [[7, 16], [16], [2, 3], [2, 4], [2, 4]],
    run: (kernel: Tensor2D, bias: Tensor1D, x: Tensor2D, c: Tensor2D, h: Tensor2D) =>
      tf.basicLSTMCell(tf.scalar(1), kernel, bias, x, c, h),
    register: 670,
  },
  {
    name: '05b GRU by hand',
    inputs: [
      [2, 3],
      [2, 4],
      [7, 4],
      [7, 4],
      [7, 4],
    ],
    run: (x, h, wz, wr, wn) => {
      const both = tf.concat([x, h], 1);
      const [z, r] = [wz, wr].map((w) => tf.sigmoid(tf.matMul(both, w)));
      const n = tf.tanh(tf.matMul(tf.concat([x, tf.mul(r, h)], 1), wn));
      return tf.add(tf.mul(tf.sub(1, z), n), tf.mul(z, h));
    },
    register: 460,
  },
  {
    name: '06 attention einsum',
    inputs: [
      [4, 3],
      [4, 3],
      [4, 3],
    ],
    run: (q, k, v) => tf.einsum('ij,jd->id', tf.softmax(tf.einsum('id,jd->ij', q, k)), v),
  },
  {
    name: '06b attention matMul',
    inputs: [
      [2, 4, 3],
      [2, 4, 3],
      [2, 4, 3],
    ],
    run: (q, k, v) => tf.matMul(tf.softmax(tf.div(tf.matMul(q, k, false, true), 2)), v),
    register: 648,
  },
  {
    name: '06c multi-head with split/stack',
    inputs: [
      [6, 4],
      [6, 4],
      [6, 4],
    ],
    run: (q, k, v) => {
      const [queries, keys, values] = [q, k, v].map((x) => tf.stack(tf.split(x, 2, 1)));
      const weights = tf.softmax(tf.mul(tf.matMul(queries, keys, false, true), Math.SQRT1_2));
      return tf.concat(tf.unstack(tf.matMul(weights, values)), 1);
    },
  },
  {
    name: '06d causal mask (linalg.bandPart)',
    inputs: [[4, 4]],
    run: (x) => {
      const seen = tf.linalg.bandPart(tf.ones([4, 4]), -1, 0);
      return tf.softmax(tf.add(x, tf.mul(tf.sub(1, seen), -1e9)));
    },
    register: 132,
  },
  {
    name: '07 embedding gather',
    inputs: [[5, 3], integers([3], 4, 0, 4)],
    run: (table, ids: Tensor1D) => tf.gather(table, ids),
    values: 'computed',
    register: 21,
  },
  {
    name: '07b gatherND',
    inputs: [[3, 4], integers([2, 2], 0, 3, 2, 1)],
    run: (x, at) => tf.gatherND(x, at),
    values: 'computed',
    register: 6,
  },
  {
    name: '22 conv1d',
    inputs: [
      [1, 6, 2],
      [3, 2, 3],
    ],
    run: (x: tf.Tensor3D, k: tf.Tensor3D) => tf.conv1d(x, k, 1, 'same'),
  },
  {
    name: '23 conv2dTranspose',
    inputs: [
      [1, 4, 4, 3],
      [3, 3, 2, 3],
    ],
    run: (x: Tensor4D, k: Tensor4D) => tf.conv2dTranspose(x, k, [1, 8, 8, 2], 2, 'same'),
  },
  {
    name: '24 fused conv2d',
    inputs: [[1, 4, 4, 1], [3, 3, 1, 2], [2]],
    run: (x: Tensor4D, filter: Tensor4D, bias) =>
      tf.fused.conv2d({ x, filter, strides: 1, pad: 'same', bias, activation: 'relu' }),
  },
  {
    name: '25 fused matMul',
    inputs: [[2, 3], [3, 4], [4]],
    run: (a, b, bias) => tf.fused.matMul({ a, b, bias, activation: 'relu' }),
    register: 72,
  },
  {
    name: '32 localResponseNormalization',
    inputs: [[1, 2, 2, 4]],
    run: (x: Tensor4D) => tf.localResponseNormalization(x, 2),
    register: 72,
  },
  {
    name: '40 dilated conv (space batch)',
    inputs: [
      [1, 4, 4, 1],
      [3, 3, 1, 1],
    ],
    run: (x: Tensor4D, k: Tensor4D) => tf.conv2d(x, k, 1, 'same', 'NHWC', 2),
  },
  {
    name: '43 conv3d',
    inputs: [
      [1, 2, 2, 2, 1],
      [2, 2, 2, 1, 1],
    ],
    run: (x: tf.Tensor5D, k: tf.Tensor5D) => tf.conv3d(x, k, 1, 'same'),
  },
];
