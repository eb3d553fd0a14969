import * as tf from '@tensorflow/tfjs-core';
import { hostRead, iteration, layer, phase } from '../../instrument/labels/labels.ts';
import type { UpdateProgram } from '../../instrument/tensors/update-program.ts';
import { inputsSpec, labelsAt, oneHotRows, pixelsAt } from '../batches/examples.ts';
import { predictedLabels } from '../batches/label-scores.ts';
import { wrongLabels } from '../batches/negatives.ts';
import { defineRule } from '../definitions/define-rule.ts';
import { checkUpdateShape } from '../dense/layers.ts';
import { INITIAL_PEER_MEAN, peerMeanSpecs } from '../learning/peer-normalisation.ts';
import type { NetworkShape } from '../rule/network-shape.ts';
import { FORWARD_FORWARD } from '../rule/rule-label.ts';
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
import { type Lesson, learnOnce } from './lesson.ts';
import { clamp, iterate, restingStates } from './network.ts';
import { labelScore, labelScores } from './scores.ts';
import { RECURRENT_FF_OPTIONS, type RecurrentSettings, recurrentSettings } from './settings.ts';

/**
 * Forward-Forward in the recurrent network. The label is clamped above the top layer, the true one for a positive, a
 * wrong one for a negative of the same image. At each iteration from the third on every hidden layer learns from its own
 * goodness alone: the states that it read, and the old part of its own state, are constants to it, so nothing is kept
 * for a backward pass. The gradients of the iterations are summed; one Adam step follows the last.
 *
 * The original runs positives and negatives as one matrix. Here each is a pass of its own, so that the two can be told
 * apart; they take turns iteration by iteration, which is the same arithmetic. As in that matrix the images are there
 * twice, and the product of the clamped image with its weights is computed at every iteration.
 */
export const recurrentFf = defineRule({
  ...FORWARD_FORWARD,
  options: RECURRENT_FF_OPTIONS,
  decide: (options) => {
    const settings = recurrentSettings(options);
    const { learningRate, iterations, learnsFrom, peerNormalisation, hardNegatives } = settings;
    return {
      learningRate,
      update: (shape, batchSize) => update(shape, batchSize, settings),
      predictProgram: (shape, images) => predictProgram(shape, images, settings),
      initialState: (shape, random) => {
        const state = initialRecurrentState(layersOf(shape), random);
        if (!peerNormalisation) return state;
        return [...state, ...shape.layers.slice(1).map((units) => new Float32Array(units).fill(INITIAL_PEER_MEAN))];
      },
      buildBatch: (shape, examples, indices, random, context) => {
        const { layers, classes } = shape;
        const labels = labelsAt(examples, indices);
        const images = pixelsAt(examples, indices, layers[0]);
        if (!hardNegatives) {
          const wrong = wrongLabels(labels, classes, random);
          return [images, oneHotRows(labels, classes), images.slice(), oneHotRows(wrong, classes)];
        }
        if (context === undefined) throw new RangeError('recurrent ff: hard negatives need the state, got none');
        const hardest = labelScores(shape, context.state, examples, indices, settings).best('all layers', labels);
        return [images, oneHotRows(labels, classes), images.slice(), oneHotRows(hardest, classes)];
      },
      predict: (shape, state, examples, indices) =>
        labelScores(shape, state, examples, indices, settings).best('all layers'),
      macsPerUpdate: (shape, batchSize) =>
        iterationMacs(layersOf(shape), 2 * batchSize) * (iterations + (iterations - learnsFrom + 1)),
      parameters: (shape) => recurrentParameters(layersOf(shape)),
    };
  },
});

function layersOf({ layers, classes }: NetworkShape) {
  return hiddenLayers(layers, classes);
}

