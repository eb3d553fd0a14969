import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { instruction } from '../../../instrument/kernel-models/model/element-loops.ts';
import { at, type KernelModel } from '../../../instrument/kernel-models/model/kernel-model.ts';
import { traceComputed, traceFunction } from '../../../instrument/tensors/trace-function.ts';
import { expectNothingLeft, kernelsOf, measured, traceOn, withInputs } from '../../support/tensors/traced-inputs.ts';

expectNothingLeft();

/** A step of an optimiser that the program makes inside, moments and all, on a gradient that is given. */
function step(optimizer: () => tf.Optimizer): (w: Tensor, gradient: Tensor) => Tensor {
  return (w, gradient) => {
    const weights = tf.variable(w, true, 'weights');
    optimizer().applyGradients({ weights: gradient });
    return weights;
  };
}

const SHAPES = [
  [3, 4],
  [3, 4],
];

describe('of what a program makes', () => {
  it.each<[string, () => tf.Optimizer]>([
    ['sgd', () => tf.train.sgd(0.1)],
    ['momentum', () => tf.train.momentum(0.1, 0.9)],
    ['adam', () => tf.train.adam(0.1)],
    ['rmsprop', () => tf.train.rmsprop(0.1)],
    ['adagrad', () => tf.train.adagrad(0.1)],
    ['adamax', () => tf.train.adamax(0.1)],
    ['adadelta', () => tf.train.adadelta(0.1)],
  ])('ten steps of %s leave no tensor and no name, and are the same trace', (_, optimizer) => {
    const before = [tf.memory().numTensors, tf.memory().numDataBuffers, tf.memory().numBytes];
    const first = traceOn(SHAPES, step(optimizer));
    for (let time = 1; time < 10; time++) expect(traceOn(SHAPES, step(optimizer))).toEqual(first);
    expect([tf.memory().numTensors, tf.memory().numDataBuffers, tf.memory().numBytes]).toEqual(before);
    expect(Object.keys(tf.engine().registeredVariables)).toEqual([]);
  });

  it('kept tensors are disposed of too, wherever they were kept', () => {
    const outside: Tensor[] = [];
    traceOn([[3]], (x) =>
      tf.tidy(() => {
        outside.push(tf.keep(tf.relu(x)));
        return tf.neg(x);
      }),
    );
    expect(outside[0].isDisposed).toBe(true);
  });

  it('scopes that it leaves open are closed, with what is in them', () => {
    const before = tf.memory().numTensors;
    const open = (x: Tensor) => {
      tf.engine().startScope();
      tf.engine().startScope();
      return tf.neg(tf.relu(x));
    };
    const failing = (x: Tensor) => {
      open(x);
      throw new Error('mine');
    };
    withInputs([[3]], (x) => {
      expect(kernelsOf(traceFunction(open, [x]))).toEqual(['Relu', 'Neg']);
      expect(() => traceFunction(failing, [x])).toThrow(new Error('mine'));
      expect(tf.memory().numTensors).toBe(before + 1);
    });
  });

  it('nothing is left either where the program fails', () => {
    const failing = (x: Tensor) => {
      tf.keep(tf.relu(x));
      tf.variable(x, true, 'unlucky');
      throw new Error('mine');
    };
    expect(() => traceOn([[3]], failing)).toThrow(new Error('mine'));
    expect(Object.keys(tf.engine().registeredVariables)).toEqual([]);
    expect(kernelsOf(traceOn([[3]], (x) => tf.neg(x)))).toEqual(['Neg']);
  });
});

