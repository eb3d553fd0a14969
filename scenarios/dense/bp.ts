import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { hostRead, layer, phase } from '../../instrument/tensors/labels.ts';
import type { UpdateProgram } from '../../instrument/tensors/update-program.ts';
import { type Examples, labelsAt, pixelsAt } from '../batches/examples.ts';
import { jitteredPixels } from '../batches/jitter.ts';
import { adamLayer } from '../learning/adam.ts';
import { crossEntropy, crossEntropyGradient } from '../learning/softmax-cross-entropy.ts';
import type { NetworkShape } from '../rule/network-shape.ts';
import type { Rule } from '../rule/rule.ts';
import { positiveOption, type RuleOptions } from '../rule/rule-options.ts';
import { initialDenseState } from './initial-weights.ts';
import {
  checkUpdateShape,
  type DenseLayer,
  type DenseWeights,
  denseLayersOf,
  denseLinear,
  denseMacs,
  denseParameters,
  denseRelu,
  denseStateOf,
  denseStateSpecs,
  denseWeightSpecs,
  denseWeightsOf,
} from './layers.ts';

/**
 * Backprop through fully connected relu layers, with a linear readout to a softmax on top: the labels stand beside the
 * raw examples, not in them, and nothing is normalised between layers. He's first weights, Adam.
 */
export function denseBp(scenario: string, documentedLearningRate: number, options: RuleOptions = {}): Rule {
  const { jitter = false } = options;
  const learningRate = positiveOption('learning rate', options.learningRate ?? documentedLearningRate);
  return {
    learningRate,
    options: ['learningRate', 'jitter'],
    configured: (changes) => denseBp(scenario, documentedLearningRate, { ...options, ...changes }),
    update: (shape, batchSize) => update(scenario, learningRate, shape, batchSize),
    predictProgram: (shape, images) => predictProgram(scenario, shape, images),
    initialState: (shape, random) => initialDenseState(widthsOf(shape), random),
    buildBatch: ({ layers, classes }, examples, indices, random) => {
      const drawn = pixelsAt(examples, indices, layers[0]);
      const oneHot = new Float32Array(indices.length * classes);
      labelsAt(examples, indices).forEach((label, row) => {
        oneHot[row * classes + label] = 1;
      });
      return [jitter ? jitteredPixels(examples, drawn, random) : drawn, oneHot];
    },
    predict,
    macsPerUpdate: (shape, batchSize) => {
      // Forward and weight gradient of every layer, input gradient of all but the first.
      const perProduct = denseMacs(widthsOf(shape), batchSize);
      return 3 * perProduct.reduce((sum, macs) => sum + macs, 0) - perProduct[0];
    },
    parameters: (shape) => denseParameters(widthsOf(shape)),
  };
}

function widthsOf({ layers, classes }: NetworkShape): number[] {
  return [...layers, classes];
}

function update(scenario: string, learningRate: number, shape: NetworkShape, batchSize: number): UpdateProgram {
  const { layers, classes } = shape;
  checkUpdateShape(`${scenario} bp`, layers, batchSize);
  return {
    name: `${scenario} bp`,
    about: {
      scenario,
      algorithm: 'bp',
      layers,
      classes,
      batch: batchSize,
      learningRate,
    },
    batch: [
      { name: 'inputs', shape: [batchSize, layers[0]], dtype: 'float32', role: 'inputs' },
      { name: 'labels', shape: [batchSize, classes], dtype: 'float32', role: 'inputs' },
    ],
    state: denseStateSpecs(widthsOf(shape)),
    update: ([images, labels], state, step) =>
      tf.tidy(() => {
        const network = denseLayersOf(state);
        const { inputs, logits } = phase('forward', () => forward(network, images));
        const { probabilities, loss } = phase('goodness and loss', () => {
          const probabilities = tf.softmax(logits);
          return { probabilities, loss: hostRead(crossEntropy(probabilities, labels)) };
        });
        const gradients = phase('backward', () => backward(network, inputs, probabilities, labels));
        const next = network.map((dense, index) =>
          layer(index, () =>
            phase('optimiser', () => adamLayer(dense, gradients[index].gW, gradients[index].gb, step, learningRate)),
          ),
        );
        return { state: denseStateOf(next), read: { loss } };
      }),
  };
}

/** The input of every layer, and the logits of the last. */
function forward(network: readonly DenseWeights[], images: Tensor): { inputs: Tensor[]; logits: Tensor } {
  const readout = network.length - 1;
  const inputs = [images];
  for (let index = 0; index < readout; index++) {
    inputs.push(layer(index, () => denseRelu(inputs[index], network[index])));
  }
  return { inputs, logits: layer(readout, () => denseLinear(inputs[readout], network[readout])) };
}

/** The gradients of every layer's weights and biases, computed from the last layer to the first. */
function backward(
  network: readonly DenseLayer[],
  inputs: readonly Tensor[],
  probabilities: Tensor,
  labels: Tensor,
): { gW: Tensor; gb: Tensor }[] {
  const readout = network.length - 1;
  const gradients: { gW: Tensor; gb: Tensor }[] = [];
  let dz = layer(readout, () => crossEntropyGradient(probabilities, labels));
  for (let index = readout; index >= 0; index--) {
    layer(index, () => {
      const x = inputs[index];
      gradients[index] = { gW: tf.matMul(x, dz, true), gb: tf.sum(dz, 0) };
      // x is what the layer below gave through relu, whose derivative is 1 where x > 0.
      if (index > 0) dz = tf.mul(tf.matMul(dz, network[index].W, false, true), tf.step(x));
    });
  }
  return gradients;
}

/** Images that go through the network together: 6 MB of pixels, 4 MB of activations a layer. */
const IMAGES_AT_ONCE = 2000;

function predict(
  { layers }: NetworkShape,
  state: readonly Tensor[],
  examples: Examples,
  indices: Int32Array,
): Uint8Array {
  const network = denseLayersOf(state);
  const labels = new Uint8Array(indices.length);
  for (let start = 0; start < indices.length; start += IMAGES_AT_ONCE) {
    const part = indices.subarray(start, start + IMAGES_AT_ONCE);
    const best = tf.tidy(() => {
      const images = tf.tensor(pixelsAt(examples, part, layers[0]), [part.length, layers[0]]);
      return phase('predict', () => tf.argMax(forward(network, images).logits, -1)).dataSync();
    });
    labels.set(best, start);
  }
  return labels;
}

/** One forward pass, and the class of highest logit. */
function predictProgram(scenario: string, shape: NetworkShape, images: number): UpdateProgram {
  const { layers, classes } = shape;
  checkUpdateShape(`${scenario} bp`, layers, images);
  return {
    name: `${scenario} bp prediction`,
    about: { scenario, algorithm: 'bp', layers, classes, batch: images, work: 'predict' },
    batch: [{ name: 'inputs', shape: [images, layers[0]], dtype: 'float32', role: 'inputs' }],
    state: denseWeightSpecs(widthsOf(shape)),
    update: ([inputs], state) => {
      const labels = tf.tidy(() =>
        phase('predict', () => hostRead(tf.argMax(forward(denseWeightsOf(state), inputs).logits, -1))),
      );
      return { state, read: { labels } };
    },
  };
}
