import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { iteration, layer, phase } from '../../instrument/labels/labels.ts';
import type { UpdateProgram } from '../../instrument/tensors/update-program.ts';
import { inputsSpec, labelsAt, oneHotRows, pixelsAt } from '../batches/examples.ts';
import { bestLabels, predictedLabels } from '../batches/label-scores.ts';
import { defineRule } from '../definitions/define-rule.ts';
import { initialDenseState } from '../dense/initial-weights.ts';
import {
  checkUpdateShape,
  type DenseWeights,
  denseLayersOf,
  denseLinear,
  denseParameters,
  denseStateOf,
  denseStateSpecs,
  denseWeightSpecs,
  denseWeightsOf,
} from '../dense/layers.ts';
import { readoutGradient, readoutSpecs, readoutWidths } from '../dense/softmax-readout.ts';
import { adamLayer } from '../learning/adam.ts';
import { softmaxLoss } from '../learning/softmax-cross-entropy.ts';
import type { NetworkShape } from '../rule/network-shape.ts';
import { BACKPROP } from '../rule/rule-label.ts';
import {
  adamRecurrent,
  hiddenLayers,
  initialRecurrentState,
  iterationMacs,
  type PerVariable,
  recurrentLayersOf,
  recurrentParameters,
  recurrentStateOf,
  recurrentStateSpecs,
  recurrentWeightSpecs,
  recurrentWeightsOf,
} from './layers.ts';
import { clamp, iterate, type LayerActivity, restingStates } from './network.ts';
import { RECURRENT_BP_OPTIONS, type RecurrentBpSettings } from './settings.ts';
import { throughTime } from './through-time.ts';

/**
 * Backprop through time in the recurrent network: the same state equation, with nothing above the top layer, and after
 * the last iteration a linear readout of the top layer's state to a softmax. The gradient passes relu, damping and the
 * normalisations, back to the states before the first iteration.
 *
 * All iterations are treated alike, as the state equation treats them: the last states of the lower layers are computed,
 * and given a gradient of 0, although the readout does not see them.
 */
export const recurrentBp = defineRule({
  ...BACKPROP,
  options: RECURRENT_BP_OPTIONS,
  decide: (settings) => {
    const { learningRate, iterations } = settings;
    return {
      learningRate,
      update: (shape, batchSize) => update(shape, batchSize, settings),
      predictProgram: (shape, images) => predictProgram(shape, images, settings),
      initialState: (shape, random) => [
        ...initialRecurrentState(layersOf(shape), random),
        ...initialDenseState(readoutWidths(shape), random),
      ],
      buildBatch: ({ layers, classes }, examples, indices) => [
        pixelsAt(examples, indices, layers[0]),
        oneHotRows(labelsAt(examples, indices), classes),
      ],
      predict: (shape, state, examples, indices) => {
        const hidden = layersOf(shape);
        const [width] = shape.layers;
        const network = recurrentLayersOf(state, hidden).map(({ weights }) => weights);
        const [readout] = denseLayersOf(state.slice(recurrentStateSpecs(hidden).length));
        return bestLabels(indices.length, IMAGES_AT_ONCE, (start, end) => {
          const images = tf.tensor(pixelsAt(examples, indices.subarray(start, end), width), [end - start, width]);
          return forward(network, readout, images, settings).logits;
        });
      },
      macsPerUpdate: (shape, batchSize) => {
        const hidden = layersOf(shape);
        const [top, classes] = readoutWidths(shape);
        // Forward and weight gradients at every iteration; gradients of the hidden states before all but the first.
        const image = batchSize * hidden[0].below * hidden[0].units;
        const perIteration = iterationMacs(hidden, batchSize);
        return (
          2 * iterations * perIteration + (iterations - 1) * (perIteration - image) + 3 * batchSize * top * classes
        );
      },
      parameters: (shape) => recurrentParameters(layersOf(shape)) + denseParameters(readoutWidths(shape)),
    };
  },
});

