/**
 * The block that MobileNet v2 is made of, whose kernels became up to a hundred times faster by flat indices (tfjs-core
 * #1210): with its normalisations, and with these folded into filters and biases.
 */
import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { cases, tensorProgram } from 'tensor-odometer';

const sizes = [{ n: 8, channels: 8, wide: 48 }];

/** Image, and filters of the three convolutions. */
function filters(n: number, channels: number, wide: number): Tensor[] {
  return [
    tf.zeros([1, n, n, channels]),
    tf.zeros([1, 1, channels, wide]),
    tf.zeros([3, 3, wide, 1]),
    tf.zeros([1, 1, wide, channels]),
  ];
}

/** Mean, variance, offset and scale of each. */
function statistics(...channels: number[]): Tensor[] {
  return channels.flatMap((extent) => [0, 1, 2, 3].map(() => tf.ones([extent])));
}

export default cases(
  {
    name: 'bottleneck normalised',
    sizes,
    body: ({ n, channels, wide }) =>
      tensorProgram(
        (x: Tensor4D, expand: Tensor4D, depthwise: Tensor4D, project: Tensor4D, ...vectors: Tensor[]) => {
          const normalised = (y: Tensor4D, at: number): Tensor4D => {
            const [mean, variance, offset, scale] = vectors.slice(4 * at, 4 * at + 4) as Tensor1D[];
            return tf.batchNorm(y, mean, variance, offset, scale);
          };
          const wider = tf.relu6(normalised(tf.conv2d(x, expand, 1, 'same'), 0));
          const mixed = tf.relu6(normalised(tf.depthwiseConv2d(wider, depthwise, 1, 'same'), 1));
          return tf.add(x, normalised(tf.conv2d(mixed, project, 1, 'same'), 2));
        },
        [...filters(n, channels, wide), ...statistics(wide, wide, channels)],
      ),
  },
  {
    name: 'bottleneck folded',
    sizes,
    body: ({ n, channels, wide }) =>
      tensorProgram(
        (x: Tensor4D, expand: Tensor4D, depthwise: Tensor4D, project: Tensor4D, ...biases: Tensor[]) => {
          const with6 = { strides: 1, pad: 'same', activation: 'relu6' } as const;
          const wider = tf.fused.conv2d({ x, filter: expand, bias: biases[0], ...with6 });
          const mixed = tf.fused.depthwiseConv2d({ x: wider, filter: depthwise, bias: biases[1], ...with6 });
          return tf.add(x, tf.fused.conv2d({ x: mixed, filter: project, strides: 1, pad: 'same', bias: biases[2] }));
        },
        [...filters(n, channels, wide), tf.zeros([wide]), tf.zeros([wide]), tf.zeros([channels])],
      ),
  },
);
