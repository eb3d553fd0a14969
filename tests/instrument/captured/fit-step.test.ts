import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { measure } from '../../../core/measurement/measure.ts';
import { fitStep } from '../../../instrument/captured/fit-step.ts';
import { traceComputed, traceFunction } from '../../../instrument/tensors/trace-function.ts';
import { argumentsOf, CAPTURED, engineCounts, numbersOf, scopedTests, values } from '../../support/tensors/captured.ts';

scopedTests();

const [X, Y] = [() => values([5, 3], 1), () => values([5, 2], 2)];

function kernel(seed: number) {
  return tf.initializers.glorotUniform({ seed });
}

function sequential(): tf.LayersModel {
  const hidden = tf.layers.dense({ units: 4, activation: 'tanh', inputShape: [3], kernelInitializer: kernel(1) });
  const output = tf.layers.dense({ units: 2, kernelInitializer: kernel(2), kernelRegularizer: 'l1l2' });
  return tf.sequential({ layers: [hidden, output] });
}

function functional(): tf.LayersModel {
  const input = tf.input({ shape: [3] });
  const shared = tf.layers.dense({ units: 3, kernelInitializer: kernel(1) });
  const twice = shared.apply(shared.apply(input)) as tf.SymbolicTensor;
  const output = tf.layers.dense({ units: 2, kernelInitializer: kernel(2) }).apply(twice) as tf.SymbolicTensor;
  return tf.model({ inputs: input, outputs: output });
}

function compiled(make: () => tf.LayersModel): tf.LayersModel {
  const model = make();
  model.compile({ optimizer: tf.train.adam(0.01), loss: 'meanSquaredError', metrics: ['mae'] });
  return model;
}

describe.each([
  ['a sequential model', sequential],
  ['a functional model with a shared layer', functional],
])('a step of fit of %s', (_, make) => {
  it('is what trainOnBatch does, bit for bit', async () => {
    const [stepped, batched] = [compiled(make), compiled(make)];
    const [x, y] = [X(), Y()];
    for (let step = 0; step < 3; step++) {
      const results = fitStep(stepped, x, y);
      expect(results.map((result) => result.dataSync()[0])).toEqual(await batched.trainOnBatch(x, y));
    }
    expect(stepped.getWeights().map(numbersOf)).toEqual(batched.getWeights().map(numbersOf));
  });

  it('is traced with its model and optimiser, which it leaves as they were', () => {
    const [traced, untouched] = [compiled(make), compiled(make)];
    const [x, y] = [X(), Y()];
    const step = (model: tf.LayersModel) => tf.tidy(() => fitStep(model, x, y).map(numbersOf));
    for (const model of [traced, untouched]) step(model);
    const before = engineCounts();
    const run = (a: tf.Tensor, b: tf.Tensor) => fitStep(traced, a, b);
    const trace = traceFunction(run, [x, y], CAPTURED);
    const { outputs } = traceComputed(run, [x, y], CAPTURED);
    expect(engineCounts()).toEqual(before);
    expect(outputs.map((output) => [...output])).toEqual(step(untouched));
    step(traced);
    expect([step(traced)]).toEqual([step(untouched)]);
    const roles = argumentsOf(trace).map(({ role }) => role);
    // Per variable two moments, and two powers of beta.
    expect(roles.filter((role) => role === 'weights')).toHaveLength(4);
    expect(roles.filter((role) => role === 'optimiser state')).toHaveLength(10);
    expect([trace.results, trace.returned.length, trace.batchArguments]).toEqual([2, 2 + 14, 2]);
    const { cost } = measure(trace);
    expect(cost.steady?.[4]).toBeGreaterThan(cost.cold[4] as number);
  });
});

describe('training that goes on after a trace', () => {
  it.each(['fit', 'trainOnBatch'] as const)(
    '%s is refused, with the way to trace it, and trains nothing',
    async (method) => {
      const model = compiled(sequential);
      const [x, y] = [X(), Y()];
      const before = model.getWeights().map(numbersOf);
      const sentence = `trace: ${method} of a model is asynchronous and would go on after the trace; trace (x, y) => fitStep(`;
      expect(() => traceFunction(() => model[method](x, y), [], CAPTURED)).toThrow(sentence);
      expect(() => traceFunction(async () => model[method](x, y), [])).toThrow(sentence);
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect(model.getWeights().map(numbersOf)).toEqual(before);
      expect(await model[method](x, y)).toBeDefined();
      tf.dispose([x, y]);
    },
  );

  it('needs a compiled model', () => {
    expect(() => fitStep({}, X(), Y())).toThrow(InputError);
    const model = sequential();
    expect(() => tf.tidy(() => fitStep(model, X(), Y()))).toThrow('fitStep: the model is not compiled');
  });
});
