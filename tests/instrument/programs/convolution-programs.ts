import type { Tensor, Tensor1D, Tensor3D, Tensor4D, Tensor5D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import type { GivenInput, ProgramRun, TensorProgram } from '../../support/programs/tensor-program.ts';

/** An image of 7 x 6 in two channels, and a filter of 3 x 3 to three. */
const IMAGE = [1, 7, 6, 2];
const FILTER = [3, 3, 2, 3];

type Padding = Parameters<typeof tf.conv2d>[3];

/** One pixel above, two below, none and one beside. */
const EACH_SIDE: Padding = [
  [0, 0],
  [1, 2],
  [0, 1],
  [0, 0],
];

/** A convolution with its gradients, of each padding and stride. */
const PADDED = (
  [
    ['valid', 1],
    ['valid', 3],
    ['same', 1],
    ['same', 2],
    ['same', 3],
    [0, 2],
    [2, 1],
    [1, 4],
    [EACH_SIDE, 2],
  ] as const
).map(
  ([pad, strides]): TensorProgram => ({
    name: `conv2d and gradients, padding ${pad}, stride ${strides}`,
    inputs: [IMAGE, FILTER],
    run: gradients((x: Tensor4D, k: Tensor4D) =>
      tf.conv2d(x, k, strides, pad, 'NHWC', 1, pad === 'valid' || pad === 'same' ? undefined : 'floor'),
    ),
  }),
);

/** Gradients of the sum of squares of what an operation makes, by both its inputs. */
function gradients<T extends Tensor>(run: (x: T, k: T) => Tensor): ProgramRun {
  return (x, k) => tf.grads((image, filter) => tf.sum(tf.square(run(image as T, filter as T))))([x, k]);
}

function pooled(
  name: string,
  inputs: readonly GivenInput[],
  run: (x: Tensor4D) => Tensor,
  values: 'shapes' | 'computed',
): TensorProgram {
  return {
    name: `${name} and its gradient`,
    inputs,
    run: (x: Tensor4D) => tf.grad((image) => tf.sum(tf.square(run(image as Tensor4D))))(x),
    values,
  };
}

/** Convolutions and pooling of every kind, most with gradients. */
export const CONVOLUTION_PROGRAMS: readonly TensorProgram[] = [
  ...PADDED,
  {
    name: 'conv2d dilated by 2 and 3',
    inputs: [IMAGE, FILTER],
    run: (x: Tensor4D, k: Tensor4D) => tf.conv2d(x, k, 1, 'same', 'NHWC', [2, 3]),
  },
  {
    name: 'depthwise conv2d of two multipliers and gradients',
    inputs: [IMAGE, [3, 3, 2, 2]],
    run: gradients((x: Tensor4D, k: Tensor4D) => tf.depthwiseConv2d(x, k, 2, 'same')),
  },
  {
    name: 'separable conv2d, dilated',
    inputs: [IMAGE, [2, 2, 2, 1], [1, 1, 2, 5]],
    run: (x: Tensor4D, d: Tensor4D, p: Tensor4D) => tf.separableConv2d(x, d, p, 1, 'valid', 2),
  },
  {
    name: 'transposed conv2d and gradients',
    inputs: [
      [1, 3, 3, 2],
      [3, 3, 1, 2],
    ],
    run: gradients((x: Tensor4D, k: Tensor4D) => tf.conv2dTranspose(x, k, [1, 6, 6, 1], 2, 'same')),
  },
  {
    name: 'conv3d, stride 2, and gradients',
    inputs: [
      [1, 4, 3, 4, 1],
      [2, 2, 2, 1, 2],
    ],
    run: gradients((x: Tensor5D, k: Tensor5D) => tf.conv3d(x, k, 2, 'same')),
  },
  {
    name: 'causal conv1d',
    inputs: [
      [1, 8, 2],
      [3, 2, 3],
    ],
    run: (x: Tensor3D, k: Tensor3D) =>
      tf.conv1d(
        tf.pad(x, [
          [0, 0],
          [2, 0],
          [0, 0],
        ]),
        k,
        1,
        'valid',
      ),
  },
  {
    name: 'fused depthwise conv2d with relu6',
    inputs: [IMAGE, [3, 3, 2, 1], [2]],
    run: (x: Tensor4D, filter: Tensor4D, bias: Tensor1D) =>
      tf.fused.depthwiseConv2d({ x, filter, strides: 1, pad: 'same', bias, activation: 'relu6' }),
  },
  {
    name: 'fused conv2d with gradients of all three',
    inputs: [IMAGE, FILTER, [3]],
    run: (x: Tensor4D, k: Tensor4D, b: Tensor1D) =>
      tf.grads((image, filter, bias) =>
        tf.sum(
          tf.fused.conv2d({
            x: image as Tensor4D,
            filter: filter as Tensor4D,
            strides: 1,
            pad: 'valid',
            bias,
            activation: 'relu',
          }),
        ),
      )([x, k, b]),
  },
  {
    name: 'dilation of an image',
    inputs: [
      [1, 5, 5, 2],
      [2, 2, 2],
    ],
    run: (x: Tensor4D, k: Tensor3D) => tf.dilation2d(x, k, 1, 'same'),
  },
  {
    name: 'dilation of an image and its gradients',
    inputs: [
      [1, 5, 5, 2],
      [2, 2, 2],
    ],
    run: gradients((x: Tensor, k: Tensor) => tf.dilation2d(x as Tensor4D, k as Tensor3D, 2, 'valid')),
    values: 'computed',
  },
  pooled('max pooling, overlapping', [IMAGE], (x) => tf.maxPool(x, 3, 2, 'same'), 'computed'),
  pooled('average pooling, overlapping', [IMAGE], (x) => tf.avgPool(x, 3, 2, 'same'), 'shapes'),
  pooled('average pooling, padded by 1', [IMAGE], (x) => tf.avgPool(x, 3, 2, 1, 'floor'), 'shapes'),
  {
    name: 'max pooling in 3-D and its gradient',
    inputs: [[1, 4, 4, 4, 1]],
    run: (x: Tensor5D) => tf.grad((image) => tf.sum(tf.maxPool3d(image as Tensor5D, 2, 2, 'valid')))(x),
    values: 'computed',
  },
  {
    name: 'average pooling in 3-D and its gradient',
    inputs: [[1, 4, 4, 4, 1]],
    run: (x: Tensor5D) => tf.grad((image) => tf.sum(tf.avgPool3d(image as Tensor5D, 2, 1, 'same')))(x),
  },
  {
    name: 'max pooling with argmax',
    inputs: [[1, 4, 4, 2]],
    run: (x: Tensor4D) => tf.maxPoolWithArgmax(x, 2, 2, 'valid'),
  },
];
