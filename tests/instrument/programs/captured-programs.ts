import type { Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { floats, type TensorProgram } from '../../support/programs/tensor-program.ts';
import { OPTIMIZERS } from './training-programs.ts';

/** Features of a batch, and what is to be said of them. */
const BATCH = [
  [3, 4],
  [3, 2],
] as const;

/** A step of an optimiser that has made one before, so that its moments are there. */
const LATER_STEPS = Object.entries(OPTIMIZERS).map(
  ([name, made]): TensorProgram => ({
    name: `a later step of ${name}`,
    inputs: BATCH,
    before: () => {
      const weights = tf.variable(numbers(4, 2));
      const optimizer = made();
      const step = (x: Tensor, y: Tensor) =>
        optimizer.minimize(() => tf.losses.meanSquaredError(y, tf.matMul(x, weights)), true, [weights]);
      step(numbers(3, 4), numbers(3, 2));
      return (x, y) => [step(x, y), weights];
    },
  }),
);

/** What a model makes of an input, its weights in 0 .. 1. */
function predicted(name: string, shape: readonly number[], layers: () => tf.layers.Layer[]): TensorProgram {
  return {
    name: `prediction by ${name}`,
    inputs: [[2, ...shape]],
    before: () => {
      const model = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: [...shape] }), ...layers()] });
      model.setWeights(model.getWeights().map(({ shape: of }) => numbers(...of)));
      return (x) => model.predict(x);
    },
  };
}

function numbers(...shape: number[]): Tensor {
  return tf.randomUniform(shape, 0.1, 1, 'float32', 7);
}

/** Programs that use what was made before them: models, variables, optimisers. */
export const CAPTURED_PROGRAMS: readonly TensorProgram[] = [
  ...LATER_STEPS,
  predicted('dense layers', [4], () => [
    tf.layers.dense({ units: 3, activation: 'relu', name: 'captured1' }),
    tf.layers.dense({ units: 2, activation: 'softmax', name: 'captured2' }),
  ]),
  predicted('convolutions, normalised', [5, 5, 1], () => [
    tf.layers.conv2d({ filters: 2, kernelSize: 3, name: 'captured3' }),
    tf.layers.batchNormalization({ name: 'captured4' }),
    tf.layers.globalAveragePooling2d({ name: 'captured5' }),
  ]),
  predicted('an LSTM in both directions', [3, 2], () => [
    tf.layers.bidirectional({ layer: tf.layers.lstm({ units: 2 }) as tf.RNN, mergeMode: 'concat', name: 'captured6' }),
  ]),
  predicted('a GRU that returns all', [3, 2], () => [
    tf.layers.gru({ units: 2, returnSequences: true, name: 'captured7' }),
  ]),
  {
    name: 'a variable that is assigned to and used again',
    inputs: [[3]],
    before: () => {
      const sum = tf.variable(numbers(3));
      return (x) => {
        sum.assign(tf.add(sum, x));
        return tf.mul(sum, sum);
      };
    },
  },
  {
    name: 'a table of numbers, captured and looked up',
    inputs: [floats([2], 0.5, 0.25)],
    before: () => {
      const table = tf.keep(numbers(4, 2));
      return (x) => tf.mul(tf.gather(table, tf.tensor1d([3, 0], 'int32')), tf.reshape(x, [2, 1]));
    },
  },
];
