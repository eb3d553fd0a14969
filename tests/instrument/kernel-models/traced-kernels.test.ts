import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { traceKernel } from '../../../instrument/fidelity/kernel-fidelity.ts';
import { KERNEL_MODELS } from '../../../instrument/kernel-models/all-models.ts';
import { OUT_OF_SCOPE } from '../../../instrument/kernel-models/out-of-scope.ts';
import { registerKernelModel } from '../../../instrument/kernel-models/registered-models.ts';
import {
  BRANCH_FREE,
  COMPUTED,
  type TracedKernel,
  tracedKernels,
  WITHOUT_TENSORS,
} from '../../../instrument/kernel-models/traced-kernels.ts';
import { traceFunction } from '../../../instrument/tensors/trace-function.ts';
import { CaseDraw } from '../../support/kernels/kernel-cases.ts';
import { kernelLaws } from '../../support/kernels/kernel-laws.ts';
import { kernelsOf } from '../../support/tensors/traced-inputs.ts';

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

/** On how many of the first random cases the kernel is traced from shapes, none of its inputs being host numbers. */
function tracedFromShapes(kernel: string, cases: number): number {
  let traced = 0;
  for (let seed = 0; seed < cases; seed++) {
    const given = { ...kernelLaws[kernel].draw(new CaseDraw(seed)), constants: [] };
    try {
      traceKernel(kernel, given);
      traced++;
    } catch (error) {
      expect(String(error)).toContain(`${kernel} takes addresses from the values of`);
    }
  }
  return traced;
}

describe('what is said of a kernel is what becomes of it', () => {
  it.each(Object.keys(kernelLaws))('%s', (kernel) => {
    const cases = 6;
    const traced = tracedFromShapes(kernel, cases);
    // The sets are in instrument/kernel-models/traced-kernels.ts.
    if (COMPUTED.has(kernel)) expect(traced).toBeLessThan(cases);
    else expect(traced).toBe(cases);
    const followsValues = kernelLaws[kernel].values === 'computed';
    if (followsValues) expect(COMPUTED.has(kernel) || BRANCH_FREE.has(kernel)).toBe(true);
    if (BRANCH_FREE.has(kernel)) expect([followsValues, COMPUTED.has(kernel)]).toEqual([true, false]);
  });

  it('of kernels that no tensor goes into a trace has nothing', () => {
    const made = { Fill: () => tf.fill([3], 1), LinSpace: () => tf.linspace(0, 1, 3), Range: () => tf.range(0, 3) };
    expect(Object.keys(made)).toEqual([...WITHOUT_TENSORS]);
    for (const make of Object.values(made)) {
      const trace = traceFunction((x) => [tf.neg(x), make()], [tf.zeros([3])]);
      expect(kernelsOf(trace)).toEqual(['Neg']);
    }
  });

  it('every kernel of the cpu backend is listed once, whatever is out of scope has no model', () => {
    const kernels = tracedKernels();
    const names = kernels.map(({ kernel }) => kernel);
    expect([...names].sort()).toEqual(
      tf
        .getKernelsForBackend('cpu')
        .map(({ kernelName }) => kernelName)
        .sort(),
    );
    expect(new Set(names).size).toBe(172);
    expect([...KERNEL_MODELS.keys()].filter((name) => OUT_OF_SCOPE.has(name) || WITHOUT_TENSORS.has(name))).toEqual([]);
    const modelled = kernels.filter(({ traced }) => traced === 'from shapes' || traced === 'with computed values');
    expect(modelled.map(({ kernel }) => kernel).sort()).toEqual([...KERNEL_MODELS.keys()].sort());
  });

  it('a kernel of a user is missing until its model is registered', () => {
    const own = (name: string): TracedKernel | undefined => tracedKernels().find(({ kernel }) => kernel === name);
    for (const kernelName of ['Seen', 'Looked']) {
      tf.registerKernel({ kernelName, backendName: 'cpu', kernelFunc: tf.getKernel('Relu', 'cpu').kernelFunc });
    }
    expect(own('Seen')?.traced).toBe('missing');
    registerKernelModel('Seen', (plan, { x }) => plan.make(x.shape, x.dtype));
    registerKernelModel('Looked', (plan, { x }) => plan.make([plan.indices(x)[0]], x.dtype), { values: 'computed' });
    expect(own('Seen')).toEqual({ kernel: 'Seen', traced: 'from shapes', note: 'its model was registered' });
    expect(own('Looked')?.traced).toBe('with computed values');
    for (const name of ['Seen', 'Looked']) tf.unregisterKernel(name, 'cpu');
    expect(own('Seen')).toBeUndefined();
  });
});
