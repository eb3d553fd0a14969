import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, expect } from 'vitest';
import type { Trace, TraceValue } from '../../../core/trace/trace.ts';
import { traceFunction } from '../../../instrument/tensors/trace-function.ts';

export const CAPTURED = { captured: 'arguments' } as const;

/** Each test of a file has a scope of its own, in which all that it makes is disposed of, variables too. */
export function scopedTests(): void {
  beforeEach(async () => {
    tf.enableProdMode();
    await tf.setBackend('cpu');
    tf.engine().startScope();
  });
  afterEach(() => {
    expect(tf.getBackend()).toBe('cpu');
    tf.disposeVariables();
    tf.engine().endScope();
  });
}

/** The arguments of a trace by name, in their order. */
export function argumentNames(trace: Trace): (string | undefined)[] {
  return argumentsOf(trace).map(({ name }) => name);
}

export function argumentsOf({ arguments: args, values }: Trace): TraceValue[] {
  return args.map((value) => values[value]);
}

/** What TensorFlow.js counts, and its variables in their order, which a trace leaves as they are. */
export function engineCounts() {
  const { numTensors, numDataBuffers, numBytes } = tf.memory();
  return { numTensors, numDataBuffers, numBytes, variables: Object.keys(tf.engine().registeredVariables) };
}

/** The trace of a program that captures what it uses; whatever it does, nothing is counted afterwards that was not before. */
export function traceCaptured(run: (...inputs: tf.Tensor[]) => unknown, inputs: readonly tf.Tensor[] = []): Trace {
  const before = engineCounts();
  try {
    return traceFunction(run, inputs, CAPTURED);
  } finally {
    expect(engineCounts()).toEqual(before);
  }
}

/** Numbers from -1 to 1, the same for the same seed. */
export function values(shape: number[], seed: number): tf.Tensor {
  return tf.randomUniform(shape, -1, 1, 'float32', seed);
}

export function numbersOf(tensor: tf.Tensor): number[] {
  return [...tensor.dataSync()];
}
