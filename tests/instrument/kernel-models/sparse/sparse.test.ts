import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { ENGINE_NAMES } from '../../../../core/measurement/engines.ts';
import { GRANULARITIES, SEMANTICS } from '../../../../core/trace/trace.ts';
import { computeTraced } from '../../../../instrument/fidelity/kernel-fidelity.ts';
import { modelAccesses } from '../../../../instrument/fidelity/model-accesses.ts';
import { traceComputed } from '../../../../instrument/tensors/trace-function.ts';
import { CaseDraw } from '../../../support/kernels/kernel-cases.ts';
import { kernelLaws } from '../../../support/kernels/kernel-laws.ts';
import { expectNothingLeft } from '../../../support/tensors/traced-inputs.ts';
import { expectAgreement } from '../../../support/traces/engine-agreement.ts';

expectNothingLeft();

function computed(run: (...inputs: Tensor[]) => unknown, inputs: Tensor[]) {
  try {
    return traceComputed(run, inputs);
  } finally {
    tf.dispose(inputs);
  }
}

describe('kernels whose accesses depend on values', () => {
  const kernels = ['TopK', 'Unique', 'SearchSorted', 'TensorScatterUpdate', 'SparseFillEmptyRows', 'RaggedGather'];

  it.each(kernels)('%s is priced alike by all engines', (kernel) => {
    for (const seed of [1, 2, 5]) {
      const { trace } = computeTraced(kernel, kernelLaws[kernel].draw(new CaseDraw(seed)));
      for (const granularity of GRANULARITIES) {
        for (const semantics of SEMANTICS) expectAgreement(ENGINE_NAMES, trace, { semantics, granularity });
      }
    }
  });

  it('a default that is no host number is read once and written everywhere', () => {
    const indices = tf.tensor1d([2], 'int32');
    const run = (at: Tensor, value: Tensor, filling: Tensor) =>
      tf.sparseToDense(at as tf.Tensor1D, value as tf.Tensor1D, [4], filling as tf.Scalar);
    const { trace, outputs } = computed(run, [indices, tf.tensor1d([7]), tf.scalar(3)]);
    expect([...outputs[0]]).toEqual([3, 3, 7, 3]);
    expect(modelAccesses(trace).filter(({ kind }) => kind === 'write')).toHaveLength(5);
  });

  it('an update of a tensor is written into the tensor that was given', () => {
    const run = (x: Tensor, at: Tensor, value: Tensor) => tf.tensorScatterUpdate(x, at, value);
    const inputs = [tf.tensor1d([1, 2, 3]), tf.tensor2d([[1]], [1, 1], 'int32'), tf.tensor1d([9])];
    const { trace, outputs } = traceComputed(run, inputs);
    expect([...outputs[0]]).toEqual([1, 9, 3]);
    expect(trace.returned).toEqual([trace.arguments[0]]);
    // What was passed in is as it was.
    expect([...inputs[0].dataSync()]).toEqual([1, 2, 3]);
    tf.dispose(inputs);
  });

  it('numbers that the stock kernel refuses are errors of the input', () => {
    const bincount = (x: Tensor) => tf.bincount(x as tf.Tensor1D, [], 3);
    expect(() => computed(bincount, [tf.tensor1d([0, -1], 'int32')])).toThrow(
      'Bincount: numbers to count must not be negative, got -1',
    );
    const marks = (x: Tensor) => tf.denseBincount(x as tf.Tensor1D, [], 3, true);
    expect(() => computed(marks, [tf.tensor1d([0, 1], 'int32')])).toThrow('binaryOutput needs two dimensions, got [2]');
  });
});
