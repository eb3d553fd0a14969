import '@tensorflow/tfjs-backend-cpu';
import { getKernel } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { PairSelection } from '../../../../instrument/kernel-models/searches/pair-selection.ts';
import { CaseDraw } from '../../../support/kernels/kernel-cases.ts';

/** The places of the values that the stock kernel looks at while it selects, and those that it selects. */
function stockSelection(values: readonly number[], k: number): { looks: number[]; chosen: number[] } {
  const looks: number[] = [];
  const seen = values.map((value, place) => ({
    valueOf: () => {
      looks.push(place);
      return value;
    },
  }));
  const x = { length: values.length, subarray: () => seen };
  let chosen: number[] = [];
  const backend = {
    data: new Map([['x', { values: x }]]),
    makeTensorInfo: (_shape: number[], dtype: string, made: ArrayLike<number>) => {
      if (dtype === 'int32') chosen = Array.from(made);
    },
  };
  const inputs = { x: { dataId: 'x', shape: [values.length], dtype: 'float32' } };
  getKernel('TopK', 'cpu').kernelFunc({ inputs, attrs: { k, sorted: false }, backend } as never);
  // At the end it stores the values that it has selected.
  return { looks: looks.slice(0, looks.length - k), chosen };
}

function modelledSelection(values: readonly number[], k: number): { looks: number[]; chosen: number[] } {
  const looks: number[] = [];
  let pivot = -1;
  const selection = new PairSelection('TopK', values, {
    pivot: (at) => {
      pivot = selection.order[at];
    },
    test: (at) => looks.push(pivot, selection.order[at]),
    swap: () => {},
  });
  selection.select(k);
  return { looks, chosen: selection.order.slice(0, k) };
}

describe('the pairs that are compared to select k of them', () => {
  it('are those of the stock kernel, in its order', () => {
    for (let seed = 0; seed < 300; seed++) {
      const draw = new CaseDraw(seed);
      const length = draw.integer(0, 19) === 0 ? draw.integer(601, 900) : draw.integer(1, 40);
      const most = draw.pick([2, 10, 1000]);
      const values = Array.from({ length }, () => draw.integer(0, most));
      const k = draw.integer(0, length - 1);
      expect(modelledSelection(values, k), `seed ${seed}`).toEqual(stockSelection(values, k));
    }
  });

  it('come to an end where values are no numbers, or an error says so', () => {
    for (let seed = 0; seed < 200; seed++) {
      const draw = new CaseDraw(seed);
      const values = Array.from({ length: draw.integer(1, 8) }, () => draw.pick([0, 1, 2, Number.NaN]));
      const k = draw.integer(0, values.length - 1);
      let stock: unknown;
      try {
        stock = stockSelection(values, k);
      } catch {
        expect(() => modelledSelection(values, k)).toThrow('TopK: values must be numbers, got NaN');
        continue;
      }
      expect(modelledSelection(values, k), `seed ${seed}`).toEqual(stock);
    }
  });
});
