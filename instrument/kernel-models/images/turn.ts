import { backend_util } from '@tensorflow/tfjs-core';
import { branchRuns } from '../model/branch-runs.ts';
import { instruction, local, loop } from '../model/element-loops.ts';
import type { Attributes, KernelModels, KernelPlan, PlanTensor } from '../model/kernel-model.ts';
import { at, sizeOf } from '../model/kernel-model.ts';

/** Kernels that turn an image over or around. Where a pixel comes from follows from sizes and attributes. */
export const turnModels: KernelModels = {
  FlipLeftRight: (plan, { image }) => flip(plan, image),
  RotateWithOffset: (plan, { image }, attrs) => rotate(plan, image, attrs),
};

/** Reads the element that stands where the result goes, and then the one that the result is. */
function flip(plan: KernelPlan, image: PlanTensor): PlanTensor {
  const [, , width, channels] = image.shape;
  const out = plan.make(image.shape, image.dtype);
  const rowSize = width * channels;
  const value = local(0);
  const body = [
    instruction('copy', [at(0, image, 0, [rowSize, channels, 1])], value),
    instruction('copy', [at(0, image, rowSize - channels, [rowSize, 0 - channels, 1])], value),
    instruction('copy', [value], at(1, out, 0, [rowSize, channels, 1])),
  ];
  const rows = sizeOf(image.shape.slice(0, 2));
  plan.call({ slots: 2, locals: 1, body: [loop(rows, [loop(width, [loop(channels, body)])])] }, image, out);
  return out;
}

/** Walks the result in order. A pixel that comes from outside the image is filled with a host number. */
function rotate(plan: KernelPlan, image: PlanTensor, attrs: Attributes): PlanTensor {
  const [batch, height, width, channels] = image.shape;
  const out = plan.make(image.shape, image.dtype);
  if (sizeOf(image.shape) === 0) {
    plan.call({ slots: 2, locals: 0, body: [] }, image, out);
    return out;
  }
  const center = attrs.oneOrMore('center') ?? 0.5;
  const sources = turnedPixels(height, width, attrs.number('radians'), center as number | [number, number]);
  const table = plan.table(sources.map((source) => Math.max(0, source)));
  const pieces = branchRuns(sources.length, (pixel) => (sources[pixel] === OUTSIDE ? 0 : 1));
  const imageSize = height * width * channels;
  // The images of a batch are one loop where all runs fit into one call.
  const isWhole = pieces.length === 1;
  for (let first = 0; first < (isWhole ? 1 : batch); first++) {
    for (const runs of pieces) {
      const inside = runs.map(({ branch, start, length }) => {
        const written = at(1, out, first * imageSize + start * channels, [imageSize, channels, 1]);
        const read = {
          ...at(0, image, first * imageSize, [imageSize, 0, 1]),
          table: { id: table, base: start, strides: [0, 1], scale: channels },
        };
        return loop(length, [loop(channels, [instruction('copy', branch === 0 ? [] : [read], written)])]);
      });
      plan.call({ slots: 2, locals: 0, body: [loop(isWhole ? batch : 1, inside)] }, image, out);
    }
  }
  return out;
}

const OUTSIDE = -1;

/** The pixel that each pixel of a turned image is, or OUTSIDE. */
function turnedPixels(height: number, width: number, radians: number, center: number | [number, number]): number[] {
  const [centerX, centerY] = backend_util.getImageCenter(center, height, width);
  const [sine, cosine] = [Math.sin(radians), Math.cos(radians)];
  return Array.from({ length: height * width }, (_, pixel) => {
    const right = (pixel % width) - centerX;
    const down = Math.floor(pixel / width) - centerY;
    const x = Math.round(right * cosine - down * sine + centerX);
    const y = Math.round(right * sine + down * cosine + centerY);
    return x >= 0 && x < width && y >= 0 && y < height ? y * width + x : OUTSIDE;
  });
}
