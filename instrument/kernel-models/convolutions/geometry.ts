import { backend_util } from '@tensorflow/tfjs-core';
import { InputError } from '../../../core/input-error.ts';
import { rowMajor } from '../model/element-loops.ts';
import type { Attributes, KernelPlan, PlanTensor } from '../model/kernel-model.ts';
import type { WindowAxis } from '../windows/window-runs.ts';

export const STOCK = 'tfjs-backend-cpu 4.22.0';

/** One spatial axis: its windows, and how many elements apart its positions are in image, result and filter. */
export interface SpatialAxis extends WindowAxis {
  readonly x: number;
  readonly y: number;
  readonly w: number;
}

/** How many elements apart the images of a batch and the channels of an image are. */
interface Steps {
  readonly batch: number;
  readonly channel: number;
}

/** A convolution of an image x with a filter w to a result y, or one of its gradients. */
export interface Geometry {
  readonly batchSize: number;
  readonly channels: number;
  /** Results that a channel of the image goes into: all channels of y, or, depthwise, as many as it has of its own. */
  readonly filters: number;
  /** Depth, rows, columns, or the last two. */
  readonly axes: readonly SpatialAxis[];
  readonly x: Steps;
  readonly y: Steps;
  /** Elements of y between the results of one channel of the image and those of the next: 0 where they are the same. */
  readonly yGroup: number;
  /** The last axis of w is the filters: element by element; the one before the channels. */
  readonly wChannel: number;
  readonly xShape: readonly number[];
  readonly wShape: readonly number[];
  readonly yShape: readonly number[];
}

type Info2D = Parameters<typeof backend_util.computeConv2DInfo>;
type Info3D = Parameters<typeof backend_util.computeConv3DInfo>;

/**
 * Of a convolution of images [batch, rows, columns, channels], or NCHW, that are not depthwise. Throws InputError where
 * the stock kernel computes nonsense.
 */
export function conv2dGeometry(
  plan: KernelPlan,
  xShape: readonly number[],
  wShape: readonly number[],
  attrs: Attributes,
  dilations: number | number[] = 1,
  depthwise = false,
): Geometry {
  const format = attrs.text('dataFormat') ?? 'NHWC';
  if (depthwise && format !== 'NHWC') {
    throw new InputError(`${plan.kernel}: ${STOCK} computes ${format} wrong; transpose the images to NHWC`);
  }
  const dataFormat = backend_util.convertConv2DDataFormat(format as 'NHWC' | 'NCHW');
  const infoWith = (pad: number | string | number[][]) =>
    backend_util.computeConv2DInfo(
      xShape as Info2D[0],
      wShape as Info2D[1],
      attrs.oneOrMore('strides') as Info2D[2],
      dilations as Info2D[3],
      pad as Info2D[4],
      attrs.text('dimRoundingMode') as Info2D[5],
      depthwise,
      dataFormat,
    );
  const pad = attrs.padding('pad');
  const info = infoWith(pad);
  const [rowAxis, columnAxis, channelAxis] = dataFormat === 'channelsLast' ? [1, 2, 3] : [2, 3, 1];
  requireFilled(plan, info.outShape);
  if (typeof pad === 'number') {
    const pairs = info.outShape.map((_, axis) => (axis === rowAxis || axis === columnAxis ? [pad, pad] : [0, 0]));
    const wanted = infoWith(pairs).outShape;
    if (`${wanted}` !== `${info.outShape}`) {
      throw new InputError(
        `${plan.kernel}: ${STOCK} computes the width of the result from the filter's height and makes it ` +
          `[${info.outShape}] instead of [${wanted}]; give the padding as pairs, one an axis`,
      );
    }
  }
  requireChannels(plan, xShape[channelAxis], wShape);
  const [xs, ys, ws] = [rowMajor(xShape), rowMajor(info.outShape), rowMajor(wShape)];
  const { padInfo } = info;
  const rows = {
    ...{ windows: info.outHeight, taps: info.filterHeight, stride: info.strideHeight, dilation: info.dilationHeight },
    ...{ before: padInfo.top, extent: info.inHeight, x: xs[rowAxis], y: ys[rowAxis], w: ws[0] },
  };
  const columns = {
    ...{ windows: info.outWidth, taps: info.filterWidth, stride: info.strideWidth, dilation: info.dilationWidth },
    ...{ before: padInfo.left, extent: info.inWidth, x: xs[columnAxis], y: ys[columnAxis], w: ws[1] },
  };
  return {
    batchSize: info.batchSize,
    channels: info.inChannels,
    filters: wShape[3],
    axes: [rows, columns],
    x: { batch: xs[0], channel: xs[channelAxis] },
    y: { batch: ys[0], channel: ys[channelAxis] },
    yGroup: depthwise ? wShape[3] : 0,
    wChannel: ws[2],
    xShape,
    wShape,
    yShape: withoutSign(info.outShape),
  };
}

