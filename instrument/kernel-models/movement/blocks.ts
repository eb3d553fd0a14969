import { backend_util, slice_util } from '@tensorflow/tfjs-core';
import { InputError } from '../../../core/input-error.ts';
import { elementNest, rowMajor } from '../model/element-loops.ts';
import type { Attributes, KernelModels, KernelPlan, PlanInputs, PlanTensor } from '../model/kernel-model.ts';
import { infoOf, reshaped, sizeOf } from '../model/kernel-model.ts';
import { pad } from './rearrange.ts';
import { slice } from './slice.ts';
import { transpose } from './transpose.ts';

/** Kernels that move blocks of an image to channels or batches, or back. */
export const blockModels: KernelModels = {
  BatchToSpaceND: batchToSpace,
  DepthToSpace: depthToSpace,
  SpaceToBatchND: spaceToBatch,
};

/** Walks the output in order. Stores floats whatever the dtype. */
function depthToSpace(plan: KernelPlan, { x }: PlanInputs, attrs: Attributes): PlanTensor {
  const block = attrs.number('blockSize');
  const format = attrs.text('dataFormat') ?? 'NHWC';
  const [batch, height, width, channels] = x.shape;
  const depth = channels / block ** 2;
  if (format !== 'NHWC') throw new InputError(`${plan.kernel}: dataFormat must be NHWC, got ${format}`);
  if (!Number.isInteger(depth)) {
    throw new InputError(`${plan.kernel}: channels must be a multiple of ${block ** 2}, got ${channels}`);
  }
  const out = plan.make([batch, height * block, width * block, depth], 'float32');
  const [image, row, pixel] = rowMajor(x.shape);
  const strides = [image, row, block * depth, pixel, depth, 1];
  const extents = [batch, height, block, width, block, depth];
  const result = { tensor: out, base: 0, strides: rowMajor(extents) };
  plan.call(elementNest(extents, ['copy'], [{ tensor: x, base: 0, strides }, result]), x, out);
  return { ...out, dtype: x.dtype };
}

/** Pads, then transposes. */
function spaceToBatch(plan: KernelPlan, { x }: PlanInputs, attrs: Attributes): PlanTensor {
  const block = attrs.numbers('blockShape');
  const given = [[0, 0], ...attrs.pairs('paddings')];
  const padded = pad(
    plan,
    x,
    x.shape.map((_, axis) => given[axis] ?? [0, 0]),
  );
  const size = sizeOf(block);
  const cut = backend_util.getReshaped([...padded.shape], block, size, false);
  const order = backend_util.getPermuted(cut.length, block.length, false);
  const moved = transpose(plan, reshaped(padded, cut), order);
  return reshaped(moved, backend_util.getReshapedPermuted([...padded.shape], block, size, false));
}

/** Transposes, then cuts off the margins: a copy, or a view where it cuts rows alone or nothing. */
function batchToSpace(plan: KernelPlan, { x }: PlanInputs, attrs: Attributes): PlanTensor {
  const block = attrs.numbers('blockShape');
  const crops = attrs.pairs('crops');
  const size = sizeOf(block);
  const cut = backend_util.getReshaped([...x.shape], block, size);
  const moved = transpose(plan, reshaped(x, cut), backend_util.getPermuted(cut.length, block.length));
  const whole = reshaped(moved, backend_util.getReshapedPermuted([...x.shape], block, size));
  const [begin, extents] = slice_util.parseSliceParams(
    infoOf(whole),
    backend_util.getSliceBeginCoords(crops, block.length),
    backend_util.getSliceSize([...whole.shape], crops, block.length),
  );
  return slice(plan, whole, begin, extents);
}