describe('variables from before a trace', () => {
  const values = (variable: tf.Variable) => [...variable.dataSync()];

  it('have their values back after it, and can be assigned and traced again', () => {
    const weights = tf.tidy(() => tf.variable(tf.tensor1d([1, 2]), true, 'model/weights'));
    const before = [tf.memory().numDataBuffers, tf.memory().numBytes];
    const predict = (x: Tensor, w: Tensor) => {
      weights.assign(w as tf.Tensor1D);
      return tf.mul(x, weights);
    };
    for (let time = 0; time < 3; time++) {
      const trace = traceOn([[2], [2]], predict);
      expect(trace.calls[0].values.map((value) => trace.values[value].kind)).toEqual([
        'argument',
        'argument',
        'computed',
      ]);
      expect(values(weights)).toEqual([1, 2]);
    }
    expect(() =>
      traceOn([[2], [2]], (x, w) => {
        predict(x, w);
        throw new Error('mine');
      }),
    ).toThrow('mine');
    tf.tidy(() => weights.assign(tf.add(weights, 1)));
    expect(values(weights)).toEqual([2, 3]);
    expect([tf.memory().numDataBuffers, tf.memory().numBytes]).toEqual(before);
    weights.dispose();
  });

  it('are no arguments, unless the program assigns them', () => {
    const weights = tf.tidy(() => tf.variable(tf.tensor1d([1, 2]), true, 'model/weights'));
    expect(() => traceOn([[2]], (x) => tf.mul(x, weights))).toThrow(
      'trace: the variable model/weights float32[2] was made before the trace and is no argument of it; ' +
        'assign an argument to it in the program',
    );
    weights.dispose();
  });

  it('stay as they are where the trace leaves them alone, and go where it disposes of them', () => {
    const initial = [tf.tensor1d([1]), tf.tensor1d([2])];
    const [kept, gone] = initial.map((tensor) => tf.variable(tensor));
    tf.dispose(initial);
    traceOn([[2]], (x) => {
      gone.dispose();
      return tf.neg(x);
    });
    expect(values(kept)).toEqual([1]);
    expect(gone.isDisposed).toBe(true);
    kept.dispose();
    expect(Object.keys(tf.engine().registeredVariables)).toEqual([]);
  });
});

describe('what a first step finds empty', () => {
  it('is told: reads of moments that are made inside, by kernel and variable', () => {
    const { constantReads, warnings } = measured(
      traceOn(
        SHAPES,
        step(() => tf.train.adam(0.1)),
      ),
    );
    const moments = constantReads.filter(({ value }) => value === 'variable[3,4]');
    expect(moments).toEqual([
      { kernel: 'Add', value: 'variable[3,4]', elements: 12, reads: 24 },
      { kernel: 'Multiply', value: 'variable[3,4]', elements: 12, reads: 24 },
    ]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('Add of variable[3,4]: 24, Multiply of variable[3,4]: 24');
    expect(warnings[0]).toMatch(/; an optimiser makes its state at its first step: run one before the trace$/);
  });

  it('has the name of the variable, where somebody gave it one', () => {
    const own = (w: Tensor, gradient: Tensor) => {
      const moment = tf.variable(tf.zeros([3, 4]), false, 'moment');
      moment.assign(tf.add(tf.mul(moment, 0.9), gradient));
      return [tf.sub(w, moment), moment];
    };
    expect(measured(traceOn(SHAPES, own)).constantReads.map(({ kernel, value }) => [kernel, value])).toEqual([
      ['Add', 'moment'],
      ['Multiply', 'moment'],
      ['Multiply', 'constant[1]'],
    ]);
  });

  it('is named alike where values are computed', () => {
    withInputs(SHAPES, (...inputs) => {
      const run = step(() => tf.train.momentum(0.1, 0.9));
      expect(traceComputed(run, inputs as [Tensor, Tensor]).trace).toEqual(
        traceFunction(run, inputs as [Tensor, Tensor]),
      );
    });
  });
});

describe('a kernel that is registered after the first trace', () => {
  it('is refused as one from before, and traced with a model', () => {
    traceOn([[3]], (x) => tf.neg(x));
    tf.registerKernel({ kernelName: 'Late', backendName: 'cpu', kernelFunc: tf.getKernel('Relu', 'cpu').kernelFunc });
    const late = (x: Tensor) => tf.engine().runKernel('Late', { x }) as Tensor;
    expect(() => traceOn([[3]], late)).toThrow(
      'traced backend: kernel "Late" has no access model; ' +
        'compute it before the trace and pass the result in, or give its model by registerKernelModel',
    );
    tf.unregisterKernel('Late', 'cpu');
  });
});

describe('what a model of a user makes is checked before anything is priced', () => {
  it.each([
    ['a loop without an end', Number.POSITIVE_INFINITY, 1],
    ['a fraction of an iteration', 1.5, 1],
    ['less than no iteration', -3, 1],
    ['a read beyond its input', 4, 2],
  ])('%s', (_, trip, stride) => {
    const model: KernelModel = (plan, { x }) => {
      const out = plan.make(x.shape, x.dtype);
      const body = [instruction('neg', [at(0, x, 0, [stride])], at(1, out, 0, [1]))];
      plan.call({ slots: 2, locals: 0, body: [{ trip, body }] }, x, out);
      return out;
    };
    const traced = () => withInputs([[4]], (x) => traceFunction((y) => tf.neg(y), [x], { models: { Neg: model } }));
    expect(traced).toThrow(/^traceFunction: what option models makes: /);
  });
});
