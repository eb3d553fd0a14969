import { InputError } from '../../../core/input-error.ts';
import { instruction, local, loop, rowMajor } from '../model/element-loops.ts';
import type { Attributes, KernelModels, KernelPlan, PlanInputs, PlanTensor } from '../model/kernel-model.ts';
import { sizeOf } from '../model/kernel-model.ts';
import type { AxisStep } from './axis-segments.ts';
import { callByPixel } from './pixel-loops.ts';
import type { AxisScale } from './resize.ts';
import { nearestTo, neighbours, requirePixels, scaleOf } from './resize.ts';

/** Gradients of the kernels that resize images. Of the images themselves they take nothing but the sizes. */
export const resizeGradientModels: KernelModels = {
  ResizeBilinearGrad: bilinearGradient,
  ResizeNearestNeighborGrad: nearestGradient,
};

/** Adds shares of each element of dy to the four pixels that its place lies between, row by row. */
function bilinearGradient(plan: KernelPlan, { images, dy }: PlanInputs, attrs: Attributes): PlanTensor {
  const [batch, height, width, channels] = images.shape;
  refuseHalfPixels(plan, attrs);
  if (height !== width) {
    throw new InputError(
      `${plan.kernel}: images must be as high as wide, got [${images.shape}]; ` +
        'tfjs-backend-cpu 4.22.0 gives the gradient of others the wrong shape',
    );
  }
  requirePixels(plan, images, dy.shape);
  const out = plan.make([batch, width, height, channels], 'float32', 'zero-filled');
  const [rows, columns] = axes(images, dy, attrs).map((scale) => neighbours(scale, false));
  const [element, share] = [local(0), local(1)];
  callByPixel(plan, { tensors: [dy, out], placed: 0, rows, columns }, 2, ({ placed, tap }) => [
    instruction('copy', [placed], element),
    ...[tap(0, 0), tap(0, 1), tap(1, 0), tap(1, 1)].flatMap((sum) => [
      { ...instruction('mul', [element], share), mac: true as const },
      instruction('add', [sum, share], sum),
    ]),
  ]);
  return out;
}

/** Sums in a local, for every element of the result, the elements of dy that are copies of its pixel. */
function nearestGradient(plan: KernelPlan, { images, dy }: PlanInputs, attrs: Attributes): PlanTensor {
  refuseHalfPixels(plan, attrs);
  const scales = axes(images, dy, attrs);
  if (sizeOf(images.shape) > 0) refuseConfused(plan, images, dy, scales);
  const out: PlanTensor = { ...plan.make(images.shape, 'float32'), dtype: images.dtype };
  const [rows, columns] = scales.map(copies);
  const [, rowStride, pixelStride] = rowMajor(dy.shape);
  const sum = local(0);
  callByPixel(
    plan,
    { tensors: [dy, out], placed: 1, rows, columns },
    1,
    ({ placed, rowKind, columnKind, tap }) => {
      const add = instruction('add', [sum, tap(0, 0, [rowStride, pixelStride])], sum);
      return [loop(rowKind, [loop(columnKind, [add])]), instruction('copy', [sum], placed)];
    },
    [0],
  );
  return out;
}

function axes(images: PlanTensor, dy: PlanTensor, attrs: Attributes): AxisScale[] {
  const alignCorners = attrs.flag('alignCorners');
  return [1, 2].map((axis) => ({ from: images.shape[axis], to: dy.shape[axis], alignCorners }));
}

/** Of each position of the image where its copies begin, or would, and how many there are: the kind. */
function copies(scale: AxisScale): AxisStep[] {
  const ratio = scaleOf(scale);
  const counts = new Array<number>(scale.from).fill(0);
  for (let copy = 0; scale.from > 0 && copy < scale.to; copy++) counts[nearestTo(copy * ratio, scale)]++;
  let next = 0;
  return counts.map((kind) => {
    const first = next;
    next += kind;
    return { taps: [first], kind };
  });
}

function refuseHalfPixels(plan: KernelPlan, attrs: Attributes): void {
  if (!attrs.flag('halfPixelCenters')) return;
  throw new InputError(
    `${plan.kernel}: halfPixelCenters must be false; ` +
      'tfjs-backend-cpu 4.22.0 computes this gradient wrong, as if it were',
  );
}

/** The kernel finds the images of dy where those of the result are, and looks for copies in a window that may be endless. */
function refuseConfused(plan: KernelPlan, images: PlanTensor, dy: PlanTensor, scales: readonly AxisScale[]): void {
  if (images.shape[0] > 1 && rowMajor(images.shape)[0] !== rowMajor(dy.shape)[0]) {
    throw new InputError(
      `${plan.kernel}: a batch must hold one image where it is resized, got [${images.shape}] and [${dy.shape}]; ` +
        'tfjs-backend-cpu 4.22.0 computes others wrong',
    );
  }
  if (scales.some((scale) => scale.to > 0 && scaleOf(scale) === 0)) {
    throw new InputError(
      `${plan.kernel}: with alignCorners one pixel cannot be enlarged, got [${images.shape}] and [${dy.shape}]; ` +
        'tfjs-backend-cpu 4.22.0 does not end',
    );
  }
}
