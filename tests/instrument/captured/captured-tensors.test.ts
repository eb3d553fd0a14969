import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { measure } from '../../../core/measurement/measure.ts';
import { parseTrace } from '../../../core/trace/trace-format.ts';
import { tensorProgram } from '../../../instrument/cases/case-body.ts';
import { recordBody } from '../../../instrument/cases/measured-case.ts';
import { phase } from '../../../instrument/labels/labels.ts';
import { constantTensor } from '../../../instrument/recording/constant-tensors.ts';
import { traceComputed, traceFunction } from '../../../instrument/tensors/trace-function.ts';
import { traceUpdate } from '../../../instrument/tensors/trace-update.ts';
import type { UpdateProgram } from '../../../instrument/tensors/update-program.ts';
import {
  argumentNames,
  argumentsOf,
  CAPTURED,
  numbersOf,
  traceCaptured,
  values,
} from '../../support/tensors/captured.ts';
import { expectNothingLeft } from '../../support/tensors/traced-inputs.ts';

expectNothingLeft();

/** Runs with tensors that exist before any trace, and disposes of them. */
function withTensors<T extends tf.Tensor[], R>(made: [...T], run: (...tensors: T) => R): R {
  try {
    return run(...made);
  } finally {
    for (const tensor of made) tensor.dispose();
  }
}

