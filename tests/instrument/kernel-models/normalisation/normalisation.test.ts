import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { ENGINE_NAMES } from '../../../../core/measurement/engines.ts';
import { GRANULARITIES, SEMANTICS, type Trace } from '../../../../core/trace/trace.ts';
import { traceKernel } from '../../../../instrument/fidelity/kernel-fidelity.ts';
import { CaseDraw } from '../../../support/kernels/kernel-cases.ts';
import { expectNothingLeft, measured, traceOn } from '../../../support/tensors/traced-inputs.ts';
import { expectAgreement } from '../../../support/traces/engine-agreement.ts';

expectNothingLeft();

function expectAllAgree(trace: Trace): void {
  for (const granularity of GRANULARITIES) {
    for (const semantics of SEMANTICS) expectAgreement(ENGINE_NAMES, trace, { semantics, granularity });
  }
}

describe('every engine prices alike', () => {
  it('normalisation by statistics of channels, and by the channels around an element', () => {
    expectAllAgree(
      traceOn([[2, 3, 2, 4], [4], [4]], (x, mean, variance) => {
        return tf.batchNorm(x as tf.Tensor4D, mean as tf.Tensor1D, variance as tf.Tensor1D);
      }),
    );
    expectAllAgree(traceOn([[2, 2, 2, 6]], (x) => tf.localResponseNormalization(x as tf.Tensor4D, 2)));
    const shape = [1, 2, 2, 6];
    expectAllAgree(
      traceOn([shape, shape, shape], (x, y, dy) => {
        return tf
          .engine()
          .runKernel('LRNGrad', { x, y, dy }, { depthRadius: 1, bias: 1, alpha: 1, beta: 0.5 }) as tf.Tensor;
      }),
    );
  });
});

describe('batch normalisation', () => {
  const shapes = [[2, 2, 2, 3], [3], [3]] as const;

  it('takes the shift and the factor that are not given from the host', () => {
    const trace = traceOn(shapes, (x, mean, variance) => {
      return tf.batchNorm(x as tf.Tensor4D, mean as tf.Tensor1D, variance as tf.Tensor1D);
    });
    expect(measured(trace).reads).toBe(3 * 24);
  });

  it('refuses statistics that the stock kernel would count through wrongly', () => {
    const draw = new CaseDraw(1);
    const inputs = { x: draw.tensor([2, 3, 4]), mean: draw.tensor([1, 3, 1]), variance: draw.tensor([1, 1, 4]) };
    expect(() => traceKernel('FusedBatchNorm', { inputs })).toThrow(
      'FusedBatchNorm: mean, variance, offset and scale must have the last axes of x ([2,3,4]) or one element, ' +
        'got [1,3,1]; tfjs-backend-cpu 4.22.0 computes others wrong',
    );
  });
});

describe('local response normalisation', () => {
  it('has loops by the channels that are cut at the ends, whatever their number', () => {
    const [small, large] = [20, 200].map((channels) =>
      traceOn([[1, 1, 1, channels]], (x) => tf.localResponseNormalization(x as tf.Tensor4D, 3)),
    );
    const lengths = (trace: Trace) =>
      trace.nests.flatMap(({ body }) => body.map((node) => 'trip' in node && node.body.length));
    expect(lengths(small)).toEqual([7]);
    expect(lengths(large)).toEqual([7]);
  });
});
