import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../../core/numbers/random.ts';
import { phase, role } from '../../instrument/labels/labels.ts';
import type { TensorSpec, UpdateProgram } from '../../instrument/tensors/update-program.ts';
import { inputsSpec } from '../batches/examples.ts';
import { checkUpdateShape, denseLinear } from '../dense/layers.ts';
import { crossEntropyGradient, softmaxLoss } from '../learning/softmax-cross-entropy.ts';

/** Of plain stochastic gradient descent. */
const LEARNING_RATE = 0.05;
/** Draws the weights, not the biases, towards 0: its share of them is added to their gradient. */
const WEIGHT_DECAY = 1e-4;

/** Feature rows that one update of the head learns from, but for the last of an epoch. */
export const HEAD_BATCH = 256;

/** The weights W [inputs, classes] and biases b [classes] of the head. */
export function headSpecs(inputs: number, classes: number): TensorSpec[] {
  return [
    { name: 'W', shape: [inputs, classes], dtype: 'float32', role: 'weights' },
    { name: 'b', shape: [classes], dtype: 'float32', role: 'weights' },
  ];
}

/** The head's state before its first update: W = .01 N(0, 1), b = 0. */
export function initialHead(inputs: number, classes: number, random: Random): Float32Array[] {
  return [Float32Array.from({ length: inputs * classes }, () => 0.01 * random.normal()), new Float32Array(classes)];
}

/**
 * One update of a linear readout to a softmax on `rows` rows of features: W -= .05 (gradient + 1e-4 W), b -= .05
 * gradient, by the mean cross-entropy over the rows. `owner` begins its name.
 */
export function headProgram(owner: string, inputs: number, classes: number, rows: number): UpdateProgram {
  checkUpdateShape(`${owner} head`, [inputs, classes], rows);
  return {
    name: `${owner} head`,
    about: {
      work: 'head update',
      layers: [inputs, classes],
      batch: rows,
      learningRate: LEARNING_RATE,
      weightDecay: WEIGHT_DECAY,
    },
    batch: [inputsSpec('features', rows, inputs), inputsSpec('labels', rows, classes)],
    state: headSpecs(inputs, classes),
    update: ([features, labels], [W, b]) =>
      tf.tidy(() => {
        const logits = phase('head forward', () => headLogits(features, [W, b]));
        const { probabilities, loss } = phase('head loss', () => softmaxLoss(logits, labels));
        const [gW, gb] = phase('head gradient', () => {
          const dLogits = crossEntropyGradient(probabilities, labels);
          return [tf.add(tf.matMul(features, dLogits, true), tf.mul(W, WEIGHT_DECAY)), tf.sum(dLogits, 0)];
        });
        const state = phase('head optimiser', () => [descend(W, gW), descend(b, gb)]);
        return { state, read: { loss } };
      }),
  };
}

function descend(value: Tensor, gradient: Tensor): Tensor {
  return role('weights', tf.sub(value, tf.mul(gradient, LEARNING_RATE)));
}

/** The logits [rows, classes] of the features [rows, inputs], by the head's weights and biases. Two kernels. */
export function headLogits(features: Tensor, [W, b]: readonly Tensor[]): Tensor {
  return denseLinear(features, { W, b });
}