function layersOf({ layers }: NetworkShape) {
  return hiddenLayers(layers, 0);
}

function update(shape: NetworkShape, batchSize: number, settings: RecurrentBpSettings): UpdateProgram {
  const { layers, classes } = shape;
  const { learningRate, damping } = settings;
  const hidden = layersOf(shape);
  const recurrentSpecs = recurrentStateSpecs(hidden);
  const readoutIndex = hidden.length;
  return {
    name: 'recurrent bp',
    about: { ...about(shape, batchSize, settings), learningRate },
    batch: [inputsSpec('inputs', batchSize, layers[0]), inputsSpec('labels', batchSize, classes)],
    state: [...recurrentSpecs, ...readoutSpecs(shape, denseStateSpecs)],
    update: ([images, labels], state, step) =>
      tf.tidy(() => {
        const network = recurrentLayersOf(state, hidden);
        const weights = network.map((one) => one.weights);
        const [readout] = denseLayersOf(state.slice(recurrentSpecs.length));
        const { history, top, logits } = phase('forward', () => forward(weights, readout, images, settings));
        const { probabilities, loss } = phase('goodness and loss', () => softmaxLoss(logits, labels));
        const { gradients, ofReadout } = phase('backward', () => {
          const ofReadout = layer(readoutIndex, () => readoutGradient(readout, top, probabilities, labels));
          return { gradients: throughTime(weights, history, ofReadout.dx, damping), ofReadout };
        });
        const updated = network.map((one, index) =>
          layer(index, () => phase('optimiser', () => adamRecurrent(one, gradients[index], step, learningRate))),
        );
        const updatedReadout = layer(readoutIndex, () =>
          phase('optimiser', () => adamLayer(readout, ofReadout, step, learningRate)),
        );
        return { state: [...recurrentStateOf(updated), ...denseStateOf([updatedReadout])], read: { loss } };
      }),
  };
}

/** All that the hidden layers did, by iteration, and what the readout makes of the top layer's last state. */
function forward(
  network: readonly PerVariable[],
  readout: DenseWeights,
  images: Tensor,
  { damping, iterations }: RecurrentBpSettings,
): { history: LayerActivity[][]; top: Tensor; logits: Tensor } {
  const ends = clamp(images);
  const history: LayerActivity[][] = [];
  let states = restingStates(network, images.shape[0] as number);
  for (let at = 1; at <= iterations; at++) {
    const before = states;
    const activities = tf.tidy(() => iteration(at, () => iterate(network, ends, before, damping)));
    history.push(activities);
    states = activities.map(({ state }) => state);
  }
  const top = states[states.length - 1];
  return { history, top, logits: layer(network.length, () => denseLinear(top, readout)) };
}

/** Images that go through the network together: 6 MB of pixels, 4 MB a state. */
const IMAGES_AT_ONCE = 2000;

/** One run of all iterations, and the class of highest logit. */
function predictProgram(shape: NetworkShape, images: number, settings: RecurrentBpSettings): UpdateProgram {
  const hidden = layersOf(shape);
  const recurrentSpecs = recurrentWeightSpecs(hidden);
  return {
    name: 'recurrent bp prediction',
    about: { ...about(shape, images, settings), work: 'predict' },
    batch: [inputsSpec('inputs', images, shape.layers[0])],
    state: [...recurrentSpecs, ...readoutSpecs(shape, denseWeightSpecs)],
    update: ([inputs], state) => {
      const network = recurrentWeightsOf(state, hidden);
      const [readout] = denseWeightsOf(state.slice(recurrentSpecs.length));
      return predictedLabels(state, () => forward(network, readout, inputs, settings).logits);
    },
  };
}

/** Throws InputError on a shape or batch size that cannot be. */
function about({ layers, classes }: NetworkShape, batchSize: number, { damping, iterations }: RecurrentBpSettings) {
  checkUpdateShape('recurrent bp', layers, batchSize);
  return { scenario: 'recurrent', algorithm: 'bp', layers, classes, batch: batchSize, damping, iterations };
}
