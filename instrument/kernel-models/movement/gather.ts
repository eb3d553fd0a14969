import { backend_util, util } from '@tensorflow/tfjs-core';
import type { Access, Node, TableTerm } from '../../../core/trace/nest.ts';
import { instruction, loop, rowMajor } from '../model/element-loops.ts';
import type { Attributes, KernelModels, KernelPlan, PlanInputs, PlanTensor } from '../model/kernel-model.ts';
import { at, infoOf, sizeOf } from '../model/kernel-model.ts';
import { affineTable } from './affine-table.ts';
import { bufferOf } from './buffer-copy.ts';

/**
 * Kernels that compute addresses from a tensor of indices. What an index is read for is an address, not data, so these
 * reads have no result in the traced world; the addresses become a static table of the trace, or loops where they are an
 * affine function of the place among the indices.
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
  const loops = rowLoops(plan, indices, strides, sliceSize, sizeOf(params.shape) / sliceSize);
  const copy = instruction('copy', [named(1, source, loops)], at(2, out, 0, [...inRowOrder(loops, sliceSize), 1]));
  const row = [readIndices(indices, loops, strides.length), loop(sliceSize, [copy])];
  plan.call({ slots: 3, locals: 0, body: overRows(loops, row) }, indices, source, out);
  return out;
}

/** Reads the indices of a row once, then adds a slice of the updates into the zero-filled output. */
function scatterNd(plan: KernelPlan, { indices, updates }: PlanInputs, attrs: Attributes): PlanTensor {
  const shape = attrs.numbers('shape');
  const { sliceRank, sliceSize, strides, outputSize } = backend_util.calculateShapes(
    infoOf(updates),
    infoOf(indices),
    shape,
  );
  const indexBuffer = bufferOf(plan, indices);
  const source = bufferOf(plan, updates);
  if (outputSize === 0) return plan.make(shape, updates.dtype);
  const out = plan.make(shape, updates.dtype, 'zero-filled');
  const loops = rowLoops(plan, indices, strides, sliceSize, outputSize / sliceSize);
  const sum = named(2, out, loops);
  const add = instruction('add', [sum, at(1, source, 0, [...inRowOrder(loops, sliceSize), 1])], sum);
  const row = [readIndices(indexBuffer, loops, sliceRank), loop(sliceSize, [add])];
  plan.call({ slots: 3, locals: 0, body: overRows(loops, row) }, indexBuffer, source, out);
  return out;
}

/** The loops over the rows of indices, in order, and where the slice that a row names begins. */
interface RowLoops {
  readonly trips: readonly number[];
  readonly base: number;
  readonly strides: readonly number[];
  readonly table?: TableTerm;
}

/** Loops of their own where the named slices are an affine function of loop variables, else one loop and a table. */
export function rowLoops(
  plan: KernelPlan,
  indices: PlanTensor,
  strides: readonly number[],
  sliceSize: number,
  slices: number,
): RowLoops {
  const known = plan.indices(indices);
  const rank = strides.length;
  const entries: number[] = [];
  for (let start = 0; start < known.length; start += rank) {
    let slice = 0;
    for (let axis = 0; axis < rank; axis++) slice += known[start + axis] * strides[axis];
    checkIndex(plan, slice, slices);
    entries.push(slice);
  }
  if (entries.length === 0) return { trips: [0], base: 0, strides: [0] };
  const affine = affineTable(entries);
  if (affine === null) {
    const table = { id: plan.table(entries), base: 0, strides: [1], scale: sliceSize };
    return { trips: [entries.length], base: 0, strides: [0], table };
  }
  const scaled = affine.strides.map((stride) => sliceSize * stride);
  return { trips: affine.extents, base: sliceSize * affine.base, strides: scaled };
}

export function overRows({ trips }: RowLoops, row: readonly Node[]): readonly Node[] {
  return trips.reduceRight<readonly Node[]>((nodes, trip) => [loop(trip, nodes)], row);
}

/** The steps of what takes `size` elements a row, one row after the other. */
export function inRowOrder({ trips }: RowLoops, size: number): number[] {
  return rowMajor(trips).map((stride) => size * stride);
}

/** An element of the slice that a row names, inside a loop over the slice. */
export function named(slot: number, tensor: PlanTensor, { base, strides, table }: RowLoops): Access {
  const access = at(slot, tensor, base, [...strides, 1]);
  return table === undefined ? access : { ...access, table };
}

export function readIndices(indices: PlanTensor, loops: RowLoops, rank: number) {
  return loop(rank, [instruction('copy', [at(0, indices, 0, [...inRowOrder(loops, rank), 1])], null)]);
}

function checkIndex(plan: KernelPlan, index: number, extent: number): void {
  if (!(index >= 0 && index < extent)) {
    throw new RangeError(`${plan.kernel}: index must be within ${extent}, got ${index}`);
  }
}
