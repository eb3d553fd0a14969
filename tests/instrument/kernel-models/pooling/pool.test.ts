import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { ENGINE_NAMES, ENGINES } from '../../../../core/measurement/engines.ts';
import { summarize } from '../../../../core/measurement/measurement.ts';
import { GRANULARITIES, SEMANTICS, type Trace } from '../../../../core/trace/trace.ts';
import { traceKernel } from '../../../../instrument/fidelity/kernel-fidelity.ts';
import { traceComputed } from '../../../../instrument/tensors/trace-function.ts';
import { CaseDraw, type Dtype } from '../../../support/kernels/kernel-cases.ts';
import { expectNothingLeft, traceOn } from '../../../support/tensors/traced-inputs.ts';
import { expectAgreement } from '../../../support/traces/engine-agreement.ts';

expectNothingLeft();

function expectAllAgree(trace: Trace): void {
  for (const granularity of GRANULARITIES) {
    for (const semantics of SEMANTICS) expectAgreement(ENGINE_NAMES, trace, { semantics, granularity });
  }
}

function maxGradient(x: Tensor, dy: Tensor): Tensor {
  const attrs = { filterSize: 3, strides: 2, pad: 'same' };
  return tf.engine().runKernel('MaxPoolGrad', { dy, input: x, output: dy }, attrs) as Tensor;
}

describe('every engine prices alike', () => {
  it('pooling with windows that are cut at the border', () => {
    expectAllAgree(traceOn([[2, 7, 6, 2]], (x) => tf.maxPool(x as tf.Tensor4D, 3, 2, 'same')));
    expectAllAgree(
      traceOn([[1, 5, 6, 2]], (x) =>
        tf.avgPool(x as tf.Tensor4D, [2, 3], 1, [
          [0, 0],
          [2, 1],
          [0, 2],
          [0, 0],
        ]),
      ),
    );
    expectAllAgree(traceOn([[1, 3, 4, 3, 2]], (x) => tf.avgPool3d(x as tf.Tensor5D, 2, 1, 'same')));
  });

  it('gradients of pooling', () => {
    const attrs = { filterSize: 3, strides: 2, pad: 'same' };
    const gradient = (dy: Tensor, input: Tensor) =>
      tf.engine().runKernel('AvgPoolGrad', { dy, input }, attrs) as Tensor;
    expectAllAgree(
      traceOn(
        [
          [2, 4, 3, 2],
          [2, 7, 6, 2],
        ],
        gradient,
      ),
    );
    const inputs = [
      tf.randomUniform([2, 7, 6, 2], -1, 1, 'float32', 5),
      tf.randomUniform([2, 4, 3, 2], -1, 1, 'float32', 6),
    ];
    const { trace } = traceComputed(maxGradient, inputs);
    tf.dispose(inputs);
    expectAllAgree(trace);
  });
});

describe('pooling', () => {
  it('begins every window with an empty sum', () => {
    const trace = traceOn([[1, 4, 4, 1]], (x) => tf.avgPool(x as tf.Tensor4D, 2, 2, 'valid'));
    const { reads } = summarize(trace, ENGINES.run(trace, { semantics: 'eager', granularity: 'scalar' }), null);
    // Of each of 4 windows: 4 elements, the sum for all but the first of them, and the sum that is divided.
    expect(reads).toBe(4 * (4 + 3 + 1));
  });

  it('reads a gradient only where its window has its maximum', () => {
    const inputs = [tf.tensor4d([1, 5, 2, 3], [1, 2, 2, 1]), tf.ones([1, 1, 1, 1])];
    const attrs = { filterSize: 2, strides: 2, pad: 'valid' };
    const { trace, outputs } = traceComputed(
      (input, dy) => tf.engine().runKernel('MaxPoolGrad', { dy, input, output: dy }, attrs) as Tensor,
      inputs,
    );
    tf.dispose(inputs);
    expect([...outputs[0]]).toEqual([0, 1, 0, 0]);
    const { reads } = summarize(trace, ENGINES.run(trace, { semantics: 'eager', granularity: 'register' }), null);
    // The elements, the position for each of them, one gradient.
    expect(reads).toBe(4 + 4 + 1);
  });

  it('needs a trace with values for the gradient of a maximum', () => {
    expect(() =>
      traceOn(
        [
          [1, 7, 6, 1],
          [1, 4, 3, 1],
        ],
        maxGradient,
      ),
    ).toThrow('traced backend: MaxPoolGrad takes addresses from the values of "input" (float32[1,7,6,1])');
  });

  it.each([
    [
      'AvgPool',
      { x: [1, 4, 4, 1] },
      { filterSize: [3, 1], strides: 1, pad: 0 },
      'AvgPool: with padding 0 the output must be [1,2,4,1], got [1,2,2,1]; tfjs-backend-cpu 4.22.0 computes it wrong, ' +
        'give the padding of each side',
    ],
    [
      'MaxPool',
      { x: [1, 2, 2, 1] },
      { filterSize: 4, strides: 1, pad: 'valid' },
      'MaxPool: windows must fit into the padded input, got an output of [1,-1,-1,1]',
    ],
    [
      'MaxPool3D',
      { x: [1, 1, 2, 2, 2] },
      { filterSize: 1, strides: 1, pad: 'valid', dataFormat: 'NCDHW' },
      'MaxPool3D: dataFormat must be NDHWC, got NCDHW; tfjs-backend-cpu 4.22.0 computes it wrong',
    ],
    [
      'AvgPoolGrad',
      { dy: [1, 2, 2, 1], input: [1, 4, 4, 1] },
      { filterSize: 3, strides: 2, pad: 0 },
      'AvgPoolGrad: dy must be [1,1,1,1], got [1,2,2,1]; ' +
        'tfjs-backend-cpu 4.22.0 does not round as dimRoundingMode says',
    ],
    [
      'MaxPool3DGrad',
      { dy: [1, 1, 1, 2, 1], input: [1, 1, 2, 2, 1] },
      { filterSize: [1, 2, 1], strides: 1, pad: 0 },
      'MaxPool3DGrad: windows must be as wide as high, got 2 x 1; tfjs-backend-cpu 4.22.0 computes others wrong',
    ],
  ])('refuses what the stock kernel computes wrong: %s', (kernel, shapes, attrs, message) => {
    const draw = new CaseDraw(1);
    const inputs = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, draw.tensor(shape)]));
    expect(() => traceKernel(kernel, { inputs, attrs })).toThrow(message);
  });

  it('refuses positions of booleans, of which the stock kernel makes bytes', () => {
    const positions = (dtype: Dtype) => {
      const inputs = { x: new CaseDraw(1).tensor([1, 2, 2, 1], dtype) };
      return traceKernel('MaxPoolWithArgmax', { inputs, attrs: { filterSize: 2, strides: 1, pad: 'valid' } });
    };
    expect(positions('int32').calls).toHaveLength(2);
    expect(() => positions('bool')).toThrow('MaxPoolWithArgmax: x must be float32 or int32, got bool');
  });
});
