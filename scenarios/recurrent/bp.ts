import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { hostRead, iteration, layer, phase } from '../../instrument/tensors/labels.ts';
import type { TensorSpec, UpdateProgram } from '../../instrument/tensors/update-program.ts';
import { type Examples, labelsAt, oneHotRows, pixelsAt } from '../batches/examples.ts';
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
import { adamLayer } from '../learning/adam.ts';
import { crossEntropy, crossEntropyGradient } from '../learning/softmax-cross-entropy.ts';
import type { NetworkShape } from '../rule/network-shape.ts';
import type { Rule } from '../rule/rule.ts';
import type { RuleOptions } from '../rule/rule-options.ts';
import {
  adamRecurrent,
  addGradients,
  clamp,
  gradientOf,
  hiddenLayers,
  initialRecurrentState,
  iterate,
  iterationMacs,
  type LayerActivity,
  LENGTH_EPSILON,
  type PerVariable,
  recurrentLayersOf,
  recurrentParameters,
  recurrentStateOf,
  recurrentStateSpecs,
  recurrentWeightSpecs,
  recurrentWeightsOf,
  restingStates,
} from './network.ts';
import { type RecurrentSettings, recurrentSettings } from './settings.ts';

/**
 * Backprop through time in the recurrent network: the same state equation, with nothing above the top layer, and after
 * the last iteration a linear readout of the top layer's state to a softmax. The gradient passes relu, damping and the
 * normalisations, back to the states before the first iteration.
 *
 * All iterations are treated alike, as the state equation treats them: the last states of the lower layers are computed,
 * and given a gradient of 0, although the readout does not see them.
 */
export const recurrentBp: Rule = recurrentBpRule({});

function recurrentBpRule(options: RuleOptions): Rule {
  const settings = recurrentSettings(options);
  const { learningRate, iterations } = settings;
  return {
    learningRate,
    options: ['learningRate', 'damping', 'iterations'],
    configured: (changes) => recurrentBpRule({ ...options, ...changes }),
    update: (shape, batchSize) => update(shape, batchSize, settings),
    predictProgram: (shape, images) => predictProgram(shape, images, settings),
    initialState: (shape, random) => [
      ...initialRecurrentState(layersOf(shape), random),
      ...initialDenseState(readoutOf(shape), random),
    ],
    buildBatch: ({ layers, classes }, examples, indices) => [
      pixelsAt(examples, indices, layers[0]),
      oneHotRows(labelsAt(examples, indices), classes),
    ],
    predict: (shape, state, examples, indices) => predict(shape, state, examples, indices, settings),
    macsPerUpdate: (shape, batchSize) => {
      const hidden = layersOf(shape);
      const [top, classes] = readoutOf(shape);
      // Forward and weight gradients at every iteration; gradients of the hidden states before all but the first.
      const image = batchSize * hidden[0].below * hidden[0].units;
      const perIteration = iterationMacs(hidden, batchSize);
      return 2 * iterations * perIteration + (iterations - 1) * (perIteration - image) + 3 * batchSize * top * classes;
    },
    parameters: (shape) => recurrentParameters(layersOf(shape)) + denseParameters(readoutOf(shape)),
  };
}

function layersOf({ layers }: NetworkShape) {
  return hiddenLayers(layers, 0);
}

/** Widths of the readout: the top layer, the classes. */
function readoutOf({ layers, classes }: NetworkShape): [number, number] {
  return [layers[layers.length - 1], classes];
}

