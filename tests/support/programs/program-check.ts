import type { Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import { ENGINES } from '../../../core/measurement/engines.ts';
import { readsBySlot } from '../../../core/trace/constant-reads.ts';
import type { Trace } from '../../../core/trace/trace.ts';
import { returnedTensors } from '../../../instrument/tensors/returned-tensors.ts';
import { traceComputed, traceFunction } from '../../../instrument/tensors/trace-function.ts';
import { countedRun, type ReadsByKernel } from './counted-run.ts';
import { inputsOf, type ProgramRun, type TensorProgram } from './tensor-program.ts';

/**
 * Expects of a program: its trace computes what the stock kernels compute, bit for bit, and reads by kernel what they
 * are seen to read; shapes alone give the same trace, where they are enough; tracing leaves nothing.
 */
export function expectTraced(program: TensorProgram): void {
  const stock = ofRun(program, (run, inputs) => outputsOf(run, inputs).map((tensor) => tensor.dataSync().slice()));
  const counted = countedRun(() => {
    const run = runOf(program);
    const inputs = inputsOf(program);
    return () => outputsOf(run, inputs);
  });
  expect(counted.outputs).toEqual(stock);
  const options = { name: 'program', captured: 'arguments' } as const;
  ofRun(program, (run, inputs) => {
    const { trace, outputs } = leavingNothing(() => traceComputed(run, inputs, options));
    expect(outputs).toEqual(stock);
    expect(readsOf(trace)).toEqual(tracedReads(counted.reads));
    const ofShapes = () => leavingNothing(() => traceFunction(run, inputs, options));
    const { values = 'shapes', register } = program;
    if (values === 'computed') expect(ofShapes).toThrow('trace with traceComputed');
    if (values === 'branches') expect(ofShapes()).not.toEqual(trace);
    if (values === 'shapes') expect(ofShapes()).toEqual(trace);
    if (register !== undefined) {
      const { histogram } = ENGINES.run(trace, { semantics: 'eager', granularity: 'register' });
      expect(histogram.reads).toBe(register);
    }
  });
}

function leavingNothing<T>(trace: () => T): T {
  const memory = (): number[] => [tf.memory().numTensors, tf.memory().numDataBuffers, tf.memory().numBytes];
  const before = memory();
  const result = trace();
  expect(memory()).toEqual(before);
  return result;
}

/** Kernels that read what they have made where no proxy can stand: these reads are in neither count. */
const UNSEEN: Readonly<Record<string, string>> = {
  LRNGrad: 'a Float32Array to which it adds',
  Multinomial: 'sums of probabilities in a Float32Array',
  RaggedGather: 'splits and slices in plain arrays',
  RaggedTensorToTensor: 'places of rows in plain arrays',
  ResizeBilinearGrad: 'a Float32Array to which it adds',
  SparseFillEmptyRows: 'counts of rows in a plain array',
  TopK: 'pairs of a number and its place in a plain array',
};

/** By kernel, constants among them: what the stock kernels read does not depend on who made it. */
function readsOf(trace: Trace): ReadsByKernel {
  const reads: Record<string, number> = {};
  const add = (kernel: string, count: number) => {
    if (count > 0) reads[kernel] = (reads[kernel] ?? 0) + count;
  };
  const ofNest = trace.nests.map(readsBySlot);
  const fromOthers = new Set(trace.arguments);
  for (const { kernel, nest, values } of trace.calls) {
    const isSeen = (value: number): boolean => fromOthers.has(value) || trace.values[value].kind === 'constant';
    values.forEach((value, slot) => {
      if (!(kernel in UNSEEN) || isSeen(value)) add(kernel, ofNest[nest][slot]);
    });
    if (!(kernel in UNSEEN)) for (const value of values) fromOthers.add(value);
  }
  for (const { kernel, reads } of trace.constantReads ?? []) add(kernel, reads);
  return reads;
}

/** Kernels that are given no tensor, whose reads of what they have just written are the host's own affair. */
const UNTRACED_READS: readonly string[] = ['LinSpace', 'Range'];

function tracedReads(reads: ReadsByKernel): ReadsByKernel {
  return Object.fromEntries(Object.entries(reads).filter(([kernel]) => !UNTRACED_READS.includes(kernel)));
}

function runOf(program: TensorProgram): ProgramRun {
  return 'run' in program ? program.run : program.before();
}

function outputsOf(run: ProgramRun, inputs: Tensor[]): Tensor[] {
  return returnedTensors('program', run(...inputs));
}

/** Gives the program and its inputs, and disposes of all that is made. */
function ofRun<T>(program: TensorProgram, use: (run: ProgramRun, inputs: Tensor[]) => T): T {
  const results: T[] = [];
  tf.tidy(() => {
    results.push(use(runOf(program), inputsOf(program)));
  });
  // What was made by a name stays until it is told otherwise.
  tf.disposeVariables();
  return results[0];
}
