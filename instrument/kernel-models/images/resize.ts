import { InputError } from '../../../core/input-error.ts';
import { instruction, local } from '../model/element-loops.ts';
import type { Attributes, KernelModels, KernelPlan, PlanTensor } from '../model/kernel-model.ts';
import { sizeOf } from '../model/kernel-model.ts';
import type { AxisStep } from './axis-segments.ts';
import { blended } from './blended-pixels.ts';
import { callByPixel } from './pixel-loops.ts';

/** Kernels that make an image larger or smaller. Which pixels one is made of follows from the sizes alone. */
export const resizeModels: KernelModels = {
  ResizeBilinear: (plan, { images }, attrs) => bilinear(plan, images, attrs),
  ResizeNearestNeighbor: (plan, { images }, attrs) => nearest(plan, images, attrs),
};

/** How positions along an axis of one image correspond to those of another. */
export interface AxisScale {
  readonly from: number;
  readonly to: number;
  readonly alignCorners: boolean;
}

/** Positions of the smaller or larger image that one step of the resized one is. */
export function scaleOf({ from, to, alignCorners }: AxisScale): number {
  return alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to;
}

/** Reads the four pixels around a place, column by column, and blends them along the row, then along the column. */
function bilinear(plan: KernelPlan, images: PlanTensor, attrs: Attributes): PlanTensor {
  const [s, t, v, w] = [0, 1, 2, 3].map(local);
  const out = resized(plan, images, attrs, 'float32');
  const [rows, columns] = axes(images, attrs, neighbours);
  callByPixel(plan, { tensors: [images, out], placed: 1, rows, columns }, 4, ({ placed, tap }) => [
    instruction('copy', [tap(0, 0)], s),
    instruction('copy', [tap(1, 0)], t),
    instruction('copy', [tap(0, 1)], v),
    instruction('copy', [tap(1, 1)], w),
    ...blended({ topLeft: s, bottomLeft: t, topRight: v, bottomRight: w }, placed),
  ]);
  return out;
}

/** The result is floats in memory, whatever it is called. */
function nearest(plan: KernelPlan, images: PlanTensor, attrs: Attributes): PlanTensor {
  const out = resized(plan, images, attrs, images.dtype);
  const [rows, columns] = axes(images, attrs, closest);
  callByPixel(plan, { tensors: [images, out], placed: 1, rows, columns }, 0, ({ placed, tap }) => [
    instruction('copy', [tap(0, 0)], placed),
  ]);
  return out;
}

function resized(plan: KernelPlan, images: PlanTensor, attrs: Attributes, dtype: PlanTensor['dtype']): PlanTensor {
  const [batch, , , channels] = images.shape;
  const [newHeight, newWidth] = attrs.numbers('size');
  const shape = [batch, newHeight, newWidth, channels];
  requirePixels(plan, images, shape);
  return { ...plan.make(shape, 'float32'), dtype };
}

export function requirePixels(plan: KernelPlan, images: PlanTensor, resizedShape: readonly number[]): void {
  if (sizeOf(images.shape.slice(1, 3)) > 0 || sizeOf(resizedShape) === 0) return;
  throw new InputError(
    `${plan.kernel}: images must have pixels, got [${images.shape}] and [${resizedShape}]; ` +
      'tfjs-backend-cpu 4.22.0 computes others wrong',
  );
}

function axes(
  images: PlanTensor,
  attrs: Attributes,
  stepsOf: (scale: AxisScale, halfPixelCenters: boolean) => AxisStep[],
): AxisStep[][] {
  const alignCorners = attrs.flag('alignCorners');
  const halfPixelCenters = attrs.flag('halfPixelCenters');
  return attrs
    .numbers('size')
    .map((to, axis) => stepsOf({ from: images.shape[1 + axis], to, alignCorners }, halfPixelCenters));
}

/** Of each position the one before and the one after its place, which may be one. */
export function neighbours(scale: AxisScale, halfPixelCenters: boolean): AxisStep[] {
  const ratio = scaleOf(scale);
  return Array.from({ length: scale.to }, (_, position) => {
    const place = halfPixelCenters ? ratio * (position + 0.5) - 0.5 : ratio * position;
    // 0 + -0 is 0.
    const before = Math.max(0, Math.floor(place));
    const after = 0 + Math.min(scale.from - 1, Math.ceil(place));
    return { taps: [before, after], kind: 0 };
  });
}

function closest(scale: AxisScale, halfPixelCenters: boolean): AxisStep[] {
  const ratio = scaleOf(scale);
  return Array.from({ length: scale.to }, (_, position) => {
    const place = halfPixelCenters ? ratio * (position + 0.5) : ratio * position;
    return { taps: [nearestTo(place, scale)], kind: 0 };
  });
}

export function nearestTo(place: number, { from, alignCorners }: AxisScale): number {
  return Math.min(from - 1, alignCorners ? Math.round(place) : Math.floor(place));
}