function update(shape: NetworkShape, batchSize: number, settings: RecurrentSettings): UpdateProgram {
  const { layers, classes } = shape;
  const { learningRate, damping } = settings;
  const hidden = layersOf(shape);
  const recurrentSpecs = recurrentStateSpecs(hidden);
  const readoutIndex = hidden.length;
  return {
    name: 'recurrent bp',
    about: { ...about(shape, batchSize, settings), learningRate },
    batch: [
      { name: 'inputs', shape: [batchSize, layers[0]], dtype: 'float32', role: 'inputs' },
      { name: 'labels', shape: [batchSize, classes], dtype: 'float32', role: 'inputs' },
    ],
    state: [...recurrentSpecs, ...readoutSpecs(shape, denseStateSpecs)],
    update: ([images, labels], state, step) =>
      tf.tidy(() => {
        const network = recurrentLayersOf(state, hidden);
        const weights = network.map((one) => one.weights);
        const [readout] = denseLayersOf(state.slice(recurrentSpecs.length));
        const { history, top, logits } = phase('forward', () => forward(weights, readout, images, settings));
        const { probabilities, loss } = phase('goodness and loss', () => {
          const probabilities = tf.softmax(logits);
          return { probabilities, loss: hostRead(crossEntropy(probabilities, labels)) };
        });
        const { gradients, gW, gb } = phase('backward', () => {
          const { dTop, gW, gb } = layer(readoutIndex, () => {
            const dLogits = crossEntropyGradient(probabilities, labels);
            return {
              gW: tf.matMul(top, dLogits, true),
              gb: tf.sum(dLogits, 0),
              dTop: tf.matMul(dLogits, readout.W, false, true),
            };
          });
          return { gradients: throughTime(weights, history, dTop, damping), gW, gb };
        });
        const updated = network.map((one, index) =>
          layer(index, () => phase('optimiser', () => adamRecurrent(one, gradients[index], step, learningRate))),
        );
        const updatedReadout = layer(readoutIndex, () =>
          phase('optimiser', () => adamLayer(readout, gW, gb, step, learningRate)),
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
  { damping, iterations }: RecurrentSettings,
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

/** The gradients of every layer's variables, from the gradient `dTop` of the top layer's last state. */
function throughTime(
  network: readonly PerVariable[],
  history: readonly (readonly LayerActivity[])[],
  dTop: Tensor,
  damping: number,
): PerVariable[] {
  let dStates = [...restingStates(network.slice(0, -1), dTop.shape[0] as number), dTop];
  let gradients: PerVariable[] = [];
  for (let at = history.length; at >= 1; at--) {
    const activities = history[at - 1];
    const [dNext, later] = [dStates, gradients];
    const back = () => {
      const dPres = activities.map(({ fresh }, index) =>
        layer(index, () => tf.mul(tf.mul(dNext[index], damping), tf.step(fresh))),
      );
      return {
        gradients: dPres.map((dPre, index) =>
          layer(index, (): PerVariable => {
            const gradient = gradientOf(activities[index], dPre);
            return later.length === 0 ? gradient : addGradients(later[index], gradient);
          }),
        ),
        // Nothing asks for the gradient of the states before the first iteration.
        dStates: at === 1 ? [] : previousGradients(network, activities, dPres, dNext, damping),
      };
    };
    ({ gradients, dStates } = tf.tidy(() => iteration(at, back)));
  }
  return gradients;
}

/**
 * The gradients of the states that an iteration began from: through the layers above and below, which read them
 * normalised, and through the old part of each state.
 */
function previousGradients(
  network: readonly PerVariable[],
  activities: readonly LayerActivity[],
  dPres: readonly Tensor[],
  dStates: readonly Tensor[],
  damping: number,
): Tensor[] {
  return network.map((_, index) =>
    layer(index, () => {
      const readers: Tensor[] = [];
      let normalized: Tensor | undefined;
      if (index > 0) {
        const { down } = network[index - 1];
        if (down !== undefined) readers.push(tf.matMul(dPres[index - 1], down, false, true));
        normalized = activities[index - 1].above;
      }
      if (index < network.length - 1) {
        readers.push(tf.matMul(dPres[index + 1], network[index + 1].up, false, true));
        normalized = activities[index + 1].below;
      }
      const kept = tf.mul(dStates[index], 1 - damping);
      if (normalized === undefined) return kept;
      const dNormalized = readers.reduce((one, other) => tf.add(one, other));
      return tf.add(kept, throughUnitRows(dNormalized, normalized, activities[index].length));
    }),
  );
}

/** Under any length that squares to a number in single precision, so that it only keeps 0 / 0 away. */
const LEAST_LENGTH = 1e-20;

/**
 * The gradient of x from the gradient of n = x / (|x| + e), given n and |x|:
 * (dn - n (n . dn) (|x| + e) / |x|) / (|x| + e). For a row of zeros it is dn / e.
 */
function throughUnitRows(dNormalized: Tensor, normalized: Tensor, length: Tensor): Tensor {
  const divisor = tf.add(length, LENGTH_EPSILON);
  const along = tf.sum(tf.mul(normalized, dNormalized), -1, true);
  const share = tf.mul(along, tf.div(divisor, tf.maximum(length, LEAST_LENGTH)));
  return tf.div(tf.sub(dNormalized, tf.mul(normalized, share)), divisor);
}

/** Images that go through the network together: 6 MB of pixels, 4 MB a state. */
const IMAGES_AT_ONCE = 2000;

function predict(
  shape: NetworkShape,
  state: readonly Tensor[],
  examples: Examples,
  indices: Int32Array,
  settings: RecurrentSettings,
): Uint8Array {
  const hidden = layersOf(shape);
  const network = recurrentLayersOf(state, hidden).map(({ weights }) => weights);
  const [readout] = denseLayersOf(state.slice(recurrentStateSpecs(hidden).length));
  const labels = new Uint8Array(indices.length);
  for (let start = 0; start < indices.length; start += IMAGES_AT_ONCE) {
    const part = indices.subarray(start, start + IMAGES_AT_ONCE);
    const best = tf.tidy(() => {
      const images = tf.tensor(pixelsAt(examples, part, shape.layers[0]), [part.length, shape.layers[0]]);
      return phase('predict', () => tf.argMax(forward(network, readout, images, settings).logits, -1)).dataSync();
    });
    labels.set(best, start);
  }
  return labels;
}

/** One run of all iterations, and the class of highest logit. */
function predictProgram(shape: NetworkShape, images: number, settings: RecurrentSettings): UpdateProgram {
  const hidden = layersOf(shape);
  const recurrentSpecs = recurrentWeightSpecs(hidden);
  return {
    name: 'recurrent bp prediction',
    about: { ...about(shape, images, settings), work: 'predict' },
    batch: [{ name: 'inputs', shape: [images, shape.layers[0]], dtype: 'float32', role: 'inputs' }],
    state: [...recurrentSpecs, ...readoutSpecs(shape, denseWeightSpecs)],
    update: ([inputs], state) => {
      const network = recurrentWeightsOf(state, hidden);
      const [readout] = denseWeightsOf(state.slice(recurrentSpecs.length));
      const labels = tf.tidy(() =>
        phase('predict', () => hostRead(tf.argMax(forward(network, readout, inputs, settings).logits, -1))),
      );
      return { state, read: { labels } };
    },
  };
}

/** The readout's tensors, named after its place above the hidden layers. */
function readoutSpecs(shape: NetworkShape, specsOf: typeof denseStateSpecs): TensorSpec[] {
  const index = shape.layers.length - 1;
  return specsOf(readoutOf(shape)).map((spec) => ({ ...spec, name: spec.name.replace(/0$/, String(index)) }));
}

/** Throws InputError on a shape or batch size that cannot be. */
function about({ layers, classes }: NetworkShape, batchSize: number, { damping, iterations }: RecurrentSettings) {
  checkUpdateShape('recurrent bp', layers, batchSize);
  return { scenario: 'recurrent', algorithm: 'bp', layers, classes, batch: batchSize, damping, iterations };
}
