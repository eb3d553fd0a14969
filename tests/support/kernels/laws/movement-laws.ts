import type { KernelCase } from '../../../../instrument/fidelity/kernel-fidelity.ts';
import type { GivenTensor } from '../../../../instrument/fidelity/stock-kernel.ts';
import { imageSize, patchTable } from '../../../../scenarios/locally-connected/patches.ts';
import { type CaseDraw, type KernelLaw, listed } from '../kernel-cases.ts';

/** The kernels that move elements, or make them of nothing. */
export const movementLaws: Record<string, KernelLaw> = {
  Concat: {
    draw: (draw) => {
      const dtype = draw.anyDtype();
      // Without any element complex ones are not joined.
      const shape = dtype === 'complex64' ? draw.filledShape(1) : draw.shape(1);
      const axis = draw.integer(0, shape.length - 1);
      const tensors = Array.from({ length: draw.integer(1, 3) }, (_, index) =>
        draw.tensor(index === 0 ? shape : shape.with(axis, draw.extent()), dtype),
      );
      return { inputs: listed(tensors), attrs: { axis } };
    },
  },
  Pack: {
    draw: (draw) => {
      const dtype = draw.anyDtype();
      const shape = dtype === 'complex64' ? draw.filledShape(0, 3) : draw.shape(0, 3);
      const count = draw.integer(1, 3);
      const tensors = Array.from({ length: count }, () => draw.tensor(shape, dtype));
      return { inputs: listed(tensors), attrs: { axis: draw.integer(0, shape.length) } };
    },
  },
  Unpack: {
    draw: (draw) => {
      const shape = draw.shape(1);
      const axis = draw.integer(-1, shape.length - 1);
      const value = draw.tensor(shape.with(axis, draw.integer(1, 4)), draw.dtype());
      return { inputs: { value }, attrs: { axis } };
    },
  },
  SplitV: {
    draw: (draw) => {
      const shape = draw.shape(1);
      const axis = draw.integer(0, shape.length - 1);
      const cut = draw.integer(0, shape[axis]);
      return { inputs: { x: draw.tensor(shape) }, attrs: { axis, numOrSizeSplits: [cut, shape[axis] - cut] } };
    },
  },
  Slice: {
    draw: (draw) => {
      const x = draw.tensor(draw.shape(1), draw.dtype());
      const begin = x.shape.map((extent) => draw.integer(0, extent));
      const size = x.shape.map((extent, axis) => draw.integer(-1, extent - begin[axis]));
      return { inputs: { x }, attrs: { begin, size } };
    },
  },
  StridedSlice: { draw: stridedSlice, hidden: ['temporary reads', 'temporary writes'] },
  PadV2: {
    draw: (draw) => {
      const x = draw.tensor(draw.shape(), draw.dtype());
      const paddings = x.shape.map(() => [draw.integer(0, 2), draw.integer(0, 2)]);
      return { inputs: { x }, attrs: { paddings, constantValue: draw.integer(0, 1) } };
    },
  },
  Tile: {
    draw: (draw) => {
      const x = buffered(draw, draw.shape());
      return { inputs: { x }, attrs: { reps: x.shape.map(() => draw.integer(0, 3)) } };
    },
    hidden: ['temporary reads', 'temporary writes'],
  },
  Reverse: {
    draw: (draw) => {
      const x = buffered(draw, draw.shape());
      return { inputs: { x }, attrs: { dims: draw.axes(x.shape.length) } };
    },
    hidden: ['temporary reads', 'temporary writes'],
  },
  GatherV2: { draw: gather, hidden: ['temporary reads', 'temporary writes'] },
  GatherNd: { draw: gatherNd, hidden: ['temporary reads', 'temporary writes'] },
  ScatterNd: { draw: scatterNd, hidden: ['temporary reads', 'temporary writes'] },
  Cast: {
    draw: (draw) => {
      const dtype = draw.anyDtype();
      return { inputs: { x: draw.tensor(draw.shape(), dtype) }, attrs: { dtype: draw.anyDtype() } };
    },
    hidden: ['output writes'],
  },
  Identity: { draw: (draw) => ({ inputs: { x: draw.tensor(draw.shape(), draw.anyDtype()) } }) },
  Reshape: {
    draw: (draw) => {
      const x = draw.tensor(draw.filledShape(), draw.anyDtype());
      const size = x.shape.reduce((product, extent) => product * extent, 1);
      return { inputs: { x }, attrs: { shape: draw.flag() ? [-1] : [1, size] } };
    },
  },
  ExpandDims: {
    draw: (draw) => {
      const input = draw.tensor(draw.shape(0, 3), draw.anyDtype());
      return { inputs: { input }, attrs: { dim: draw.integer(-input.shape.length - 1, input.shape.length) } };
    },
  },
  ZerosLike: { draw: (draw) => ({ inputs: { x: draw.tensor(draw.shape(), draw.anyDtype()) } }) },
  OnesLike: { draw: (draw) => ({ inputs: { x: draw.tensor(draw.shape(), draw.anyDtype()) } }) },
  Transpose: {
    draw: (draw) => {
      const x = draw.tensor(draw.shape(), draw.dtype());
      return { inputs: { x }, attrs: { perm: draw.permutation(x.shape.length) } };
    },
  },
};

