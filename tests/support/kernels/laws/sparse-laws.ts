import type { KernelCase } from '../../../../instrument/fidelity/kernel-fidelity.ts';
import type { GivenTensor } from '../../../../instrument/fidelity/stock-kernel.ts';
import type { CaseDraw, KernelLaw } from '../kernel-cases.ts';

/** The kernels of segments, scattered and ragged tensors. */
export const sparseLaws: Record<string, KernelLaw> = {
  SparseToDense: {
    draw: sparseToDense,
    values: 'computed',
    hidden: ['temporary reads', 'temporary writes'],
    instructions: ['copy x', 'y = copy x', 'z = copy y'],
  },
  TensorScatterUpdate: {
    draw: tensorScatterUpdate,
    values: 'computed',
    hidden: ['temporary reads', 'temporary writes'],
    instructions: ['copy x', 'y = copy x', 'z = copy y'],
  },
  UnsortedSegmentSum: {
    draw: (draw) => {
      const x = draw.tensor(draw.shape(1, 3), draw.pick(['float32', 'float32', 'int32'] as const));
      const segmentIds = draw.tensor([x.shape[0]], 'int32');
      return { inputs: { x, segmentIds }, attrs: { numSegments: draw.integer(1, 4) } };
    },
    instructions: [
      ...['z = compare x y', 'z = mul x y', 'y = copy x', 's = add s x', 'y = copy s', 'z = copy x', 'z = copy y'],
      ...['u = copy x', 'u = copy y', 'u = copy z', 'a = copy x', 'a = copy y', 'a = copy z', 'a = copy u'],
    ],
  },
  SparseSegmentSum: {
    draw: sparseSegments,
    values: 'computed',
    instructions: ['compare z', 'copy y', 'u = add u x'],
  },
  SparseSegmentMean: {
    draw: sparseSegments,
    values: 'computed',
    instructions: ['compare z', 'copy y', 'u = add u x', 'u = div u'],
  },
  SparseFillEmptyRows: {
    draw: sparseFillEmptyRows,
    values: 'computed',
    cases: 120,
    hidden: ['temporary reads', 'temporary writes', 'output writes'],
    instructions: [
      ...['s = copy z', 'copy u', 'compare x', 'a = add a', 'c = compare a', 'a = compare a', 'a = add a a'],
      ...['d = copy v', 'copy x', 't = copy b', 't = add a t', 'b = add b', 'e = copy x', 'f = copy y', 'd = copy t'],
      ...['compare b', 'copy a', 'e = copy v', 'f = copy s', 'y = copy x'],
    ],
  },
  SparseReshape: {
    draw: sparseReshape,
    hidden: ['output writes'],
    instructions: [
      ...['copy y', 'copy z', 't = mul x', 's = add s t', 't = div s', 'u = round t', 's = mod s', 'a = copy v'],
    ],
  },
};

/** Sometimes in another array than its dtype's. */
function buffered(draw: CaseDraw, shape: readonly number[], dtype: GivenTensor['dtype']): GivenTensor {
  return draw.integer(0, 4) === 0 && dtype !== 'bool' ? draw.tensor(shape, dtype, 'bool') : draw.tensor(shape, dtype);
}

function sparseToDense(draw: CaseDraw): KernelCase {
  const outputShape = draw.shape(1, 3);
  const isEmpty = outputShape.includes(0);
  const dtype = draw.dtype();
  const count = isEmpty ? 0 : draw.integer(0, 4);
  const rank = outputShape.length;
  const isVector = rank === 1 && draw.flag();
  const shape = isVector ? draw.pick([[count], []]) : [count, rank];
  const sparseIndices = isEmpty ? draw.indices([0, rank], 1) : draw.indices(shape, Math.min(...outputShape));
  const isScalar = draw.flag();
  const sparseValues = buffered(
    draw,
    isScalar || (isVector && shape.length === 0) ? [] : [sparseIndices.shape[0]],
    dtype,
  );
  const defaultValue = buffered(draw, [], dtype);
  const constants = draw.flag() ? ['defaultValue'] : ['defaultValue', 'sparseIndices'];
  return { inputs: { sparseIndices, sparseValues, defaultValue }, attrs: { outputShape }, constants };
}

function tensorScatterUpdate(draw: CaseDraw): KernelCase {
  const shape = draw.shape(1, 3);
  const rank = draw.integer(1, shape.length);
  const rows = shape.includes(0) ? 0 : draw.integer(0, 4);
  // Of booleans the stock kernel updates a copy, of which proxies see the updates and not the copying.
  const dtype = draw.pick(['float32', 'int32'] as const);
  const indices = draw.indices([rows, rank], Math.max(1, Math.min(...shape.slice(0, rank))));
  const updates = buffered(draw, [rows, ...shape.slice(rank)], dtype);
  const constants = draw.pick([[], [], ['indices'], ['tensor']]);
  return { inputs: { tensor: draw.tensor(shape, dtype), indices, updates }, constants };
}

/** Ids that ascend, with gaps and repeats. */
function sparseSegments(draw: CaseDraw): KernelCase {
  const rows = draw.integer(1, 4);
  const data = draw.tensor([rows, ...draw.shape(0, 2)], draw.pick(['float32', 'int32'] as const));
  const count = draw.integer(0, 6);
  const ids = Int32Array.from({ length: count });
  let id = draw.integer(0, 2);
  for (let place = 0; place < count; place++) {
    ids[place] = id;
    id += draw.pick([0, 0, 1, 2]);
  }
  const segmentIds = { shape: [count], dtype: 'int32', values: ids } as const;
  return { inputs: { data, indices: draw.indices([count], rows), segmentIds } };
}

function sparseFillEmptyRows(draw: CaseDraw): KernelCase {
  const denseRows = draw.integer(0, 9) === 0 ? 0 : draw.integer(1, 5);
  const rank = draw.integer(1, 3);
  const count = denseRows === 0 ? 0 : draw.integer(0, 7);
  const indices = draw.indices([count, rank], Math.max(denseRows, 1));
  const rows = Array.from({ length: count }, (_, element) => indices.values[element * rank]);
  // Now and then a row of its own for each element, all of them, or in order.
  const isFull = draw.integer(0, 3) === 0 && count >= denseRows;
  for (let element = 0; isFull && element < count; element++) rows[element] = Math.min(element, denseRows - 1);
  if (isFull || draw.flag()) rows.sort();
  for (let element = 0; element < count; element++) indices.values[element * rank] = rows[element];
  const dtype = draw.dtype();
  const denseShape = {
    shape: [rank],
    dtype: 'int32',
    values: new Int32Array(rank).fill(9).fill(denseRows, 0, 1),
  } as const;
  const inputs = { indices, values: draw.tensor([count], dtype), denseShape, defaultValue: draw.tensor([], dtype) };
  return { inputs, constants: draw.pick([[], ['denseShape'], ['denseShape', 'defaultValue']]) };
}

function sparseReshape(draw: CaseDraw): KernelCase {
  const from = draw.filledShape(1, 3);
  const size = from.reduce((product, extent) => product * extent, 1);
  const to = draw.pick([[size], [-1], [1, size], [size, -1, 1], from.toReversed()]);
  const list = (values: readonly number[]) =>
    ({ shape: [values.length], dtype: 'int32', values: Int32Array.from(values) }) as const;
  const inputIndices = draw.indices([draw.extent(), from.length], Math.min(...from));
  return {
    inputs: { inputIndices, inputShape: list(from), newShape: list(to) },
    constants: draw.flag() ? ['inputShape', 'newShape'] : [],
  };
}