/** Of a convolution of volumes [batch, depth, rows, columns, channels]. Throws InputError where none fits. */
export function conv3dGeometry(
  plan: KernelPlan,
  xShape: readonly number[],
  wShape: readonly number[],
  attrs: Attributes,
  dilations: number | number[] = 1,
): Geometry {
  const info = backend_util.computeConv3DInfo(
    xShape as Info3D[0],
    wShape as Info3D[1],
    attrs.oneOrMore('strides') as Info3D[2],
    dilations as Info3D[3],
    attrs.padding('pad') as Info3D[4],
  );
  requireFilled(plan, info.outShape);
  requireChannels(plan, xShape[4], wShape);
  const [xs, ys, ws] = [rowMajor(xShape), rowMajor(info.outShape), rowMajor(wShape)];
  const { padInfo } = info;
  const windows = [info.outDepth, info.outHeight, info.outWidth];
  const strides = [info.strideDepth, info.strideHeight, info.strideWidth];
  const dilated = [info.dilationDepth, info.dilationHeight, info.dilationWidth];
  const before = [padInfo.front, padInfo.top, padInfo.left];
  const axes = windows.map((count, axis) => ({
    ...{ windows: count, taps: wShape[axis], stride: strides[axis], dilation: dilated[axis], before: before[axis] },
    ...{ extent: xShape[axis + 1], x: xs[axis + 1], y: ys[axis + 1], w: ws[axis] },
  }));
  return {
    batchSize: info.batchSize,
    channels: info.inChannels,
    filters: wShape[4],
    axes,
    x: { batch: xs[0], channel: 1 },
    y: { batch: ys[0], channel: 1 },
    yGroup: 0,
    wChannel: ws[3],
    xShape,
    wShape,
    yShape: withoutSign(info.outShape),
  };
}

/** Throws InputError where a gradient does not have the shape of the result: the stock kernel reads it as if it had. */
export function requireResultShape(plan: KernelPlan, { shape }: PlanTensor, { yShape }: Geometry): void {
  if (`${shape}` === `${yShape}`) return;
  throw new InputError(
    `${plan.kernel}: dy must be of shape [${yShape}], got [${shape}]; ${STOCK} computes others wrong`,
  );
}

function requireFilled(plan: KernelPlan, outShape: readonly number[]): void {
  if (outShape.every((extent) => extent >= 0)) return;
  throw new InputError(
    `${plan.kernel}: the filter is larger than the padded image, which makes a result [${outShape}]`,
  );
}

function requireChannels(plan: KernelPlan, channels: number, wShape: readonly number[]): void {
  const wanted = wShape[wShape.length - 2];
  if (channels === wanted) return;
  throw new RangeError(`${plan.kernel}: image and filter must have as many channels, got ${channels} and ${wanted}`);
}

/** An empty axis may be -0. */
function withoutSign(shape: readonly number[]): number[] {
  return shape.map((extent) => extent + 0);
}
