import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { KernelCase } from '../../../instrument/fidelity/kernel-fidelity.ts';
import { bothAccesses } from '../../../instrument/fidelity/kernel-fidelity.ts';
import type { ModelAccess } from '../../../instrument/fidelity/model-accesses.ts';
import { modelAccesses } from '../../../instrument/fidelity/model-accesses.ts';
import type { StockAccess } from '../../../instrument/fidelity/stock-kernel.ts';
import { CaseDraw, typedArray } from '../../support/kernels/kernel-cases.ts';

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

/** The reads of both, as `name[element]`; of an input made of host numbers, `constant[element]`. */
function bothReads(kernel: string, given: KernelCase): { model: string[]; stock: string[] } {
  const { trace, stock } = bothAccesses(kernel, given);
  const { inputs, constants = [] } = given;
  const names = Object.keys(inputs).filter((name) => !constants.includes(name));
  const nameOf = (access: ModelAccess | StockAccess) =>
    'value' in access
      ? names[trace.arguments.indexOf(access.value)]
      : names.find((name) => stock.inputs[name].includes(access.array));
  const reads = (accesses: readonly (ModelAccess | StockAccess)[]) =>
    accesses
      .filter(({ kind }) => kind === 'read')
      .map((access) => `${nameOf(access) ?? 'constant'}[${access.element}]`);
  return { model: reads(modelAccesses(trace)), stock: reads(stock.accesses) };
}

const float = (values: number[], shape = [values.length]) =>
  ({ shape, dtype: 'float32', values: typedArray('float32', values) }) as const;
const bool = (values: number[], shape = [values.length]) =>
  ({ shape, dtype: 'bool', values: typedArray('bool', values) }) as const;

describe('from shapes alone Select is modelled without a branch', () => {
  const given = { inputs: { condition: bool([1, 0]), t: float([1, 2]), e: float([3, 4]) } };

  it('reads both alternatives, where the stock kernel reads the chosen one', () => {
    const { model, stock } = bothReads('Select', given);
    expect(stock).toEqual(['condition[0]', 't[0]', 'condition[1]', 'e[1]']);
    expect(model).toEqual(['condition[0]', 't[0]', 'e[0]', 'condition[1]', 't[1]', 'e[1]']);
  });

  it('follows the branch where the condition is made of host numbers', () => {
    const { model, stock } = bothReads('Select', { ...given, constants: ['condition'] });
    expect(model).toEqual(['constant[0]', 't[0]', 'constant[1]', 'e[1]']);
    expect(stock).toEqual(model);
  });

  it('goes by the elements of a condition of rank 1, as the stock kernel does, right or wrong', () => {
    const t = float([1, 2, 3, 4], [2, 2]);
    const e = float([5, 6, 7, 8], [2, 2]);
    const { model, stock } = bothReads('Select', { inputs: { condition: bool([1, 0]), t, e } });
    expect(stock).toEqual([
      'condition[0]',
      't[0]',
      'condition[0]',
      't[0]',
      'condition[1]',
      'e[1]',
      'condition[1]',
      'e[1]',
    ]);
    expect(model.filter((_, index) => index % 3 === 0)).toEqual(stock.filter((_, index) => index % 2 === 0));
  });

  it('has every read of the stock kernel, in its order', () => {
    for (let seed = 0; seed < 40; seed++) {
      const draw = new CaseDraw(seed);
      const shape = draw.shape();
      const condition = draw.tensor(draw.flag() ? shape : shape.slice(0, 1), 'bool');
      const { model, stock } = bothReads('Select', {
        inputs: { condition, t: draw.tensor(shape), e: draw.tensor(shape) },
      });
      let at = 0;
      for (const read of model) if (read === stock[at]) at++;
      expect(at, `seed ${seed}`).toBe(stock.length);
    }
  });
});

describe('from shapes alone OneHot is modelled without a branch', () => {
  const oneHot = (indices: number[]) =>
    bothReads('OneHot', {
      inputs: { indices: { shape: [indices.length], dtype: 'int32', values: Int32Array.from(indices) } },
      attrs: { depth: 3, onValue: 1, offValue: 0, dtype: 'float32' },
    });

  it('reads every index three times, like the stock kernel where the index is within the depth', () => {
    const { model, stock } = oneHot([0, 2, 1]);
    expect(model).toEqual(stock);
    expect(model).toHaveLength(9);
  });

  it('reads an index outside as often, where the stock kernel stops at the check that fails', () => {
    const { model, stock } = oneHot([-1, 3]);
    expect(stock).toEqual(['indices[0]', 'indices[1]', 'indices[1]']);
    expect(model).toHaveLength(6);
  });
});

describe('what no proxy shows', () => {
  it('a bulk copy of one typed array into another counts as a read and a write of each element, in order', () => {
    const { model, stock } = bothReads('Concat', { inputs: { 0: float([1, 2]), 1: float([3]) }, attrs: { axis: 0 } });
    expect(stock).toEqual(['0[0]', '0[1]', '1[0]']);
    expect(model).toEqual(stock);
  });

  it('a formula fetches its operand once, however often it uses it', () => {
    const { model, stock } = bothReads('Softplus', { inputs: { x: float([1, 2]) } });
    expect(stock).toEqual(['x[0]', 'x[1]']);
    expect(model).toEqual(stock);
  });

  it('a matrix product whose batches the stock kernel confuses has no model', () => {
    const a = new CaseDraw(0).tensor([2, 1, 2, 2]);
    const b = new CaseDraw(1).tensor([1, 3, 2, 2]);
    expect(() => bothAccesses('BatchMatMul', { inputs: { a, b } })).toThrow(
      'BatchMatMul: batches must be equal or repeat evenly, got [2,1,2,2] and [1,3,2,2]; ' +
        'tfjs-backend-cpu 4.22.0 computes others wrong',
    );
  });
});
