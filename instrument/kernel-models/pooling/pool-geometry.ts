import { backend_util, util } from '@tensorflow/tfjs-core';
import { InputError } from '../../../core/input-error.ts';
import type { Attributes, KernelPlan } from '../model/kernel-model.ts';
import type { WindowAxis } from '../windows/window-runs.ts';

/** The windows of a pooling kernel: one axis for each but batches and channels, which come first and last. */
export interface PoolGeometry {
  readonly outShape: readonly number[];
  readonly axes: readonly WindowAxis[];
}

type Pair = [number, number];
type Triple = [number, number, number];
type Padding = Parameters<typeof backend_util.computePool2DInfo>[4];
type Rounding = Parameters<typeof backend_util.computePool2DInfo>[5];

/** Windows of an image. `rounding`: the kernel's own, or none where it has none. */
export function imageGeometry(
  plan: KernelPlan,
  shape: readonly number[],
  attrs: Attributes,
  rounding: string | undefined,
): PoolGeometry {
  const infoWith = (pad: Padding) =>
    backend_util.computePool2DInfo(
      shape as [number, number, number, number],
      attrs.oneOrMore('filterSize') as number | Pair,
      attrs.oneOrMore('strides') as number | Pair,
      1,
      pad,
      rounding as Rounding,
    );
  const pad = attrs.padding('pad');
  const info = infoWith(pad as Padding);
  if (typeof pad === 'number') {
    // The stock shape function takes the height's filter and stride for the width too.
    const right = infoWith([
      [0, 0],
      [pad, pad],
      [pad, pad],
      [0, 0],
    ]).outShape;
    if (!util.arraysEqual(right, info.outShape)) {
      throw new InputError(
        `${plan.kernel}: with padding ${pad} the output must be [${right}], got [${info.outShape}]; tfjs-backend-cpu ` +
          '4.22.0 computes it wrong, give the padding of each side',
      );
    }
  }
  const { padInfo } = info;
  return checked(plan, info.outShape, [
    windows(info.outHeight, info.filterHeight, info.strideHeight, padInfo.top, info.inHeight),
    windows(info.outWidth, info.filterWidth, info.strideWidth, padInfo.left, info.inWidth),
  ]);
}

/** Windows of a volume. Throws InputError where channels are not the last axis. */
export function volumeGeometry(plan: KernelPlan, shape: readonly number[], attrs: Attributes): PoolGeometry {
  const format = attrs.text('dataFormat') ?? 'NDHWC';
  if (format !== 'NDHWC') {
    throw new InputError(
      `${plan.kernel}: dataFormat must be NDHWC, got ${format}; tfjs-backend-cpu 4.22.0 computes it wrong`,
    );
  }
  const info = backend_util.computePool3DInfo(
    shape as [number, number, number, number, number],
    attrs.oneOrMore('filterSize') as number | Triple,
    attrs.oneOrMore('strides') as number | Triple,
    1,
    attrs.padding('pad') as number | 'same' | 'valid',
    attrs.text('dimRoundingMode') as Rounding,
  );
  const { padInfo } = info;
  return checked(plan, info.outShape, [
    windows(info.outDepth, info.filterDepth, info.strideDepth, padInfo.front, info.inDepth),
    windows(info.outHeight, info.filterHeight, info.strideHeight, padInfo.top, info.inHeight),
    windows(info.outWidth, info.filterWidth, info.strideWidth, padInfo.left, info.inWidth),
  ]);
}

/** Throws InputError where the gradient is not of the shape that the kernel takes it to have. */
export function requireGradient(plan: KernelPlan, { outShape }: PoolGeometry, dy: readonly number[]): void {
  if (util.arraysEqual([...outShape], [...dy])) return;
  throw new InputError(
    `${plan.kernel}: dy must be [${outShape}], got [${dy}]; tfjs-backend-cpu 4.22.0 does not round as dimRoundingMode says`,
  );
}

function windows(count: number, taps: number, stride: number, before: number, extent: number): WindowAxis {
  return { windows: count, taps, stride, dilation: 1, before, extent };
}

function checked(plan: KernelPlan, outShape: readonly number[], axes: readonly WindowAxis[]): PoolGeometry {
  if (outShape.every((extent) => extent >= 0)) return { outShape, axes };
  throw new InputError(`${plan.kernel}: windows must fit into the padded input, got an output of [${outShape}]`);
}
