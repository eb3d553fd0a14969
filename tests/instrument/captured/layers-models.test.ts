import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { measure } from '../../../core/measurement/measure.ts';
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

const { layers } = tf;

/** Models of one layer each, and the shape of an example. */
const MODELS: [string, () => tf.layers.Layer, number[]][] = [
  ['dense', () => layers.dense({ units: 3, activation: 'relu' }), [4]],
  ['dropout', () => layers.dropout({ rate: 0.5 }), [4]],
  ['layer normalisation', () => layers.layerNormalization(), [4]],
  ['batch normalisation', () => layers.batchNormalization(), [4]],
  ['conv2d', () => layers.conv2d({ filters: 2, kernelSize: 2 }), [4, 4, 2]],
  ['separable conv2d', () => layers.separableConv2d({ filters: 2, kernelSize: 2 }), [4, 4, 2]],
  ['max pooling', () => layers.maxPooling2d({ poolSize: 2 }), [4, 4, 2]],
  ['simpleRNN', () => layers.simpleRNN({ units: 3 }), [4, 2]],
  ['lstm', () => layers.lstm({ units: 3, returnSequences: true }), [4, 2]],
  ['gru', () => layers.gru({ units: 3 }), [4, 2]],
  [
    'bidirectional',
    () => layers.bidirectional({ layer: layers.simpleRNN({ units: 2 }) as never, mergeMode: 'concat' }),
    [4, 2],
  ],
  ['time distributed', () => layers.timeDistributed({ layer: layers.dense({ units: 2 }) }), [4, 2]],
  ['embedding', () => layers.embedding({ inputDim: 5, outputDim: 3 }), [4]],
];

function modelOf(layer: tf.layers.Layer, shape: number[]): tf.Sequential {
  return tf.sequential({ layers: [layers.inputLayer({ inputShape: shape }), layer] });
}

describe('a layers model that was made before', () => {
  it.each(MODELS)('predicts with %s as it does untraced, before and afterwards', (name, make, shape) => {
    const model = modelOf(make(), shape);
    const x = name === 'embedding' ? tf.tensor2d([[1, 4, 0, 1]]) : values([2, ...shape], 1);
    const predict = () => tf.tidy(() => numbersOf(model.predict(x) as tf.Tensor));
    const before = predict();
    const counts = engineCounts();
    const { outputs, trace } = traceComputed((given) => model.predict(given), [x], CAPTURED);
    expect(engineCounts()).toEqual(counts);
    expect([...outputs[0]]).toEqual(before);
    expect(predict()).toEqual(before);
    expect(argumentNames(trace).slice(1).sort()).toEqual(model.weights.map((weight) => weight.name).sort());
    if (name !== 'embedding') expect(traceCaptured((given) => model.predict(given), [x])).toEqual(trace);
  });

  it('costs what it costs with its weights passed in', () => {
    const model = modelOf(layers.dense({ units: 3, activation: 'relu' }), [4]);
    const x = values([2, 4], 1);
    const passed = (given: tf.Tensor, ...weights: tf.Tensor[]) => {
      model.setWeights(weights);
      return model.predict(given);
    };
    const captured = measure(traceCaptured((given) => model.predict(given), [x]));
    expect(captured.cost).toEqual(measure(traceFunction(passed, [x, ...model.getWeights()])).cost);
  });
});

describe('what a layer keeps beside weights', () => {
  it('are moving averages, state of a step and unchanged by it', () => {
    const model = modelOf(layers.batchNormalization({ name: 'norm' }), [3]);
    const x = values([4, 3], 1);
    const before = model.getWeights().map(numbersOf);
    const trace = traceCaptured((given) => model.apply(given, { training: true }), [x]);
    expect(model.getWeights().map(numbersOf)).toEqual(before);
    expect(argumentNames(trace).sort()).toEqual(
      ['input 0', ...['beta', 'gamma', 'moving_mean', 'moving_variance'].map((name) => `norm/${name}`)].sort(),
    );
    expect([trace.results, trace.returned.length]).toEqual([1, 5]);
    expect(measure(trace).cost.steady).not.toBeNull();
  });

  it('are states of a stateful network, which another trace or step goes on from', () => {
    const [traced, untouched] = [1, 2].map(() => {
      const rnn = layers.simpleRNN({
        units: 2,
        stateful: true,
        kernelInitializer: 'ones',
        recurrentInitializer: 'ones',
      });
      return tf.sequential({ layers: [layers.inputLayer({ batchInputShape: [1, 3, 2] }), rnn] });
    });
    const x = values([1, 3, 2], 1);
    const predict = (model: tf.Sequential) => tf.tidy(() => numbersOf(model.predict(x) as tf.Tensor));
    const run = (given: tf.Tensor) => traced.predict(given);
    const steps: number[][] = [];
    for (let step = 0; step < 3; step++) {
      const { outputs } = traceComputed(run, [x], CAPTURED);
      const trace = traceCaptured(run, [x]);
      expect(trace.returned).toHaveLength(argumentNames(trace).some((name) => name === 'captured[1,2]') ? 5 : 1);
      steps.push(predict(traced));
      expect([...outputs[0]]).toEqual(steps[step]);
      expect(steps[step]).toEqual(predict(untouched));
    }
    expect(steps[1]).not.toEqual(steps[0]);
  });

  it('are weights, where it was not built before', () => {
    const layer = layers.dense({ units: 2 });
    const trace = traceCaptured((x) => layer.apply(x), [values([2, 3], 1)]);
    expect(argumentNames(trace)).toEqual(['input 0']);
    expect([layer.built, layer.weights]).toEqual([false, []]);
    expect((layer.apply(values([2, 3], 1)) as tf.Tensor).shape).toEqual([2, 2]);
  });
});
