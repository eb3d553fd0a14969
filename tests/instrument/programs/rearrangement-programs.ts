import type { Tensor1D, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { floats, integers, type TensorProgram } from '../../support/programs/tensor-program.ts';

/** Moving elements about: scans, padding, images, slices, scattering, counting. */
export const REARRANGEMENT_PROGRAMS: readonly TensorProgram[] = [
  { name: '08 cumsum', inputs: [[2, 5]], run: (x) => tf.cumsum(x, 1) },
  { name: '08b cumprod', inputs: [[2, 5]], run: (x) => tf.cumprod(x, 1, true, true) },
  { name: '09 topk', inputs: [[3, 6]], run: (x) => tf.topk(x, 2), values: 'computed' },
  {
    name: '10 resizeBilinear',
    inputs: [[1, 2, 2, 1]],
    run: (x: Tensor4D) => tf.image.resizeBilinear(x, [4, 4]),
    register: 64,
  },
  {
    name: '10b resizeNearest',
    inputs: [[1, 2, 2, 1]],
    run: (x: Tensor4D) => tf.image.resizeNearestNeighbor(x, [4, 4]),
    register: 16,
  },
  {
    name: '11 pad',
    inputs: [[2, 2]],
    run: (x) =>
      tf.pad(x, [
        [1, 1],
        [0, 2],
      ]),
    register: 4,
  },
  {
    name: '11b mirrorPad',
    inputs: [[2, 2]],
    run: (x) =>
      tf.mirrorPad(
        x,
        [
          [1, 1],
          [1, 0],
        ],
        'reflect',
      ),
  },
  {
    name: '13 cropAndResize',
    inputs: [[1, 4, 4, 1], floats([1, 4], 0.1, 0.1, 0.8, 0.9), integers([1], 0)],
    run: (x: Tensor4D, boxes: Tensor2D, of: Tensor1D) => tf.image.cropAndResize(x, boxes, of, [2, 2]),
    values: 'computed',
  },
  {
    name: '13b nonMaxSuppression',
    inputs: [floats([3, 4], 0, 0, 1, 1, 0, 0.1, 1, 1.1, 0, 2, 1, 3), floats([3], 0.9, 0.8, 0.7)],
    run: (boxes: Tensor2D, scores: Tensor1D) => tf.image.nonMaxSuppression(boxes, scores, 3, 0.5),
    values: 'computed',
  },
  {
    name: '15 where/select',
    inputs: [[6], [6]],
    run: (x, y) => tf.where(tf.greater(x, y), x, y),
    values: 'branches',
    register: 24,
  },
  { name: '15b mask by products', inputs: [[6]], run: (x) => tf.mul(x, tf.cast(tf.greater(x, 0), 'float32')) },
  {
    name: '16 sparse toDense',
    inputs: [integers([2], 1, 3), floats([2], 5, 6)],
    run: (at, values: Tensor1D) => tf.sparseToDense(at, values, [4], 0),
    values: 'computed',
  },
  {
    name: '16b scatterND',
    inputs: [integers([2, 1], 1, 3), floats([2], 5, 6)],
    run: (at, updates) => tf.scatterND(at, updates, [4]),
    values: 'computed',
  },
  {
    name: '16c tensorScatterUpdate',
    inputs: [[4], integers([2, 1], 1, 3), floats([2], 5, 6)],
    run: (x, at, updates) => tf.tensorScatterUpdate(x, at, updates),
    values: 'computed',
  },
  {
    name: '16d unsortedSegmentSum',
    inputs: [[3, 2], integers([3], 0, 1, 0)],
    run: (x, ids: Tensor1D) => tf.unsortedSegmentSum(x, ids, 2),
    register: 58,
  },
  { name: '21 depthToSpace', inputs: [[1, 2, 2, 4]], run: (x: Tensor4D) => tf.depthToSpace(x, 2), register: 16 },
  {
    name: '26 bincount / histogram',
    inputs: [integers([4], 0, 2, 2, 1)],
    run: (x: Tensor1D) => tf.bincount(x, tf.tensor1d([]), 3),
    values: 'computed',
  },
  { name: '34 unique', inputs: [integers([3], 7, 5, 7)], run: (x) => tf.unique(x), values: 'computed' },
  {
    name: '36 stridedSlice/slice/reverse',
    inputs: [[4, 4]],
    run: (x) => [tf.stridedSlice(x, [0, 0], [4, 4], [2, 2]), tf.slice(x, [1, 1], [2, 2]), tf.reverse(x, 1)],
  },
  { name: '37 stack/unstack', inputs: [[6], [6]], run: (x, y) => tf.unstack(tf.stack([x, y])), register: 12 },
  {
    name: '38 meshgrid/range/linspace',
    inputs: [[3]],
    run: (x) => [tf.add(x, tf.linspace(0, 1, 3)), tf.mul(x, tf.range(0, 3)), ...tf.meshgrid(x, tf.range(0, 2))],
  },
  {
    name: '39 batchToSpace',
    inputs: [[4, 1, 1, 1]],
    run: (x) =>
      tf.batchToSpaceND(
        x,
        [2, 2],
        [
          [0, 0],
          [0, 0],
        ],
      ),
  },
  {
    name: '44 image normalise uint8',
    inputs: [integers([2, 2, 1], 0, 128, 255, 3)],
    run: (x: Tensor3D) => tf.div(tf.cast(x, 'float32'), 255),
    register: 4,
  },
  { name: '46 broadcastTo', inputs: [[1, 3]], run: (x) => tf.broadcastTo(x, [4, 3]), register: 12 },
  {
    name: '48 confusionMatrix',
    inputs: [integers([2], 0, 2), integers([2], 3, 2)],
    run: (labels: Tensor1D, found: Tensor1D) => tf.math.confusionMatrix(labels, found, 4),
    values: 'branches',
  },
  {
    name: '50 searchSorted',
    inputs: [floats([4], 1, 3, 5, 7), floats([2], 4, 8)],
    run: (x, y) => tf.searchSorted(x, y),
    values: 'computed',
  },
];
