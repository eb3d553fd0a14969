import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Unseen } from '../../../instrument/fidelity/access-alignment.ts';
import type { KernelCase } from '../../../instrument/fidelity/kernel-fidelity.ts';
import { bothAccesses, checkFidelity, computeTraced } from '../../../instrument/fidelity/kernel-fidelity.ts';
import { KERNEL_MODELS } from '../../../instrument/kernel-models/all-models.ts';
import { CaseDraw } from '../../support/kernels/kernel-cases.ts';
import { kernelLaws } from '../../support/kernels/kernel-laws.ts';

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

/** Runs `test` on the first random cases of a kernel's law; what it throws names the case. */
function onCases(kernel: string, cases: number, test: (given: KernelCase) => void): void {
  const { draw } = kernelLaws[kernel];
  for (let seed = 0; seed < cases; seed++) {
    const given = draw(new CaseDraw(seed));
    const shapes = Object.entries(given.inputs).map(([name, { shape, dtype }]) => `${name} ${dtype}[${shape}]`);
    try {
      test(given);
    } catch (error) {
      const attrs = JSON.stringify(given.attrs ?? {});
      throw new Error(`${String(error)} (seed ${seed}: ${shapes.join(', ')}, ${attrs})`, { cause: error });
    }
  }
}

describe('a model touches what the stock cpu kernel touches, in its order', () => {
  it.each(Object.keys(kernelLaws))('%s', (kernel) => {
    const { hidden = [], cases = 60, values } = kernelLaws[kernel];
    const unseen = new Set<Unseen>();
    onCases(kernel, cases, (given) => {
      for (const each of checkFidelity(kernel, given, hidden, values)) unseen.add(each);
    });
    expect([...unseen].sort()).toEqual([...hidden].sort());
  });

  it('every model is held against its kernel', () => {
    expect(Object.keys(kernelLaws).sort()).toEqual([...KERNEL_MODELS.keys()].sort());
  });

  it.each([
    [49, 2, 3],
    [2, 97, 3],
    [3, 50, 49],
    [1, 96, 48],
  ])('BatchMatMul in its own blocks of 48, [%i, %i] by [.., %i]', (left, shared, right) => {
    for (const transposeA of [false, true]) {
      for (const transposeB of [false, true]) {
        const draw = new CaseDraw(1);
        const a = draw.tensor(transposeA ? [shared, left] : [left, shared]);
        const b = draw.tensor(transposeB ? [right, shared] : [shared, right]);
        expect(checkFidelity('BatchMatMul', { inputs: { a, b }, attrs: { transposeA, transposeB } }).size).toBe(0);
      }
    }
  });
});

describe('a traced kernel computes what the untraced one computes, bit for bit, and traces alike with values or without', () => {
  it.each(Object.keys(kernelLaws))('%s', (kernel) => {
    onCases(kernel, 20, (given) => {
      const { trace, stock } = bothAccesses(kernel, given, kernelLaws[kernel].values);
      const computed = computeTraced(kernel, given);
      expect(computed.trace).toEqual(trace);
      expect(computed.outputs.map((values) => [...values])).toEqual(stock.outputs.map(({ values }) => values));
    });
  });
});
