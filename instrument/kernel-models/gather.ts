import { backend_util, util } from '@tensorflow/tfjs-core';
import type { Access, TableTerm } from '../../core/nest.ts';
import { bufferOf } from './buffer-copy.ts';
import { instruction, loop, rowMajor } from './element-loops.ts';
import type { Attributes, KernelModels, KernelPlan, PlanInputs, PlanTensor } from './kernel-plan.ts';
import { at, infoOf, sizeOf } from './kernel-plan.ts';

/**
 * Kernels that compute addresses from a tensor of indices. What an index is read for is an address, not data, so these
 * reads have no result in the traced world; the addresses become a static table of the trace.
 */
export const gatherModels: KernelModels = {
  GatherV2: gather,
  GatherNd: gatherNd,
  ScatterNd: scatterNd,
};

/** Checks every index first; then walks the output in order and reads the index again for every element of it. */
function gather(plan: KernelPlan, { x, indices }: PlanInputs, attrs: Attributes): PlanTensor {
  const [axis] = util.parseAxisParam(attrs.number('axis'), [...x.shape]);
  const known = plan.indices(indices);
  for (let i = 0; i < known.length; i++) checkIndex(plan, known[i], x.shape[axis]);
  plan.call(checkNest(indices), indices);

  const batchDims = attrs.oneOrMore('batchDims') === undefined ? 0 : attrs.number('batchDims');
  const { batchSize, outerSize, dimSize, sliceSize, outputShape } = backend_util.segment_util.collectGatherOpShapeInfo(
    infoOf(x),
    infoOf(indices),
    axis,
    batchDims,
  );
  const perBatch = sizeOf(indices.shape) / batchSize;
  const indexBuffer = bufferOf(plan, indices);
  const source = bufferOf(plan, x);
  const out = plan.make(outputShape, x.dtype);
  if (sizeOf(outputShape) === 0) return out;
  const table = {
    id: plan.table(Array.from(known)),
    base: 0,
    strides: [perBatch, 0, 1, 0],
    scale: sliceSize,
  };
  const xStrides = [outerSize * dimSize * sliceSize, dimSize * sliceSize, 0, 1];
  const read: Access = { ...at(1, source, 0, xStrides), table };
  const body = [
    instruction('copy', [at(0, indexBuffer, 0, [perBatch, 0, 1, 0])], null),
    instruction('copy', [read], at(2, out, 0, rowMajor([batchSize, outerSize, perBatch, sliceSize]))),
  ];
  const slices = loop(perBatch, [loop(sliceSize, body)]);
  plan.call({ slots: 3, locals: 0, body: [loop(batchSize, [loop(outerSize, [slices])])] }, indexBuffer, source, out);
  return out;
}

function checkNest(indices: PlanTensor) {
  const check = instruction('compare', [at(0, indices, 0, [1])], null);
  return { slots: 1, locals: 0, body: [loop(sizeOf(indices.shape), [check])] };
}

/** Reads the indices of a row once, then copies the slice that they name. */
function gatherNd(plan: KernelPlan, { params, indices }: PlanInputs): PlanTensor {
  const [shape, rows, sliceSize, strides] = backend_util.prepareAndValidate(infoOf(params), infoOf(indices));
  if (rows === 0) return plan.make(shape, params.dtype);
  const source = bufferOf(plan, params);
  const out = plan.make(shape, params.dtype);
  const rank = strides.length;
  const term = rowTable(plan, indices, rank, strides, sliceSize, sizeOf(params.shape) / sliceSize);
  const read: Access = { ...at(1, source, 0, [0, 1]), table: term };
  const body = [
    readIndices(indices, rank),
    loop(sliceSize, [instruction('copy', [read], at(2, out, 0, [sliceSize, 1]))]),
  ];
  plan.call({ slots: 3, locals: 0, body: [loop(rows, body)] }, indices, source, out);
  return out;
}

/** Reads the indices of a row once, then adds a slice of the updates into the zero-filled output. */
function scatterNd(plan: KernelPlan, { indices, updates }: PlanInputs, attrs: Attributes): PlanTensor {
  const shape = attrs.numbers('shape');
  const { sliceRank, numUpdates, sliceSize, strides, outputSize } = backend_util.calculateShapes(
    infoOf(updates),
    infoOf(indices),
    shape,
  );
  const indexBuffer = bufferOf(plan, indices);
  const source = bufferOf(plan, updates);
  if (outputSize === 0) return plan.make(shape, updates.dtype);
  const out = plan.make(shape, updates.dtype, 'zero-filled');
  const term = rowTable(plan, indices, sliceRank, strides, sliceSize, outputSize / sliceSize);
  const sum: Access = { ...at(2, out, 0, [0, 1]), table: term };
  const body = [
    readIndices(indexBuffer, sliceRank),
    loop(sliceSize, [instruction('add', [sum, at(1, source, 0, [sliceSize, 1])], sum)]),
  ];
  plan.call({ slots: 3, locals: 0, body: [loop(numUpdates, body)] }, indexBuffer, source, out);
  return out;
}

function readIndices(indices: PlanTensor, rank: number) {
  return loop(rank, [instruction('copy', [at(0, indices, 0, [rank, 1])], null)]);
}

/** The table of the slice that each row of indices names, as a term of addresses within the outermost loop. */
function rowTable(
  plan: KernelPlan,
  indices: PlanTensor,
  rank: number,
  strides: readonly number[],
  sliceSize: number,
  slices: number,
): TableTerm {
  const known = plan.indices(indices);
  const entries: number[] = [];
  for (let start = 0; start < known.length; start += rank) {
    let slice = 0;
    for (let axis = 0; axis < rank; axis++) slice += known[start + axis] * strides[axis];
    checkIndex(plan, slice, slices);
    entries.push(slice);
  }
  return { id: plan.table(entries), base: 0, strides: [1], scale: sliceSize };
}

function checkIndex(plan: KernelPlan, index: number, extent: number): void {
  if (!(index >= 0 && index < extent)) {
    throw new RangeError(`${plan.kernel}: index must be within ${extent}, got ${index}`);
  }
}