function update(shape: NetworkShape, batchSize: number, settings: RecurrentSettings): UpdateProgram {
  const { layers, classes } = shape;
  const { learningRate, damping, iterations, learnsFrom, goodness, goodnessThreshold, peerNormalisation } = settings;
  const hidden = layersOf(shape);
  const networkSpecs = recurrentStateSpecs(hidden);
  return {
    name: 'recurrent ff',
    about: {
      ...about(shape, batchSize, settings),
      learningRate,
      learnsFrom,
      goodness,
      goodnessThreshold: goodnessThreshold ?? 'units of the layer',
      ...(peerNormalisation ? { peerNormalisation } : {}),
    },
    batch: [
      inputsSpec('positive images', batchSize, layers[0]),
      inputsSpec('positive labels', batchSize, classes),
      inputsSpec('negative images', batchSize, layers[0]),
      inputsSpec('negative labels', batchSize, classes),
    ],
    state: peerNormalisation ? [...networkSpecs, ...peerMeanSpecs(layers)] : networkSpecs,
    update: ([positiveImages, positiveLabels, negativeImages, negativeLabels], state, step) =>
      tf.tidy(() => {
        const network = recurrentLayersOf(state, hidden);
        const weights = network.map((one) => one.weights);
        const positiveEnds = phase('positive forward', () => clamp(positiveImages, positiveLabels));
        const negativeEnds = phase('negative forward', () => clamp(negativeImages, negativeLabels));
        let positive = restingStates(weights, batchSize);
        let negative = restingStates(weights, batchSize);
        let peerMeans = state.slice(networkSpecs.length);
        let lessons: Lesson[] = [];
        for (let at = 1; at <= iterations; at++) {
          const [p, n, means, before] = [positive, negative, peerMeans, lessons];
          const live = () => {
            const positives = phase('positive forward', () => iterate(weights, positiveEnds, p, damping));
            const negatives = phase('negative forward', () => iterate(weights, negativeEnds, n, damping));
            return {
              positive: positives.map((activity) => activity.state),
              negative: negatives.map((activity) => activity.state),
              lessons: at < learnsFrom ? [] : learnOnce(before, positives, negatives, means, settings),
            };
          };
          ({ positive, negative, lessons } = tf.tidy(() => iteration(at, live)));
          peerMeans = peerMeans.map((mean, index) => lessons[index]?.peerMean ?? mean);
        }
        const updated = network.map((one, index) =>
          layer(index, () => phase('optimiser', () => adamRecurrent(one, lessons[index].gradient, step, learningRate))),
        );
        const loss = phase('goodness and loss', () => {
          const sum = lessons.map(({ logarithms }) => logarithms).reduce((one, other) => tf.add(one, other));
          return hostRead(tf.div(sum, -(iterations - learnsFrom + 1) * hidden.length * 2 * batchSize));
        });
        return { state: [...recurrentStateOf(updated), ...peerMeans], read: { loss } };
      }),
  };
}

/** Every label is clamped above every image, for all iterations as in the original; the label of highest score. */
function predictProgram(shape: NetworkShape, images: number, settings: RecurrentSettings): UpdateProgram {
  const { layers, classes } = shape;
  const { iterations, goodness, scoredFrom, scoredTo } = settings;
  const hidden = layersOf(shape);
  return {
    name: 'recurrent ff prediction',
    about: { ...about(shape, images, settings), work: 'predict', goodness, scoredFrom, scoredTo },
    batch: [
      inputsSpec('images', images, layers[0]),
      ...Array.from({ length: classes }, (_, label) => inputsSpec(`label ${label}`, images, classes)),
    ],
    state: recurrentWeightSpecs(hidden),
    update: ([pixels, ...candidates], state) => {
      const network: PerVariable[] = recurrentWeightsOf(state, hidden);
      return predictedLabels(state, () => {
        const scores = candidates.map((label) => labelScore(network, clamp(pixels, label), iterations, settings));
        return tf.concat(scores, 1);
      });
    },
  };
}

/** Throws InputError on a shape or batch size that cannot be. */
function about({ layers, classes }: NetworkShape, batchSize: number, { damping, iterations }: RecurrentSettings) {
  checkUpdateShape('recurrent ff', layers, batchSize);
  return { scenario: 'recurrent', algorithm: 'ff', layers, classes, batch: batchSize, damping, iterations };
}
