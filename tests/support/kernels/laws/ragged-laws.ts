import type { KernelCase } from '../../../../instrument/fidelity/kernel-fidelity.ts';
import type { GivenTensor } from '../../../../instrument/fidelity/stock-kernel.ts';
import type { CaseDraw, KernelLaw } from '../kernel-cases.ts';

/** The kernels of ragged tensors. */
export const raggedLaws: Record<string, KernelLaw> = {
  RaggedRange: {
    draw: raggedRange,
    values: 'computed',
    cases: 120,
    instructions: [
      ...['u = copy w', 's = copy x', 't = copy y', 'v = copy z', 'w = compare t s', 'w = sub t s', 'w = div w v'],
      ...['w = abs w', 'w = round w', 'u = add u w', 'copy u', 'w = sub u u', 'a = copy s', 's = add s v'],
    ],
  },
  RaggedGather: {
    draw: raggedGather,
    values: 'computed',
    cases: 120,
    hidden: ['temporary reads', 'temporary writes'],
    instructions: [
      // Checks; then lists, in the slots behind the splits; then what is copied.
      ...['compare x', 'compare x x', 'compare y', 'copy y', 'y = copy x', 'z = copy x'],
      ...['t = copy x', 'v = copy x', 't = copy y', 'v = copy y', 't = copy z', 'v = copy z'],
      ...['z = copy w', 'u = copy w', 'a = copy w', 'b = copy w', 's = sub z y', 's = sub u y', 's = sub a y'],
      ...['s = sub u z', 's = sub a z', 's = sub b z', 'z = add y s', 'u = add y s', 'a = add y s'],
      ...['u = add z s', 'a = add z s', 'b = add z s'],
      ...['z = copy t', 'z = copy v', 'u = copy t', 'u = copy v', 'a = copy t', 'a = copy v'],
      ...['b = copy t', 'b = copy v', 'c = copy t', 'c = copy v'],
    ],
  },
  RaggedTensorToTensor: {
    draw: raggedTensorToTensor,
    values: 'computed',
    cases: 120,
    hidden: ['temporary reads', 'temporary writes'],
    instructions: [
      ...['copy x', 'compare x', 'compare x x', 'x = copy s', 's = sub x x', 't = copy y', 't = add t', 't = copy v'],
      ...['z = copy t', 'z = copy v', 'u = copy y', 'copy z'],
    ],
  },
};

function raggedRange(draw: CaseDraw): KernelCase {
  const dtype = draw.pick(['float32', 'int32'] as const);
  const rows = draw.extent();
  const operand = () => draw.tensor(draw.pick([[], [rows], [rows]]), dtype);
  const deltas = operand();
  for (let at = 0; at < deltas.values.length; at++) deltas.values[at] ||= 1;
  return { inputs: { starts: operand(), limits: operand(), deltas } };
}

function integers(values: readonly number[]): GivenTensor {
  return { shape: [values.length], dtype: 'int32', values: Int32Array.from(values) };
}

/** Rows of random lengths, empty ones among them: where each ends. */
function splitsOf(draw: CaseDraw, rows: number): number[] {
  const splits = [0];
  for (let row = 0; row < rows; row++) splits.push(splits[row] + draw.integer(0, 3));
  return splits;
}

function raggedGather(draw: CaseDraw): KernelCase {
  const rows = draw.integer(0, 4);
  const nested = [splitsOf(draw, rows)];
  if (draw.flag()) nested.push(splitsOf(draw, nested[0][rows] + draw.integer(0, 1)));
  const last = nested[nested.length - 1];
  const dense = draw.tensor([last[last.length - 1] + draw.integer(0, 1), ...draw.shape(0, 2)], draw.dtype());
  const shape = draw.shape(0, 2);
  const inputs: Record<string, GivenTensor> = {};
  nested.forEach((splits, dimension) => {
    inputs[`paramsNestedSplits.${dimension}`] = integers(splits);
  });
  const indices = draw.indices(rows === 0 ? [0] : shape, Math.max(rows, 1));
  return {
    inputs: { ...inputs, paramsDenseValues: dense, indices },
    attrs: { outputRaggedRank: nested.length + shape.length - 1 },
    constants: draw.pick([[], ['indices'], ['paramsNestedSplits.0']]),
  };
}

function raggedTensorToTensor(draw: CaseDraw): KernelCase {
  const rank = draw.integer(1, 2);
  const hasSize = draw.flag();
  const types = hasSize ? ['FIRST_DIM_SIZE'] : [];
  const inputs: Record<string, GivenTensor> = {};
  let rows = draw.integer(0, 4);
  const wanted = [draw.pick([-1, -1, rows, rows + 1, 1])];
  if (hasSize) inputs['rowPartitionTensors.0'] = integers([rows]);
  for (let dimension = 0; dimension < rank; dimension++) {
    const splits = splitsOf(draw, rows);
    const isRowIds = (hasSize || dimension > 0) && draw.flag();
    types.push(isRowIds ? 'VALUE_ROWIDS' : 'ROW_SPLITS');
    const ids = splits.slice(1).flatMap((end, row) => new Array<number>(end - splits[row]).fill(row));
    inputs[`rowPartitionTensors.${types.length - 1}`] = integers(isRowIds ? ids : splits);
    rows = splits[splits.length - 1];
    wanted.push(draw.pick([-1, -1, 1, 2, 4, 0]));
  }
  // The stock kernel takes few shapes with further axes for right.
  const inner = draw.pick([[], [], [rank + 1]]);
  const values = draw.tensor([rows, ...inner], draw.dtype());
  const defaultValue = draw.tensor(inner.length > 0 && draw.flag() ? [1] : [], values.dtype);
  return {
    inputs: { shape: integers([...wanted, ...inner]), values, defaultValue, ...inputs },
    attrs: { rowPartitionTypes: types },
    constants: ['defaultValue', ...draw.pick([[], ['shape']])],
  };
}
