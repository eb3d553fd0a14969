import type { Tensor1D, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { floats, integers, type TensorProgram } from '../../support/programs/tensor-program.ts';

/** Sparse and ragged tensors, images, sounds, choosing and counting: more of what addresses by values. */
export const LOOKUP_PROGRAMS: readonly TensorProgram[] = [
  {
    name: 'sparse segment sum and mean',
    inputs: [[4, 3], integers([4], 0, 3, 2, 1), integers([4], 0, 0, 1, 2)],
    run: (x, at: Tensor1D, segments: Tensor1D) => [
      tf.sparse.sparseSegmentSum(x, at, segments),
      tf.sparse.sparseSegmentMean(x, at, segments),
    ],
    values: 'computed',
  },
  {
    name: 'sparse rows filled',
    inputs: [integers([3, 2], 0, 1, 2, 0, 2, 3), floats([3], 1, 2, 3), integers([2], 4, 5), floats([], 9)],
    run: (at: Tensor2D, values: Tensor1D, shape: Tensor1D, missing: tf.Scalar) =>
      tf.sparse.sparseFillEmptyRows(at, values, shape, missing),
    values: 'computed',
  },
  {
    name: 'sparse reshape',
    inputs: [integers([3, 2], 0, 1, 1, 0, 1, 2), integers([2], 2, 3), integers([2], 3, 2)],
    run: (at: Tensor2D, shape: Tensor1D, next: Tensor1D) => tf.sparse.sparseReshape(at, shape, next),
  },
  {
    name: 'ragged range',
    inputs: [integers([3], 0, 5, 8), integers([3], 2, 8, 4), integers([3], 1, 1, -2)],
    run: (starts: Tensor1D, limits: Tensor1D, deltas: Tensor1D) => tf.raggedRange(starts, limits, deltas),
    values: 'computed',
  },
  {
    name: 'ragged rows gathered',
    inputs: [integers([4], 0, 2, 2, 5), floats([5], 1, 2, 3, 4, 5), integers([3], 2, 0, 2)],
    run: (splits: Tensor1D, values, at) => {
      const { outputNestedSplits, outputDenseValues } = tf.raggedGather([splits], values, at, 1);
      return [...outputNestedSplits, outputDenseValues];
    },
    values: 'computed',
  },
  {
    name: 'ragged rows made dense',
    inputs: [integers([2], 3, 4), floats([5], 1, 2, 3, 4, 5), floats([], 9), integers([4], 0, 2, 2, 5)],
    run: (shape, values, missing, splits) => tf.raggedTensorToTensor(shape, values, missing, [splits], ['ROW_SPLITS']),
    values: 'computed',
  },
  {
    name: 'dense bincount, weighted',
    inputs: [integers([2, 4], 0, 1, 1, 3, 2, 2, 0, 1), [2, 4]],
    run: (x: Tensor2D, weights: Tensor2D) => tf.denseBincount(x, weights, 4),
    values: 'computed',
  },
  {
    name: 'soft boxes without maxima',
    inputs: [floats([3, 4], 0, 0, 1, 1, 0, 0.1, 1, 1.1, 0, 2, 1, 3), floats([3], 0.9, 0.8, 0.7)],
    run: (boxes: Tensor2D, scores: Tensor1D) =>
      Object.values(tf.image.nonMaxSuppressionWithScore(boxes, scores, 3, 0.5, 0.1, 0.5)),
    values: 'computed',
  },
  {
    name: 'padded boxes without maxima',
    inputs: [floats([3, 4], 0, 0, 1, 1, 0, 0.1, 1, 1.1, 0, 2, 1, 3), floats([3], 0.9, 0.8, 0.7)],
    run: (boxes: Tensor2D, scores: Tensor1D) =>
      Object.values(tf.image.nonMaxSuppressionPadded(boxes, scores, 4, 0.5, 0.1, true)),
    values: 'computed',
  },
  {
    name: 'flipped and turned image',
    inputs: [[1, 4, 5, 2]],
    run: (x: Tensor4D) => [tf.image.flipLeftRight(x), tf.image.rotateWithOffset(x, 0.3, 0.5)],
  },
  {
    name: 'transformed image',
    inputs: [[1, 4, 4, 1], floats([1, 8], 1, 0.2, -0.5, 0.1, 0.9, 0.3, 0, 0)],
    run: (x: Tensor4D, by: Tensor2D) => tf.image.transform(x, by, 'bilinear', 'reflect'),
    values: 'computed',
  },
  {
    name: 'image in grey, thresholded',
    inputs: [[4, 4, 3]],
    run: (x: Tensor3D) => tf.mul(tf.image.rgbToGrayscale(x), 2),
  },
  {
    name: 'inverse real transform of a spectrum',
    inputs: [[2, 8]],
    run: (x) => tf.spectral.irfft(tf.spectral.rfft(x)),
  },
  {
    name: 'complex product',
    inputs: [[3], [3]],
    run: (re, im) => {
      const z = tf.complex(re, im);
      const squared = tf.mul(z, z);
      return [tf.real(squared), tf.imag(squared), tf.abs(z)];
    },
  },
  {
    name: 'windowed frames',
    inputs: [[12]],
    run: (x: Tensor1D) => tf.mul(tf.signal.frame(x, 4, 2), tf.signal.hammingWindow(4)),
  },
  {
    name: 'space to batch',
    inputs: [[1, 4, 4, 2]],
    run: (x) =>
      tf.spaceToBatchND(
        x,
        [2, 2],
        [
          [0, 0],
          [0, 0],
        ],
      ),
  },
  {
    name: 'einsum of four axes',
    inputs: [
      [2, 3, 2, 4],
      [2, 5, 2, 4],
    ],
    run: (q, k) => tf.einsum('bqhd,bkhd->bhqk', q, k),
  },
  {
    name: 'diagonal, symmetric padding',
    inputs: [[3]],
    run: (x) =>
      tf.mirrorPad(
        tf.diag(x),
        [
          [2, 1],
          [0, 3],
        ],
        'symmetric',
      ),
  },
  {
    name: 'values found in a list',
    inputs: [[6], floats([3], -0.5, 0, 0.5)],
    run: (x, bins) => [tf.lowerBound(bins, x), tf.upperBound(bins, x)],
    values: 'computed',
  },
  {
    name: 'random numbers of several kinds',
    inputs: [[4]],
    run: (x) => tf.add(tf.mul(x, tf.truncatedNormal([4], 0, 1, 'float32', 3)), tf.randomGamma([4], 2, 1, 'float32', 5)),
  },
];
