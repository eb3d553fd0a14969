import type { KernelCase } from '../../../../instrument/fidelity/kernel-fidelity.ts';
import type { GivenTensor } from '../../../../instrument/fidelity/stock-kernel.ts';
import type { CaseDraw, KernelLaw } from '../kernel-cases.ts';

const SUPPRESSION = [
  ...['compare x', 'copy x', 'x = copy'],
  ...['s', 't', 'v', 'w', 'g', 'h', 'i', 'j'].map((extreme) => `${extreme} = compare x x`),
  ...['k = sub v s', 'm = sub w t', 'k = mul k m', 'l = sub i g', 'm = sub j h', 'l = mul l m', 'compare k l'],
  ...['s = compare s g', 't = compare t h', 'v = compare v i', 'w = compare w j'],
  ...['v = sub v s', 'v = compare v', 'w = sub w t', 'w = compare w', 'v = mul v w'],
  ...['k = add k l', 'k = sub k v', 'div v k'],
];

/** The kernels that resize, crop and turn images, and choose boxes in them. */
export const imageLaws: Record<string, KernelLaw> = {
  ResizeBilinear: {
    draw: (draw) => resized(draw),
    hidden: ['output writes'],
    cases: 80,
    instructions: [
      ...['s = copy x', 't = copy x', 'v = copy x', 'w = copy x'],
      ...['v = sub v s', 'v = mul v', 's = add s v', 'w = sub w t', 'w = mul w', 't = add t w'],
      ...['t = sub t s', 't = mul t', 'y = add s t'],
    ],
  },
  ResizeBilinearGrad: {
    draw: (draw) => {
      const side = draw.integer(1, 5);
      return gradient(draw, [draw.integer(0, 2), side, side, draw.integer(0, 3)]);
    },
    hidden: ['output reads', 'output writes'],
    cases: 80,
    instructions: ['s = copy x', 't = mul s', 'y = add y t'],
  },
  ResizeNearestNeighbor: {
    draw: (draw) => resized(draw),
    hidden: ['output writes'],
    cases: 80,
    instructions: ['y = copy x'],
  },
  ResizeNearestNeighborGrad: {
    draw: (draw) => gradient(draw, [1, draw.extent(), draw.integer(0, 5), draw.extent()]),
    hidden: ['output writes'],
    cases: 80,
    instructions: ['s = add s x', 'y = copy s'],
  },
  CropAndResize: {
    draw: crops,
    values: 'computed',
    cases: 80,
    instructions: [
      ...['copy y', 'copy z', 'u = copy', 'u = copy x'],
      ...['s = copy x', 't = copy x', 'v = copy x', 'w = copy x'],
      ...['t = sub t s', 't = mul t', 's = add s t', 'w = sub w v', 'w = mul w', 'v = add v w'],
      ...['v = sub v s', 'v = mul v', 'u = add s v'],
    ],
  },
  FlipLeftRight: {
    draw: (draw) => ({ inputs: { image: image(draw) } }),
    instructions: ['s = copy x', 'y = copy s'],
  },
  RotateWithOffset: {
    draw: rotated,
    cases: 80,
    instructions: ['y = copy x', 'y = copy'],
  },
  Transform: {
    draw: transformed,
    values: 'computed',
    cases: 80,
    instructions: [
      ...['copy y', 'z = copy', 'z = copy x', 's = mul', 's = mul x', 't = mul', 't = mul x', 'v = mul', 'v = mul x'],
      ...['s = add s t', 't = add t v', 's = mul s', 't = mul t', 'z = add s t'],
    ],
  },
  NonMaxSuppressionV3: { draw: suppressed, values: 'computed', hidden: ['output writes'], instructions: SUPPRESSION },
  NonMaxSuppressionV4: { draw: suppressed, values: 'computed', hidden: ['output writes'], instructions: SUPPRESSION },
  NonMaxSuppressionV5: { draw: suppressed, values: 'computed', hidden: ['output writes'], instructions: SUPPRESSION },
};

/** A batch of images of any type, now and then without pixels. */
function image(draw: CaseDraw): GivenTensor {
  return draw.tensor([draw.extent(), draw.integer(0, 6), draw.integer(0, 6), draw.extent()], draw.dtype());
}

function rotated(draw: CaseDraw): KernelCase {
  const attrs = {
    radians: draw.pick([0, Math.PI / 2, -Math.PI, 0.3, 1, 5]),
    fillValue: draw.pick([0, 7, [1, 2, 3]]),
    center: draw.pick([0.5, 0, 1, [0.25, 0.75]]),
  };
  return { inputs: { image: image(draw) }, attrs };
}

