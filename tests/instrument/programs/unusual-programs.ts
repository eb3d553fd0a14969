import type { Tensor, Tensor1D, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { floats, integers, type TensorProgram } from '../../support/programs/tensor-program.ts';

/** Corners that programs come to: what is cast, aliased, written in place or empty, other ranks and types. */
export const UNUSUAL_PROGRAMS: readonly TensorProgram[] = [
  {
    name: 'buffers of integers that are cast, and of slices of them',
    inputs: [integers([3, 2], 3, 1, 2, 0, 5, 4)],
    run: (x: Tensor2D) => {
      const cast = tf.cast(x, 'float32');
      const part = tf.slice(cast, [1, 0], [2, 2]);
      return [
        tf.reverse(cast, 0),
        tf.tile(cast, [2, 1]),
        tf.stridedSlice(cast, [0, 0], [3, 2], [2, 1]),
        tf.tile(part, [1, 2]),
      ];
    },
  },
  {
    name: 'a tensor gathered by its own first elements',
    inputs: [integers([4], 2, 1, 9, 3)],
    run: (x: Tensor1D) => tf.gather(x, tf.slice(x, 0, 2)),
    values: 'computed',
  },
  {
    name: 'rows of a slice replaced, in place',
    inputs: [[4, 2], integers([1, 1], 1), [1, 2]],
    run: (x, at, rows) => {
      const doubled = tf.mul(x, 2);
      const replaced = tf.tensorScatterUpdate(tf.slice(doubled, 1, 2), at, rows);
      return [tf.add(doubled, 1), tf.add(replaced, 1)];
    },
    values: 'computed',
  },
  {
    name: 'a window over what was disposed of',
    inputs: [[3]],
    run: (x) => {
      const grown = tf.exp(x);
      const column = tf.reshape(grown, [3, 1]);
      grown.dispose();
      const squared = tf.mul(column, column);
      column.dispose();
      return squared;
    },
  },
  {
    name: 'kept and disposed of within a tidy',
    inputs: [[3]],
    run: (x) => {
      const kept: Tensor[] = [];
      const sum = tf.tidy(() => {
        const grown = tf.exp(x);
        kept.push(tf.keep(tf.neg(grown)));
        return tf.add(grown, 1);
      });
      const product = tf.mul(sum, kept[0]);
      tf.dispose([sum, ...kept]);
      return product;
    },
  },
  {
    name: 'matrices without a common axis',
    inputs: [floats([2, 0]), floats([0, 3])],
    run: (x: Tensor2D, y: Tensor2D) => [tf.matMul(x, y), tf.sum(x, 1), tf.prod(y, 0), tf.mean(x, 1)],
  },
  {
    name: 'pooled and resized images of no batch',
    inputs: [floats([0, 4, 4, 1])],
    run: (x: Tensor4D) => [
      tf.maxPool(x, 2, 2, 'same'),
      tf.avgPool(x, 2, 2, 'same'),
      tf.image.resizeBilinear(x, [2, 2]),
    ],
  },
  {
    name: 'six axes',
    inputs: [[1, 2, 1, 2, 2, 2]],
    run: (x) => [
      tf.transpose(x),
      tf.sum(x, [1, 3]),
      tf.reverse(x, 3),
      tf.tile(x, [2, 1, 1, 1, 1, 2]),
      tf.concat([x, x], 4),
    ],
  },
  {
    name: 'a byte image',
    inputs: [{ values: Uint8Array.from([0, 128, 255, 3]), shape: [2, 2, 1] }],
    run: (x) => tf.div(tf.sub(tf.cast(x, 'float32'), 127.5), 127.5),
  },
  {
    name: 'arithmetic of integers',
    inputs: [integers([4], 3, 5, -7, 8), integers([4], 2, 2, 2, 3)],
    run: (x, y) => [tf.addN([x, y, x]), tf.div(x, y), tf.floorDiv(x, y), tf.mod(x, y), tf.cast(x, 'bool'), tf.mean(x)],
  },
  {
    name: 'stridedSlice of an ellipsis, a new axis and a lost one',
    inputs: [[3, 4, 2]],
    run: (x) => [
      tf.stridedSlice(x, [1, 0, 0], [2, 4, 2], [1, 2, 1], 0, 0, 0, 0, 1),
      tf.stridedSlice(x, [0, 1], [0, 2], [1, 1], 0, 0, 1),
      tf.stridedSlice(x, [0, 0, 1], [0, 3, 4], [1, 1, 2], 0, 0, 0, 1),
    ],
  },
  {
    name: 'convolution of channels first, and gradients',
    inputs: [
      [1, 2, 5, 4],
      [3, 2, 2, 3],
    ],
    run: (x: Tensor4D, k: Tensor4D) =>
      tf.grads((image, filter) => tf.sum(tf.conv2d(image as Tensor4D, filter as Tensor4D, 2, 'same', 'NCHW')))([x, k]),
  },
  {
    name: 'convolution in groups',
    inputs: [
      [1, 4, 4, 4],
      [2, 2, 2, 1],
      [2, 2, 2, 1],
    ],
    run: (x: Tensor4D, k: Tensor4D, l: Tensor4D) => {
      const [half, other] = tf.split<Tensor4D>(x, 2, 3);
      return tf.concat(
        [tf.conv2d(half, k, 1, 'same'), tf.conv2d(other, l, [2, 1], 'valid').mean([1, 2], true).tile([1, 4, 4, 1])],
        3,
      );
    },
  },
  {
    name: 'group normalisation',
    inputs: [[1, 2, 2, 4], [4]],
    run: (x, scale) => {
      const grouped = tf.reshape(x, [1, 2, 2, 2, 2]);
      const { mean, variance } = tf.moments(grouped, [1, 2, 4], true);
      const normal = tf.div(tf.sub(grouped, mean), tf.sqrt(tf.add(variance, 1e-5)));
      return tf.mul(tf.reshape(normal, [1, 2, 2, 4]), scale);
    },
  },
  {
    name: 'gradients of attention in two heads, masked',
    inputs: [
      [3, 4],
      [4, 12],
    ],
    run: (x, w) =>
      tf.grads((tokens, weights) => {
        const heads = tf
          .split(tf.matMul(tokens, weights), 3, 1)
          .map((part) => tf.transpose(tf.reshape(part, [3, 2, 2]), [1, 0, 2]));
        const mask = tf.mul(tf.sub(tf.linalg.bandPart(tf.ones([3, 3]), -1, 0), 1), 1e9);
        const scores = tf.softmax(tf.add(tf.matMul(heads[0], heads[1], false, true), mask));
        return tf.sum(tf.square(tf.matMul(scores, heads[2])));
      })([x, w]),
  },
  {
    name: 'numbers in order, of equal ones and of three axes',
    inputs: [integers([1, 2, 4], 1, 3, 3, 2, 5, 5, 5, 5)],
    run: (x) => Object.values(tf.topk(x, 3)),
    values: 'computed',
  },
  {
    name: 'columns that differ',
    inputs: [integers([2, 4], 1, 2, 1, 3, 1, 2, 1, 3)],
    run: (x) => Object.values(tf.unique(x, 1)),
    values: 'computed',
  },
  {
    name: 'segments that some rows have none of, and the gradient',
    inputs: [[4, 2], integers([4], 0, -1, 2, 0)],
    run: (x, at: Tensor1D) => {
      const summed = (rows: Tensor) => tf.unsortedSegmentSum(rows, at, 3);
      return [summed(x), tf.grad((rows) => tf.sum(tf.square(summed(rows))))(x)];
    },
    values: 'computed',
  },
  {
    name: 'an image resized between its corners, and the gradient',
    inputs: [[1, 3, 3, 2]],
    run: (x: Tensor4D) => {
      const resized = (image: Tensor) => tf.image.resizeBilinear(image as Tensor3D, [5, 5], true);
      return [resized(x), tf.grad((image) => tf.sum(tf.square(resized(image))))(x)];
    },
  },
  {
    name: 'two steps of momentum after Nesterov',
    inputs: [
      [3, 2],
      [2, 1],
    ],
    run: (x, w) => {
      const weights = tf.variable(w);
      const optimizer = tf.train.momentum(0.1, 0.9, true);
      for (let step = 0; step < 2; step++)
        optimizer.minimize(() => tf.mean(tf.square(tf.matMul(x, weights))), false, [weights]);
      optimizer.dispose();
      return weights;
    },
  },
];
