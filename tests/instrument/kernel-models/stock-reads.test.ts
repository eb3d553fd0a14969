import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { computeTraced } from '../../../instrument/fidelity/kernel-fidelity.ts';
import { modelAccesses } from '../../../instrument/fidelity/model-accesses.ts';
import { CaseDraw } from '../../support/kernels/kernel-cases.ts';

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

const CONV = { strides: 1, dilations: 1, pad: 'same', dataFormat: 'NHWC' };
const RESIZE = { alignCorners: false, halfPixelCenters: false, size: [4, 4] };

/** Elements that the stock kernels read of their inputs and temporaries, counted by hand. What they read of their own output is not in it. */
const READS: readonly [kernel: string, shapes: Record<string, number[]>, attrs: tf.NamedAttrMap, reads: number][] = [
  // A hundred taps in the image, each one element for two filters; the fused one has its 200 sums in a temporary, and then
  // reads 32 of them with a bias, and 32 results.
  ['Conv2D', { x: [1, 4, 4, 1], filter: [3, 3, 1, 2] }, CONV, 300],
  ['FusedConv2D', { x: [1, 4, 4, 1], filter: [3, 3, 1, 2], bias: [2] }, { ...CONV, activation: 'relu' }, 200 + 396],
  ['Conv2D', { x: [1, 4, 4, 2], filter: [1, 1, 2, 3] }, CONV, 128],
  ['Conv2D', { x: [1, 4, 4, 1], filter: [3, 3, 1, 1] }, { ...CONV, dilations: 2 }, 128],
  ['DepthwiseConv2dNative', { x: [1, 4, 4, 2], filter: [3, 3, 2, 1] }, CONV, 400],
  ['Conv3D', { x: [1, 2, 2, 2, 1], filter: [2, 2, 2, 1, 1] }, CONV, 54],
  // Of rows 11 taps, of columns as many: 121 for two channels and three filters, two elements each.
  [
    'Conv2DBackpropInput',
    { dy: [1, 4, 4, 3], filter: [3, 3, 2, 3] },
    { ...CONV, strides: 2, inputShape: [1, 8, 8, 2] },
    1452,
  ],
  // Two windows a side of 2 x 2 elements, two channels.
  ['AvgPool', { x: [1, 4, 4, 2] }, { filterSize: 2, strides: 2, pad: 'valid' }, 32],
  ['MaxPool', { x: [1, 4, 4, 2] }, { filterSize: 2, strides: 2, pad: 'valid' }, 32],
  // Five for every element.
  ['FusedBatchNorm', { x: [2, 2, 2, 3], mean: [3], variance: [3], offset: [3], scale: [3] }, {}, 120],
  // Of a pixel's four channels 3 + 4 + 4 + 3 squares, and each itself.
  ['LRN', { x: [1, 2, 2, 4] }, { depthRadius: 2, bias: 1, alpha: 1, beta: 0.5 }, 72],
  ['Cumsum', { x: [2, 5] }, { axis: 1, exclusive: false, reverse: false }, 10],
  [
    'MirrorPad',
    { x: [2, 2] },
    {
      paddings: [
        [1, 1],
        [0, 1],
      ],
      mode: 'reflect',
    },
    12,
  ],
  ['DepthToSpace', { x: [1, 2, 2, 4] }, { blockSize: 2, dataFormat: 'NHWC' }, 16],
  [
    'BatchToSpaceND',
    { x: [4, 1, 1, 1] },
    {
      blockShape: [2, 2],
      crops: [
        [0, 0],
        [0, 0],
      ],
    },
    4,
  ],
  // 12 products of two elements, which are summed; before that the second tensor is transposed.
  ['Einsum', { 0: [2, 3], 1: [3, 2] }, { equation: 'ij,jk->ik' }, 42],
  // Four pixels for each of 16, or one.
  ['ResizeBilinear', { images: [1, 2, 2, 1] }, RESIZE, 64],
  ['ResizeNearestNeighbor', { images: [1, 2, 2, 1] }, RESIZE, 16],
  // Every score twice.
  [
    'NonMaxSuppressionV3',
    { boxes: [3, 4], scores: [3] },
    { maxOutputSize: 1, iouThreshold: 0.5, scoreThreshold: Number.NEGATIVE_INFINITY },
    6,
  ],
];

test.each(READS)('%s of %j reads as often as the stock kernel', (kernel, shapes, attrs, reads) => {
  const draw = new CaseDraw(1);
  const inputs = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, draw.tensor(shape)]));
  const { trace } = computeTraced(kernel, { inputs, attrs });
  const read = modelAccesses(trace).filter(({ kind, value }) => kind === 'read' && !trace.returned.includes(value));
  expect(read).toHaveLength(reads);
});
