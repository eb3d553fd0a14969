import type { Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import type { TensorProgram } from '../../support/programs/tensor-program.ts';

/** Every optimiser of the library, made anew. */
export const OPTIMIZERS: Readonly<Record<string, () => tf.Optimizer>> = {
  sgd: () => tf.train.sgd(0.1),
  momentum: () => tf.train.momentum(0.1, 0.9),
  adam: () => tf.train.adam(0.1),
  rmsprop: () => tf.train.rmsprop(0.1, 0.9, 0.5, undefined, true),
  adagrad: () => tf.train.adagrad(0.1),
  adamax: () => tf.train.adamax(0.1),
  adadelta: () => tf.train.adadelta(0.1),
};

/** Training steps: what an optimiser makes of a layer's weights. */
const STEPS = Object.entries(OPTIMIZERS).map(
  ([name, made]): TensorProgram => ({
    name: `two steps of ${name}`,
    inputs: [
      [3, 4],
      [3, 2],
      [4, 2],
    ],
    run: (x, y, w) => {
      const weights = tf.variable(w);
      const optimizer = made();
      const losses = [0, 1].map(() =>
        optimizer.minimize(() => tf.losses.meanSquaredError(y, tf.matMul(x, weights)), true, [weights]),
      );
      optimizer.dispose();
      return [...losses, weights];
    },
  }),
);

/** Layers of the high-level library, their weights given as arguments. */
function layered(
  name: string,
  shape: readonly number[],
  layers: () => tf.layers.Layer[],
  weights: readonly (readonly number[])[],
): TensorProgram {
  return {
    name: `model of ${name}`,
    inputs: [[2, ...shape], ...weights],
    run: (x: Tensor, ...given: Tensor[]) => {
      const model = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: [...shape] }), ...layers()] });
      model.setWeights(given);
      return model.predict(x);
    },
  };
}

export const TRAINING_PROGRAMS: readonly TensorProgram[] = [
  ...STEPS,
  layered(
    'dense layers',
    [4],
    () => [
      tf.layers.dense({ name: 'layer1', units: 3, activation: 'relu' }),
      tf.layers.dense({ name: 'layer2', units: 2, activation: 'softmax' }),
    ],
    [[4, 3], [3], [3, 2], [2]],
  ),
  layered(
    'convolutions',
    [6, 6, 1],
    () => [
      tf.layers.conv2d({ name: 'layer3', filters: 2, kernelSize: 3, activation: 'relu' }),
      tf.layers.maxPooling2d({ name: 'layer4', poolSize: 2 }),
      tf.layers.flatten({ name: 'layer5' }),
      tf.layers.dense({ name: 'layer6', units: 3 }),
    ],
    [[3, 3, 1, 2], [2], [8, 3], [3]],
  ),
  layered(
    'normalised features',
    [4],
    () => [tf.layers.batchNormalization({ name: 'layer7' }), tf.layers.layerNormalization({ name: 'layer8' })],
    [[4], [4], [4], [4], [4], [4]],
  ),
  layered('an LSTM', [3, 2], () => [tf.layers.lstm({ name: 'layer9', units: 2 })], [[2, 8], [2, 8], [8]]),
  layered('a GRU', [3, 2], () => [tf.layers.gru({ name: 'layer10', units: 2 })], [[2, 6], [2, 6], [6]]),
  layered(
    'separable convolutions, upsampled',
    [4, 4, 1],
    () => [
      tf.layers.separableConv2d({ name: 'layer11', filters: 2, kernelSize: 2 }),
      tf.layers.upSampling2d({ name: 'layer12' }),
    ],
    [[2, 2, 1, 1], [1, 1, 1, 2], [2]],
  ),
];
