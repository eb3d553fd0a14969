import '@tensorflow/tfjs-backend-cpu';
import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, expect } from 'vitest';
import { ENGINES } from '../../../core/measurement/engines.ts';
import { type Measurement, summarize } from '../../../core/measurement/measurement.ts';
import type { Trace } from '../../../core/trace/trace.ts';
import { traceFunction } from '../../../instrument/tensors/trace-function.ts';

/** Whatever the tests of a file trace, and however it fails: the backend is as before and no tensor is left. */
export function expectNothingLeft(): void {
  let tensorsBefore = 0;
  beforeEach(async () => {
    tf.enableProdMode();
    await tf.setBackend('cpu');
    tensorsBefore = tf.memory().numTensors;
  });
  afterEach(() => {
    expect(tf.getBackend()).toBe('cpu');
    expect(tf.memory().numTensors).toBe(tensorsBefore);
  });
}

/** Runs on inputs of these shapes, the same random numbers each time. */
export function withInputs<T>(shapes: readonly (readonly number[])[], run: (...inputs: Tensor[]) => T): T {
  const inputs = shapes.map((shape) => tf.randomUniform([...shape], -2, 2, 'float32', 1));
  try {
    return run(...inputs);
  } finally {
    tf.dispose(inputs);
  }
}

export function traceOn(shapes: readonly (readonly number[])[], run: (...inputs: Tensor[]) => unknown): Trace {
  return withInputs(shapes, (...inputs) => traceFunction(run, inputs));
}

export function kernelsOf(trace: Trace): string[] {
  return trace.calls.map(({ kernel }) => kernel);
}

export function measured(trace: Trace): Measurement {
  return summarize(trace, ENGINES.run(trace, { semantics: 'eager', granularity: 'register' }), null);
}
