import { backend_util, slice_util, util } from '@tensorflow/tfjs-core';
import { elementNest, inOrder, rowMajor } from '../model/element-loops.ts';
import type { Attributes, KernelModels, KernelPlan, PlanInputs, PlanTensor } from '../model/kernel-model.ts';
import { infoOf, reshaped } from '../model/kernel-model.ts';
import { bufferOf } from './buffer-copy.ts';

/** Kernels that cut tensors apart. A stretch that is contiguous in storage is a view: nothing is read or copied. */
export const sliceModels: KernelModels = {
  Slice: (plan, { x }, attrs) => {
    const [begin, size] = slice_util.parseSliceParams(
      infoOf(x),
      attrs.oneOrMore('begin') ?? 0,
      attrs.oneOrMore('size'),
    );
    return slice(plan, x, begin, size);
  },
  StridedSlice: stridedSlice,
  SplitV: splitV,
  Unpack: (plan, { value }, attrs) => unpack(plan, value, attrs.number('axis')),
};

export function slice(plan: KernelPlan, x: PlanTensor, begin: number[], size: number[]): PlanTensor {
  slice_util.assertParamsValid(infoOf(x), begin, size);
  const strides = rowMajor(x.shape);
  const base = begin.reduce((sum, start, axis) => sum + start * strides[axis], 0);
  if (slice_util.isSliceContinous([...x.shape], begin, size)) {
    return { ...x, offset: x.offset + base, shape: size, declared: x.dtype };
  }
  const out = plan.make(size, x.dtype);
  plan.call(elementNest(size, ['copy'], [{ tensor: x, base, strides }, inOrder(out)]), x, out);
  return out;
}

function stridedSlice(plan: KernelPlan, { x }: PlanInputs, attrs: Attributes): PlanTensor {
  const { finalShapeSparse, finalShape, isIdentity, sliceDim0, isSimpleSlice, begin, end, strides } =
    slice_util.sliceInfo(
      [...x.shape],
      attrs.numbers('begin'),
      attrs.numbers('end'),
      attrs.numbers('strides'),
      attrs.number('beginMask'),
      attrs.number('endMask'),
      attrs.number('ellipsisMask'),
      attrs.number('newAxisMask'),
      attrs.number('shrinkAxisMask'),
    );
  if (isIdentity) return reshaped(x, finalShape);
  if (sliceDim0 || isSimpleSlice) {
    return reshaped(slice(plan, x, begin, slice_util.computeOutShape(begin, end, strides)), finalShape);
  }
  const source = bufferOf(plan, x);
  const own = rowMajor(x.shape);
  const out = plan.make(finalShapeSparse, x.dtype);
  const walk = {
    tensor: source,
    base: begin.reduce((sum, start, axis) => sum + start * own[axis], 0),
    strides: strides.map((stride, axis) => stride * own[axis]),
  };
  plan.call(elementNest(finalShapeSparse, ['copy'], [walk, inOrder(out)]), source, out);
  return reshaped(out, finalShape);
}

function splitV(plan: KernelPlan, { x }: PlanInputs, attrs: Attributes): PlanTensor[] {
  const [axis] = util.parseAxisParam(attrs.number('axis'), [...x.shape]);
  const asked = attrs.oneOrMore('numOrSizeSplits');
  if (asked === undefined) throw new TypeError(`${plan.kernel}: attribute numOrSizeSplits is missing`);
  const begin = x.shape.map(() => 0);
  return backend_util.prepareSplitSize(infoOf(x), asked, axis).map((extent) => {
    const part = slice(plan, x, [...begin], x.shape.with(axis, extent));
    begin[axis] += extent;
    return part;
  });
}

function unpack(plan: KernelPlan, x: PlanTensor, axis: number): PlanTensor[] {
  const along = axis < 0 ? axis + x.shape.length : axis;
  return Array.from({ length: x.shape[along] }, (_, index) => {
    const begin = x.shape.map((_extent, each) => (each === along ? index : 0));
    return reshaped(slice(plan, x, begin, x.shape.with(along, 1)), x.shape.toSpliced(along, 1));
  });
}
