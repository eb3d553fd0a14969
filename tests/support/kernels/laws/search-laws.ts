import type { KernelCase } from '../../../../instrument/fidelity/kernel-fidelity.ts';
import type { GivenTensor } from '../../../../instrument/fidelity/stock-kernel.ts';
import type { CaseDraw, KernelLaw } from '../kernel-cases.ts';

/** The kernels that sort, count and look up. */
export const searchLaws: Record<string, KernelLaw> = {
  TopK: {
    draw: topK,
    values: 'computed',
    cases: 80,
    hidden: ['temporary reads', 'temporary writes'],
    instructions: [
      ...['y = copy x', 's = copy y', 't = copy y', 'y = copy y', 'y = copy t', 'compare y s'],
      ...['z = copy y', 'u = copy z', 'compare u u', 'z = copy u', 'a = copy z', 'b = copy z'],
    ],
  },
  Unique: {
    draw: (draw) => {
      const x = draw.tensor(draw.shape(1, 3), draw.dtype());
      return { inputs: { x }, attrs: { axis: draw.integer(-x.shape.length, x.shape.length - 1) } };
    },
    values: 'computed',
    cases: 120,
    hidden: ['output writes'],
    instructions: ['s = compare s x', 'y = copy s', 'y = copy x'],
  },
  Bincount: {
    draw: (draw) => {
      const shape = [draw.integer(0, 7)];
      return {
        inputs: { x: counted(draw, shape), weights: weights(draw, shape) },
        attrs: { size: draw.integer(0, 4) },
      };
    },
    values: 'computed',
    cases: 120,
    instructions: ['compare x', 'z = add z', 'z = add z y'],
  },
  DenseBincount: {
    draw: (draw) => {
      const shape = draw.flag() ? [draw.integer(0, 7)] : [draw.extent(), draw.extent()];
      const binaryOutput = shape.length === 2 && draw.flag();
      const attrs = { size: draw.integer(0, 4), binaryOutput };
      return { inputs: { x: counted(draw, shape), weights: weights(draw, shape) }, attrs };
    },
    values: 'computed',
    cases: 120,
    hidden: ['temporary reads', 'temporary writes'],
    instructions: ['compare x', 'z = copy x', 'z = add z', 'z = add z y', 'y = copy x'],
  },
  SearchSorted: {
    draw: (draw) => {
      const batches = draw.extent();
      const dtype = draw.pick(['float32', 'int32'] as const);
      const sortedSequence = draw.tensor([batches, draw.integer(0, 7)], dtype);
      const width = sortedSequence.shape[1];
      for (let batch = 0; batch < batches; batch++) {
        sortedSequence.values.subarray(batch * width, (batch + 1) * width).sort();
      }
      const values = draw.tensor([batches, draw.integer(0, 5)], dtype);
      return { inputs: { sortedSequence, values }, attrs: { side: draw.pick(['left', 'right']) } };
    },
    values: 'computed',
    cases: 120,
    instructions: ['y = copy x', 's = copy y', 't = compare x s', 'z = copy t'],
  },
  Multinomial: {
    draw: (draw) => {
      const events = draw.integer(1, 5);
      const normalized = draw.flag();
      const logits = draw.tensor([draw.extent(), events], draw.pick(['float32', 'float32', 'int32'] as const));
      if (normalized) logits.values.fill(1 / events);
      return { inputs: { logits }, attrs: { numSamples: draw.integer(0, 4), seed: draw.random.uniform(), normalized } };
    },
    values: 'computed',
    hidden: ['temporary reads', 'temporary writes'],
    instructions: [
      ...['s = copy x', 's = compare s x', 'y = copy s', 'z = sub x y', 'y = exp x', 's = add s x', 'z = div x y'],
      ...['copy x', 'y = copy x', 'y = add y x', 'y = copy t', 't = compare s x'],
    ],
  },
};

/** Few rows of few different values; now and then one that is long enough to be sampled. */
function topK(draw: CaseDraw): KernelCase {
  const isLong = draw.integer(0, 49) === 0;
  const rows = draw.pick([[], [2], [1, 2], [0], [1]]);
  const length = draw.integer(0, 9) === 0 ? 0 : draw.integer(1, draw.flag() ? 4 : 12);
  const x = isLong ? draw.tensor([draw.integer(620, 700)]) : draw.tensor([...rows, length], draw.dtype());
  for (let place = 0; isLong && place < x.values.length; place++) x.values[place] = draw.integer(0, 900);
  const most = x.shape[x.shape.length - 1];
  return { inputs: { x }, attrs: { k: draw.pick([0, most, draw.integer(0, most)]), sorted: draw.flag() } };
}

function counted(draw: CaseDraw, shape: readonly number[]): GivenTensor {
  return draw.integer(0, 5) === 0 ? draw.tensor(shape, 'int32', 'bool') : draw.indices(shape, 5);
}

/** None, or one for each number. */
function weights(draw: CaseDraw, shape: readonly number[]): GivenTensor {
  return draw.tensor(draw.flag() ? shape : [0], draw.dtype());
}