describe('tensors from before a trace', () => {
  it('are refused by default, with the option that takes them', () => {
    withTensors([tf.ones([2]), tf.ones([2])], (x, w) => {
      expect(() => traceFunction((a) => tf.mul(a, w), [x])).toThrow(
        'trace: a tensor float32[2] was made before the trace and is no argument of it; pass it in, or mark it with ' +
          "constantTensor if it is made of host numbers; with the option captured: 'arguments' all such are arguments",
      );
      expect(() => traceFunction((a) => tf.mul(a, w), [x], { captured: 'yes' as never })).toThrow(InputError);
    });
  });

  it('become arguments after the inputs, in order of first use, and cost what they cost as inputs', () => {
    withTensors([values([2, 3], 1), values([3, 4], 2), values([4], 3)], (x, w, b) => {
      const run = (a: tf.Tensor) => tf.add(tf.matMul(a, w), b);
      const trace = traceCaptured(run, [x]);
      expect(argumentsOf(trace)).toEqual([
        { size: 6, kind: 'argument', role: 'inputs', name: 'input 0', row: 3 },
        { size: 12, kind: 'argument', role: 'inputs', name: 'captured[3,4]', row: 4 },
        { size: 4, kind: 'argument', role: 'inputs', name: 'captured[4]', row: 4 },
      ]);
      const passed = traceFunction((a, v, c) => tf.add(tf.matMul(a, v), c), [x, w, b]);
      expect(measure(trace).cost).toEqual(measure(passed).cost);
      expect(parseTrace(JSON.parse(JSON.stringify(trace)), 'trace.json')).toEqual(trace);
    });
  });

  it('are computed with under traceComputed, and not read under traceFunction', () => {
    withTensors([values([3], 1), values([3], 2)], (x, w) => {
      const run = (a: tf.Tensor) => tf.mul(a, w);
      const expected = numbersOf(x).map((each, at) => Math.fround(each * numbersOf(w)[at]));
      const { outputs, trace } = traceComputed(run, [x], CAPTURED);
      expect([...outputs[0]]).toEqual(expected);
      expect(traceFunction(run, [x], CAPTURED)).toEqual(trace);
      expect(() => traceFunction(() => tf.scalar(w.dataSync()[0]), [x], CAPTURED)).toThrow('trace with traceComputed');
    });
  });

  it('are read by the host like any argument', () => {
    withTensors([values([3], 1)], (w) => {
      const { trace } = traceComputed(() => tf.neg(tf.tensor(numbersOf(w))), [], CAPTURED);
      expect(trace.calls.map(({ kernel }) => kernel)).toEqual(['HostRead', 'HostWrite', 'Neg']);
    });
  });

  it('that share their storage are one argument', () => {
    withTensors([values([2, 3], 1)], (w) =>
      withTensors([w.reshape([6]), w.clone(), w.slice([0, 0], [1, 3])], (flat, same, part) => {
        const trace = traceCaptured(() => [tf.sum(flat), tf.sum(same), tf.sum(w), tf.sum(part)]);
        expect(argumentNames(trace)).toEqual(['captured[6]', 'captured[1,3]']);
      }),
    );
  });

  it('that are inputs too are these inputs', () => {
    withTensors([values([3], 1)], (x) => {
      const trace = traceCaptured((a) => tf.mul(a, x), [x]);
      expect(argumentNames(trace)).toEqual(['input 0']);
    });
  });

  it('may be of whole numbers or truths', () => {
    withTensors(
      [tf.tensor1d([2, 0], 'int32'), tf.tensor1d([true, false], 'bool'), values([3], 1)],
      (index, mask, x) => {
        const run = () => [tf.gather(x, index), tf.logicalNot(mask), tf.cast(index, 'float32'), tf.add(index, 1)];
        const { outputs, trace } = traceComputed(run, [], CAPTURED);
        expect(argumentNames(trace)).toEqual(['captured[3]', 'captured[2]', 'captured[2]']);
        expect(outputs.map((output) => [...output])).toEqual([
          [2, 0].map((at) => x.dataSync()[at]),
          [0, 1],
          [2, 0],
          [3, 1],
        ]);
        expect(() => traceFunction(run, [], CAPTURED)).toThrow('takes addresses from the values of "indices"');
      },
    );
  });

  it('are constants where they are marked as such', () => {
    withTensors([constantTensor(tf.tensor1d([2, 0], 'int32')), values([3], 1)], (index, x) => {
      expect(argumentNames(traceCaptured(() => tf.gather(x, index)))).toEqual(['captured[3]']);
      expect(numbersOf(index)).toEqual([2, 0]);
    });
  });

  it('that were disposed of are named', () => {
    const gone = tf.ones([2, 2]);
    gone.dispose();
    expect(() => traceCaptured(() => tf.relu(gone))).toThrow(
      'trace: a tensor float32[2,2] that the program uses was disposed of before; keep it until it is traced',
    );
  });

  it('stay where they are: on another backend, in its counts', async () => {
    await import('@tensorflow/tfjs-backend-wasm');
    await tf.setBackend('wasm');
    const w = values([2, 2], 1);
    const product = () => tf.tidy(() => numbersOf(w.matMul(w)));
    const expected = product();
    const counts = () => [tf.memory().numTensors, tf.memory().numDataBuffers, tf.memory().numBytes];
    const before = counts();
    const wasm = tf.backend();
    const run = () => [tf.matMul(w as tf.Tensor2D, w as tf.Tensor2D), tf.reshape(w, [4])];
    traceFunction(run, [], CAPTURED);
    const { outputs } = traceComputed(run, [], CAPTURED);
    expect(tf.getBackend()).toBe('wasm');
    expect(counts()).toEqual(before);
    expect(wasm.refCount(w.dataId)).toBe(1);
    expect(product()).toEqual(expected);
    expect([...outputs[1]]).toEqual(numbersOf(w));
    w.dispose();
    await tf.setBackend('cpu');
  });
});

describe('in an update program', () => {
  it('captured tensors are state behind its own', () => {
    withTensors([values([3], 1)], (frozen) => {
      const program: UpdateProgram = {
        name: 'decay',
        about: {},
        batch: [],
        state: [{ name: 'w', shape: [3], dtype: 'float32', role: 'weights' }],
        update: (_, [w]) => ({ state: [phase('optimiser', () => tf.mul(w, frozen))], read: {} }),
      };
      const trace = traceUpdate(program, CAPTURED);
      expect(argumentNames(trace)).toEqual(['w', 'captured[3]']);
      expect(trace.returned).toHaveLength(2);
      expect(trace.returned[1]).toBe(trace.arguments[1]);
      expect(measure(trace).cost.steady).not.toBeNull();
    });
  });
});

describe('in a case', () => {
  it('captured tensors are arguments by the same option', () => {
    withTensors([values([3], 1), values([3], 2)], (x, w) => {
      const body = tensorProgram((a) => tf.mul(a, w), [x], CAPTURED);
      const recorded = recordBody(body, 'a case', { lines: false }, () => expect.fail('reads no file'));
      expect('trace' in recorded && argumentNames(recorded.trace)).toEqual(['input 0', 'captured[3]']);
    });
  });
});
