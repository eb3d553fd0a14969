import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { layer, phase } from '../../instrument/labels/labels.ts';
import type { UpdateProgram } from '../../instrument/tensors/update-program.ts';
import { inputsSpec, labelsAt, oneHotRows, pixelsAt } from '../batches/examples.ts';
import { jitteredPixels } from '../batches/jitter.ts';
import { bestLabels, predictedLabels } from '../batches/label-scores.ts';
import { defineRule } from '../definitions/define-rule.ts';
import { adamLayers, type LayerGradient } from '../learning/adam.ts';
import { softmaxLoss } from '../learning/softmax-cross-entropy.ts';
import type { NetworkShape } from '../rule/network-shape.ts';
import type { Rule } from '../rule/rule.ts';
import { BACKPROP } from '../rule/rule-label.ts';
import { jitterOption, learningRateOption } from '../rule/shared-options.ts';
import { initialDenseState } from './initial-weights.ts';
import {
  checkUpdateShape,
  type DenseWeights,
  denseGradient,
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
import { readoutGradient } from './softmax-readout.ts';

/**
 * Backprop through fully connected relu layers, with a linear readout to a softmax on top: the labels stand beside the
 * raw examples, not in them, and nothing is normalised between layers. He's first weights, Adam.
 */
export function denseBp(scenario: string, documentedLearningRate: number): Rule {
  return defineRule({
    ...BACKPROP,
    options: [learningRateOption(documentedLearningRate), jitterOption],
    decide: ({ learningRate, jitter }) => ({
      learningRate,
      update: (shape, batchSize) => update(scenario, learningRate, shape, batchSize),
      predictProgram: (shape, images) => predictProgram(scenario, shape, images),
      initialState: (shape, random) => initialDenseState(widthsOf(shape), random),
      buildBatch: ({ layers, classes }, examples, indices, random) => {
        const drawn = pixelsAt(examples, indices, layers[0]);
        const pixels = jitter ? jitteredPixels(examples, drawn, random) : drawn;
        return [pixels, oneHotRows(labelsAt(examples, indices), classes)];
      },
      predict: ({ layers }, state, examples, indices) => {
        const network = denseLayersOf(state);
        return bestLabels(indices.length, IMAGES_AT_ONCE, (start, end) => {
          const pixels = pixelsAt(examples, indices.subarray(start, end), layers[0]);
          const images = tf.tensor(pixels, [end - start, layers[0]]);
          return forward(network, images).logits;
        });
      },
      macsPerUpdate: (shape, batchSize) => {
        // Forward and weight gradient of every layer, input gradient of all but the first.
        const perProduct = denseMacs(widthsOf(shape), batchSize);
        return 3 * perProduct.reduce((sum, macs) => sum + macs, 0) - perProduct[0];
      },
      parameters: (shape) => denseParameters(widthsOf(shape)),
    }),
  });
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
    batch: [inputsSpec('inputs', batchSize, layers[0]), inputsSpec('labels', batchSize, classes)],
    state: denseStateSpecs(widthsOf(shape)),
    update: ([images, labels], state, step) =>
      tf.tidy(() => {
        const network = denseLayersOf(state);
        const { inputs, logits } = phase('forward', () => forward(network, images));
        const { probabilities, loss } = phase('goodness and loss', () => softmaxLoss(logits, labels));
        const gradients = phase('backward', () => backward(network, inputs, probabilities, labels));
        return { state: denseStateOf(adamLayers(network, gradients, step, learningRate)), read: { loss } };
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
  network: readonly DenseWeights[],
  inputs: readonly Tensor[],
  probabilities: Tensor,
  labels: Tensor,
): LayerGradient[] {
  const readout = network.length - 1;
  const gradients: LayerGradient[] = [];
  // x is what the layer below gave through relu, whose derivative is 1 where x > 0.
  const below = (dx: Tensor, x: Tensor): Tensor => tf.mul(dx, tf.step(x));
  let dz = layer(readout, () => {
    const { dx, ...gradient } = readoutGradient(network[readout], inputs[readout], probabilities, labels);
    gradients[readout] = gradient;
    return below(dx, inputs[readout]);
  });
  for (let index = readout - 1; index >= 0; index--) {
    layer(index, () => {
      const x = inputs[index];
      gradients[index] = denseGradient(x, dz);
      if (index > 0) dz = below(tf.matMul(dz, network[index].W, false, true), x);
    });
  }
  return gradients;
}

/** Images that go through the network together: 6 MB of pixels, 4 MB of activations a layer. */
const IMAGES_AT_ONCE = 2000;

/** One forward pass, and the class of highest logit. */
function predictProgram(scenario: string, shape: NetworkShape, images: number): UpdateProgram {
  const { layers, classes } = shape;
  checkUpdateShape(`${scenario} bp`, layers, images);
  return {
    name: `${scenario} bp prediction`,
    about: { scenario, algorithm: 'bp', layers, classes, batch: images, work: 'predict' },
    batch: [inputsSpec('inputs', images, layers[0])],
    state: denseWeightSpecs(widthsOf(shape)),
    update: ([inputs], state) => predictedLabels(state, () => forward(denseWeightsOf(state), inputs).logits),
  };
}