/** A tensor for kernels that ask for a buffer: sometimes its typed array is not that of its dtype. */
function buffered(draw: CaseDraw, shape: readonly number[]): GivenTensor {
  const [dtype, stored] = draw.pick([
    ['float32', 'float32'],
    ['int32', 'int32'],
    ['bool', 'bool'],
    ['float32', 'int32'],
    ['int32', 'bool'],
  ] as const);
  return draw.tensor(shape, dtype, stored);
}

function stridedSlice(draw: CaseDraw): KernelCase {
  const x = buffered(draw, draw.filledShape(1));
  const strides = x.shape.map(() => draw.pick([1, 1, 2, -1, -2]));
  const begin = x.shape.map((extent) => draw.integer(0, extent - 1));
  const end = x.shape.map((extent, axis) => (strides[axis] > 0 ? draw.integer(begin[axis], extent) : -extent - 1));
  const masks = { beginMask: draw.integer(0, 1), endMask: draw.integer(0, 1), ellipsisMask: 0, newAxisMask: 0 };
  return { inputs: { x }, attrs: { begin, end, strides, ...masks, shrinkAxisMask: 0 } };
}

function gather(draw: CaseDraw): KernelCase {
  const shape = draw.filledShape(1, 3);
  const batchDims = draw.integer(0, Math.min(1, shape.length - 1));
  const axis = draw.integer(batchDims, shape.length - 1);
  const indices = draw.indices([...shape.slice(0, batchDims), ...draw.shape(1, 2)], shape[axis]);
  return { inputs: { x: buffered(draw, shape), indices }, attrs: { axis, batchDims }, constants: ['indices'] };
}

/** The windows of a small image as indices: addresses that are loops, not a table. */
function windows(draw: CaseDraw): { indices: GivenTensor; units: number } {
  const side = draw.integer(1, 4);
  const geometry = { side, channels: draw.integer(1, 2), field: draw.integer(1, side) };
  const table = patchTable(geometry);
  return { indices: { shape: [table.length, 1], dtype: 'int32', values: table }, units: imageSize(geometry) };
}

function gatherNd(draw: CaseDraw): KernelCase {
  if (draw.flag()) {
    const { indices, units } = windows(draw);
    return { inputs: { params: buffered(draw, [units, ...draw.filledShape(0, 1)]), indices }, constants: ['indices'] };
  }
  const shape = draw.filledShape(1, 3);
  const rank = draw.integer(1, shape.length);
  const indices = draw.indices([...draw.shape(0, 2), rank], Math.min(...shape.slice(0, rank)));
  return { inputs: { params: buffered(draw, shape), indices }, constants: ['indices'] };
}

function scatterNd(draw: CaseDraw): KernelCase {
  if (draw.flag()) {
    const { indices, units } = windows(draw);
    const slice = draw.filledShape(0, 1);
    const updates = buffered(draw, [indices.shape[0], ...slice]);
    return { inputs: { indices, updates }, attrs: { shape: [units, ...slice] }, constants: ['indices'] };
  }
  const shape = draw.filledShape(1, 3);
  const rank = draw.integer(1, shape.length);
  const rows = draw.integer(1, 4);
  const indices = draw.indices([rows, rank], Math.min(...shape.slice(0, rank)));
  const updates = buffered(draw, [rows, ...shape.slice(rank)]);
  return { inputs: { indices, updates }, attrs: { shape }, constants: ['indices'] };
}
