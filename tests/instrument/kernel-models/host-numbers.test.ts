import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { traceComputed, traceFunction } from '../../../instrument/tensors/trace-function.ts';
import { expectNothingLeft, kernelsOf, measured, traceOn } from '../../support/tensors/traced-inputs.ts';

expectNothingLeft();

/** Kernels that no tensor goes into. */
const MAKERS: readonly [kernel: string, make: () => Tensor, values: number[]][] = [
  ['Fill', () => tf.fill([2, 2], 7), [7, 7, 7, 7]],
  ['Fill of an empty shape', () => tf.fill([0, 3], 7), []],
  ['Range', () => tf.range(1, 7, 2), [1, 3, 5]],
  ['Range of nothing', () => tf.range(3, 3), []],
  ['LinSpace', () => tf.linspace(0, 1, 5), [0, 0.25, 0.5, 0.75, 1]],
];

describe('what a kernel makes of host numbers alone', () => {
  it.each(MAKERS)('%s, is free and known where a program computes nothing else', (_, make, values) => {
    const trace = traceFunction(make, []);
    expect(trace.calls).toEqual([]);
    expect(measured(trace).reads).toBe(0);
    const computed = traceComputed(make, []);
    expect(computed.trace).toEqual(trace);
    expect(computed.outputs.map((each) => [...each])).toEqual([values]);
  });

  it.each(MAKERS)('%s, is read as a constant by what is traced', (_, make, values) => {
    const trace = traceOn([[]], (x) => tf.mul(x, make()));
    expect(kernelsOf(trace)).toEqual(['Multiply']);
    // The scalar, and a constant, for every element.
    expect(measured(trace).reads).toBe(values.length);
  });

  it('BroadcastArgs of shapes that are host numbers, is known', () => {
    const shapes = () => ({ s0: tf.tensor1d([2, 1], 'int32'), s1: tf.tensor1d([3], 'int32') });
    const { trace, outputs } = traceComputed(() => tf.engine().runKernel('BroadcastArgs', shapes()) as Tensor, []);
    expect(trace.calls).toEqual([]);
    expect(outputs.map((each) => [...each])).toEqual([[2, 3]]);
  });
});
