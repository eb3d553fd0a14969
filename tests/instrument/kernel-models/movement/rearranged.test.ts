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

function refused(kernel: string, shape: readonly number[], attrs: tf.NamedAttrMap) {
  return () => traceKernel(kernel, { inputs: { x: new CaseDraw(1).tensor(shape) }, attrs });
}

describe('every engine prices alike', () => {
  it('blocks, mirrors and diagonals', () => {
    expectAllAgree(traceOn([[1, 2, 3, 8]], (x) => tf.depthToSpace(x as tf.Tensor4D, 2)));
    expectAllAgree(
      traceOn([[4, 2, 2, 1]], (x) =>
        tf.batchToSpaceND(
          x,
          [2, 2],
          [
            [1, 0],
            [0, 1],
          ],
        ),
      ),
    );
    expectAllAgree(
      traceOn([[1, 3, 2, 2]], (x) =>
        tf.spaceToBatchND(
          x,
          [2, 2],
          [
            [0, 1],
            [1, 1],
          ],
        ),
      ),
    );
    expectAllAgree(
      traceOn([[3, 4, 2]], (x) =>
        tf.mirrorPad(
          x,
          [
            [2, 1],
            [0, 3],
            [0, 0],
          ],
          'reflect',
        ),
      ),
    );
    expectAllAgree(traceOn([[5]], (x) => tf.mul(tf.diag(x), 2)));
  });

  it('scans along any axis, both ways', () => {
    for (const [exclusive, reverse] of [
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ]) {
      expectAllAgree(traceOn([[4, 5]], (x) => tf.cumsum(x, 1, exclusive, reverse)));
      expectAllAgree(traceOn([[4, 5]], (x) => tf.cumprod(x, 0, exclusive, reverse)));
    }
  });
});

describe('a scan', () => {
  it('reads the result before each element but the first of a row', () => {
    const reads = (exclusive: boolean) => measured(traceOn([[3, 5]], (x) => tf.cumsum(x, 1, exclusive))).reads;
    expect(reads(false)).toBe(3 * (5 + 4));
    expect(reads(true)).toBe(3 * (4 + 4));
  });

  it.each([
    [[2, 3], -1, 2],
    [[], 0, 0],
    [[2], 1, 1],
  ])('of %j along axis %i is refused, since the stock kernel computes it wrong', (shape, axis, rank) => {
    expect(refused('Cumsum', shape, { axis, exclusive: false, reverse: false })).toThrow(
      `Cumsum: axis must be one of x's ${rank} axes, counted from 0, got ${axis}; tfjs-backend-cpu 4.22.0 computes others wrong`,
    );
  });
});

describe('a kernel that rearranges', () => {
  it('refuses mirrors that are wider than what they show', () => {
    const attrs = (mode: string, before: number) => ({ paddings: [[before, 0]], mode });
    expect(refused('MirrorPad', [3], attrs('symmetric', 3))).not.toThrow();
    expect(refused('MirrorPad', [3], attrs('symmetric', 4))).toThrow(
      'MirrorPad: paddings of axis 0 must be at most 3, got 4 and 0',
    );
    expect(refused('MirrorPad', [3], attrs('reflect', 3))).toThrow(
      'MirrorPad: paddings of axis 0 must be at most 2, got 3 and 0',
    );
  });

  it('refuses blocks of channels in another order or that do not divide', () => {
    expect(refused('DepthToSpace', [1, 1, 1, 4], { blockSize: 2, dataFormat: 'NCHW' })).toThrow(
      'DepthToSpace: dataFormat must be NHWC, got NCHW',
    );
    expect(refused('DepthToSpace', [1, 1, 1, 6], { blockSize: 2, dataFormat: 'NHWC' })).toThrow(
      'DepthToSpace: channels must be a multiple of 4, got 6',
    );
  });
});