/** Boxes inside, across borders, outside, turned around, and of images that there are not. */
function crops(draw: CaseDraw): KernelCase {
  const images = image(draw);
  const boxes = draw.integer(0, 5);
  const corner = () => draw.pick([0, 0, 1, 1, 0.5, 0.25, 0.7, -0.5, -0.1, 1.3, 3]);
  // Boxes in a row are often alike.
  const first = [corner(), corner(), corner(), corner()];
  const corners = Array.from({ length: boxes }, () =>
    draw.flag() ? first : [corner(), corner(), corner(), corner()],
  ).flat();
  const inputs = {
    image: images,
    boxes: { shape: [boxes, 4], dtype: 'float32', values: Float32Array.from(corners) },
    boxInd: draw.indices([boxes], Math.max(1, images.shape[0] + draw.integer(0, 1))),
  } as const;
  const method = draw.pick(['bilinear', 'nearest']);
  const cropSize = [draw.integer(1, 4), draw.integer(1, 4)];
  return { inputs, attrs: { cropSize, method, extrapolationValue: draw.integer(0, 2) } };
}

/** One image, or none: of larger batches the stock kernel transforms the first image alone. */
function transformed(draw: CaseDraw): KernelCase {
  const given = image(draw);
  const [, ...sizes] = given.shape;
  const one = draw.tensor([1, ...sizes], given.dtype);
  const isEmpty = draw.integer(0, 12) === 0;
  const factor = () => draw.pick([0, 0, 1, 1, -1, 0.5, -0.3, 2]);
  const values = [factor(), factor(), factor() * 3, factor(), factor(), factor() * 3];
  const projection = draw.flag() ? [0, 0] : [factor() / 2, factor() / 2];
  const attrs: KernelCase['attrs'] = {
    interpolation: draw.pick(['nearest', 'bilinear']),
    fillMode: draw.pick(['constant', 'reflect', 'wrap', 'nearest']),
    fillValue: draw.integer(0, 3),
  };
  const transforms = {
    shape: [1, 8],
    dtype: 'float32',
    values: Float32Array.from([...values, ...projection]),
  } as const;
  if (isEmpty) return { inputs: { image: draw.tensor([0, ...sizes]), transforms }, attrs };
  const outputShape = [draw.integer(0, 6), draw.integer(0, 6)];
  return { inputs: { image: one, transforms }, attrs: draw.flag() ? attrs : { ...attrs, outputShape } };
}

/** Boxes with corners on a small grid, so that many overlap and some are empty; few scores, so that many are equal. */
function suppressed(draw: CaseDraw): KernelCase {
  const count = draw.integer(0, 12) === 0 ? 0 : draw.integer(1, 8);
  const corners = Array.from({ length: 4 * count }, () => draw.integer(0, 3));
  const values = Array.from({ length: count }, () => draw.integer(1, 5) / 8);
  const attrs = {
    maxOutputSize: draw.integer(0, count + 2),
    iouThreshold: draw.pick([0, 0.2, 0.5, 0.9, 1]),
    scoreThreshold: draw.pick([Number.NEGATIVE_INFINITY, 0, 0.125, 0.3]),
    softNmsSigma: draw.pick([0, 0.5, 1]),
    padToMaxOutputSize: draw.flag(),
  };
  const inputs = {
    boxes: { shape: [count, 4], dtype: 'float32', values: Float32Array.from(corners) },
    scores: { shape: [count], dtype: 'float32', values: Float32Array.from(values) },
  } as const;
  return { inputs, attrs };
}

/** Sizes up, down and equal; now and then so many columns that they are a table. */
function size(draw: CaseDraw): number {
  return draw.integer(0, 3) === 0 ? draw.integer(12, 20) : draw.integer(0, 6);
}

function resized(draw: CaseDraw): KernelCase {
  const shape = [draw.extent(), draw.integer(1, 6), draw.integer(1, 6), draw.extent()];
  const images = draw.tensor(shape, draw.pick(['float32', 'int32']));
  const [alignCorners, halfPixelCenters] = draw.pick([
    [false, false],
    [true, false],
    [false, true],
  ]);
  return { inputs: { images }, attrs: { alignCorners, halfPixelCenters, size: [size(draw), size(draw)] } };
}

/** The gradient of an image that was resized. */
function gradient(draw: CaseDraw, shape: readonly number[]): KernelCase {
  const [batch, height, width, channels] = shape;
  // From one pixel to several of which the corners are aligned, the nearest neighbour's does not end.
  const alignCorners = height > 1 && width > 1 && draw.flag();
  const dy = draw.tensor([batch, size(draw), size(draw), channels]);
  return { inputs: { images: draw.tensor(shape), dy }, attrs: { alignCorners, halfPixelCenters: false } };
}
