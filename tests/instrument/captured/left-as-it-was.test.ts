import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { traceComputed, traceFunction } from '../../../instrument/tensors/trace-function.ts';
import {
  argumentNames,
  CAPTURED,
  engineCounts,
  numbersOf,
  scopedTests,
  traceCaptured,
  values,
} from '../../support/tensors/captured.ts';

scopedTests();

const OPTIMISERS: [string, () => tf.Optimizer][] = [
  ['sgd', () => tf.train.sgd(0.1)],
  ['momentum', () => tf.train.momentum(0.1, 0.9)],
  ['nesterov', () => tf.train.momentum(0.1, 0.9, true)],
  ['adam', () => tf.train.adam(0.1)],
  ['rmsprop', () => tf.train.rmsprop(0.1)],
  ['centred rmsprop', () => tf.train.rmsprop(0.1, 0.9, 0.5, 1e-6, true)],
  ['adagrad', () => tf.train.adagrad(0.1)],
  ['adamax', () => tf.train.adamax(0.1, 0.9, 0.999, 1e-7, 0.01)],
  ['adadelta', () => tf.train.adadelta(0.1)],
];

/** A regression that is trained: its variables, its optimiser, a step of it. */
class Regression {
  readonly x = values([4, 3], 1);
  readonly w = tf.tidy(() => tf.variable(values([3, 2], 2), true, 'net/w'));
  readonly b = tf.tidy(() => tf.variable(values([2], 3), true, 'net/b'));
  readonly frozen = tf.tidy(() => tf.variable(values([2], 4), false, 'net/frozen'));
  readonly optimiser: tf.Optimizer;

  constructor(optimiser: () => tf.Optimizer) {
    this.optimiser = optimiser();
  }

  readonly step = (): tf.Scalar => this.optimiser.minimize(() => this.loss(), true) as tf.Scalar;

  loss(): tf.Scalar {
    return tf.mean(
      tf.square(tf.mul(tf.add(tf.matMul(this.x as tf.Tensor2D, this.w as tf.Tensor2D), this.b), this.frozen)),
    );
  }

  /** All numbers that three further steps see, and what the optimiser is afterwards. */
  trained(): unknown {
    const losses = [1, 2, 3].map(() => tf.tidy(() => numbersOf(this.step())));
    return [losses, numbersOf(this.w), numbersOf(this.b), this.fields()];
  }

  fields(): unknown {
    return JSON.parse(
      JSON.stringify(this.optimiser, (_, value: unknown) => (value instanceof tf.Tensor ? numbersOf(value) : value)),
    ) as unknown;
  }
}

/** What training gives after `before`, from the same start each time. */
function trainedAfter(optimiser: () => tf.Optimizer, before: (regression: Regression) => void): unknown {
  const regression = new Regression(optimiser);
  before(regression);
  const trained = regression.trained();
  tf.disposeVariables();
  return trained;
}

describe('a step that is traced', () => {
  it.each(OPTIMISERS)(
    'of %s leaves variables and optimiser as they were, the first step and later ones',
    (_, optimiser) => {
      for (const stepsBefore of [0, 2]) {
        const steps = (regression: Regression) => {
          for (let step = 0; step < stepsBefore; step++) regression.step().dispose();
        };
        const untraced = trainedAfter(optimiser, steps);
        const traced = trainedAfter(optimiser, (regression) => {
          steps(regression);
          const fields = regression.fields();
          const trace = traceCaptured(() => regression.step());
          expect(argumentNames(trace)).toEqual(expect.arrayContaining(['captured[4,3]', 'net/w', 'net/frozen']));
          expect(traceComputed(regression.step, [], { ...CAPTURED, name: trace.name }).trace).toEqual(trace);
          expect(regression.fields()).toEqual(fields);
        });
        expect(traced).toEqual(untraced);
      }
    },
  );

  it('may live on another backend', async () => {
    await import('@tensorflow/tfjs-backend-wasm');
    await tf.setBackend('wasm');
    const adam = () => tf.train.adam(0.1);
    const untraced = trainedAfter(adam, (regression) => regression.step());
    const traced = trainedAfter(adam, (regression) => {
      regression.step();
      traceCaptured(regression.step);
      traceComputed(regression.step, [], CAPTURED);
      expect(tf.getBackend()).toBe('wasm');
    });
    expect(traced).toEqual(untraced);
    await tf.setBackend('cpu');
  });

  it('computes the loss of the untraced step', () => {
    const regression = new Regression(() => tf.train.adam(0.1));
    const { outputs } = traceComputed(regression.step, [], CAPTURED);
    expect([...outputs[0]]).toEqual(tf.tidy(() => numbersOf(regression.step())));
  });

  it('may be traced ten times', () => {
    const regression = new Regression(() => tf.train.adam(0.1));
    const before = engineCounts();
    const first = traceFunction(regression.step, [], CAPTURED);
    for (let time = 1; time < 10; time++) expect(traceFunction(regression.step, [], CAPTURED)).toEqual(first);
    expect(engineCounts()).toEqual(before);
  });

  it('may fail midway', () => {
    const failing = (regression: Regression) => {
      const trace = () =>
        traceCaptured(() => {
          regression.step();
          regression.w.dispose();
          tf.keep(regression.x);
          throw new Error('mine');
        });
      expect(trace).toThrow(new Error('mine'));
      expect(regression.x.kept).toBe(false);
    };
    const optimiser = () => tf.train.adam(0.1);
    expect(trainedAfter(optimiser, failing)).toEqual(trainedAfter(optimiser, () => {}));
  });
});

describe('what a program does to tensors from before', () => {
  it('assigning and disposing of them, twice and to one another, is undone', () => {
    const [a, b, plain] = [tf.variable(values([2], 1)), tf.variable(values([2], 2)), values([2], 3)];
    const [ofA, ofB, ofPlain] = [a, b, plain].map(numbersOf);
    traceCaptured(() => {
      a.assign(b as tf.Tensor1D);
      b.assign(tf.mul(a, 2) as tf.Tensor1D);
      a.assign(a.clone() as tf.Tensor1D);
      a.assign(tf.add(a, b) as tf.Tensor1D);
      plain.dispose();
      b.dispose();
      return tf.neg(a);
    });
    expect([numbersOf(a), numbersOf(b), numbersOf(plain)]).toEqual([ofA, ofB, ofPlain]);
  });

  it('is undone within a scope of the user, who disposes of them there', () => {
    const before = engineCounts();
    tf.tidy(() => {
      const plain = values([2], 3);
      traceFunction(() => tf.tidy(() => [tf.keep(plain), tf.neg(plain)]), [], CAPTURED);
      expect(plain.isDisposed).toBe(false);
    });
    expect(engineCounts()).toEqual(before);
  });
});
