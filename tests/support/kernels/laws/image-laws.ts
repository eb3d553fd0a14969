import type { KernelCase } from '../../../../instrument/fidelity/kernel-fidelity.ts';
import type { CaseDraw, KernelLaw } from '../kernel-cases.ts';

/** The kernels that resize, crop and turn images, and choose boxes in them. */
export const imageLaws: Record<string, KernelLaw> = {
  ResizeBilinear: {
    draw: (draw) => resized(draw),
    hidden: ['output writes'],
    cases: 120,
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
    cases: 120,
    instructions: ['s = copy x', 't = mul s', 'y = add y t'],
  },
  ResizeNearestNeighbor: {
    draw: (draw) => resized(draw),
    hidden: ['output writes'],
    cases: 120,
    instructions: ['y = copy x'],
  },
  ResizeNearestNeighborGrad: {
    draw: (draw) => gradient(draw, [1, draw.extent(), draw.integer(0, 5), draw.extent()]),
    hidden: ['output writes'],
    cases: 120,
    instructions: ['s = add s x', 'y = copy s'],
  },
};

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
