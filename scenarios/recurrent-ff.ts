import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { hostRead, layer, phase } from '../instrument/labels.ts';
import type { TensorSpec, UpdateProgram } from '../instrument/update-program.ts';
import { checkUpdateShape } from './dense-layers.ts';
import { labelsAt, oneHotRows, pixelsAt } from './examples.ts';
import { rowGoodness } from './goodness.ts';
import { wrongLabels } from './negatives.ts';
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
  type LayerGradient,
  recurrentLayersOf,
  recurrentParameters,
  recurrentStateOf,
  recurrentStateSpecs,
  restingStates,
} from './recurrent-network.ts';
import { bestLabels, labelScores } from './recurrent-scores.ts';
import { type RecurrentOptions, type RecurrentSettings, recurrentSettings } from './recurrent-settings.ts';
import type { NetworkShape, Rule } from './scenario.ts';

/**
 * Forward-Forward in the recurrent network. The label is clamped above the top layer, the true one for a positive, a
 * wrong one for a negative of the same image. At each iteration from the third on every hidden layer learns from its own
 * goodness alone: the states that it read, and the old part of its own state, are constants to it, so nothing is kept
 * for a backward pass. The gradients of the iterations are summed; one Adam step follows the last.
 *
 * The original runs positives and negatives as one matrix. Here each is a pass of its own, so that the two can be told
 * apart; they take turns iteration by iteration, which is the same arithmetic. As in that matrix the images are there twice.
 */
export function recurrentFf(options: RecurrentOptions = {}): Rule {
  const settings = recurrentSettings(options);
  const { learningRate, iterations, learnsFrom } = settings;
  return {
    learningRate,
    update: (shape, batchSize) => update(shape, batchSize, settings),
    initialState: (shape, random) => initialRecurrentState(layersOf(shape), random),
    buildBatch: ({ layers, classes }, examples, indices, random) => {
      const labels = labelsAt(examples, indices);
      const wrong = wrongLabels(labels, classes, random);
      const images = pixelsAt(examples, indices, layers[0]);
      return [images, oneHotRows(labels, classes), images.slice(), oneHotRows(wrong, classes)];
    },
    predict: (shape, state, examples, indices) =>
      bestLabels(labelScores(shape, state, examples, indices, settings), shape.classes),
    macsPerUpdate: (shape, batchSize) =>
      iterationMacs(layersOf(shape), 2 * batchSize) * (iterations + (iterations - learnsFrom + 1)),
    parameters: (shape) => recurrentParameters(layersOf(shape)),
  };
}

function layersOf({ layers, classes }: NetworkShape) {
  return hiddenLayers(layers, classes);
}

function update(shape: NetworkShape, batchSize: number, settings: RecurrentSettings): UpdateProgram {
  const { layers, classes } = shape;
  checkUpdateShape('recurrent ff', layers, batchSize);
  const { learningRate, damping, iterations, learnsFrom } = settings;
  const hidden = layersOf(shape);
  const images = { shape: [batchSize, layers[0]], dtype: 'float32', role: 'inputs' } satisfies Partial<TensorSpec>;
  const labels = { shape: [batchSize, classes], dtype: 'float32', role: 'inputs' } satisfies Partial<TensorSpec>;
  return {
    name: 'recurrent ff',
    about: {
      scenario: 'recurrent',
      algorithm: 'ff',
      layers,
      classes,
      batch: batchSize,
      learningRate,
      damping,
      iterations,
      learnsFrom,
      goodness: settings.goodness,
      goodnessThreshold: settings.goodnessThreshold ?? 'units of the layer',
    },
    batch: [
      { name: 'positive images', ...images },
      { name: 'positive labels', ...labels },
      { name: 'negative images', ...images },
      { name: 'negative labels', ...labels },
    ],
    state: recurrentStateSpecs(hidden),
    update: ([positiveImages, positiveLabels, negativeImages, negativeLabels], state, step) =>
      tf.tidy(() => {
        const network = recurrentLayersOf(state, hidden);
        const positiveEnds = phase('positive forward', () => clamp(positiveImages, positiveLabels));
        const negativeEnds = phase('negative forward', () => clamp(negativeImages, negativeLabels));
        let positive = restingStates(network, batchSize);
        let negative = restingStates(network, batchSize);
        let lessons: Lesson[] = [];
        for (let iteration = 1; iteration <= iterations; iteration++) {
          const [before, positiveBefore, negativeBefore] = [lessons, positive, negative];
          ({ positive, negative, lessons } = tf.tidy(() => {
            const positives = phase('positive forward', () => iterate(network, positiveEnds, positiveBefore, damping));
            const negatives = phase('negative forward', () => iterate(network, negativeEnds, negativeBefore, damping));
            const learns = iteration >= learnsFrom;
            return {
              positive: positives.map(({ state }) => state),
              negative: negatives.map(({ state }) => state),
              lessons: learns ? learnOnce(before, positives, negatives, settings) : [],
            };
          }));
        }
        const updated = network.map((one, index) =>
          layer(index, () => phase('optimiser', () => adamRecurrent(one, lessons[index].gradient, step, learningRate))),
        );
        const loss = phase('goodness and loss', () => {
          const sum = lessons.map(({ logarithms }) => logarithms).reduce((one, other) => tf.add(one, other));
          return hostRead(tf.div(sum, -(iterations - learnsFrom + 1) * hidden.length * 2 * batchSize));
        });
        return { state: recurrentStateOf(updated), read: { loss } };
      }),
  };
}

/** What a layer takes from one iteration, or from several together. */
type Lesson = {
  readonly gradient: LayerGradient;
  /** Scalar: the sum over rows of log(p + 1e-12), p the probability that the layer gives to what the row is. */
  readonly logarithms: Tensor;
};

/** The lessons of every layer at one iteration, added to those of the iterations `before`, if there are any. */
function learnOnce(
  before: readonly Lesson[],
  positives: readonly LayerActivity[],
  negatives: readonly LayerActivity[],
  settings: RecurrentSettings,
): Lesson[] {
  return positives.map((positive, index) =>
    layer(index, () => {
      const lesson = lessonOf(positive, negatives[index], settings);
      if (before.length === 0) return lesson;
      const { gradient, logarithms } = before[index];
      return {
        gradient: phase('gradient', () => addGradients(gradient, lesson.gradient)),
        logarithms: phase('goodness and loss', () => tf.add(logarithms, lesson.logarithms)),
      };
    }),
  );
}

/**
 * A layer's loss and gradient at one iteration. With g the goodness of a row and p = sigmoid(clip(g - theta, +-50)), the
 * loss is the mean over rows of -log(p + 1e-12) for positives and -log(1 - p + 1e-12) for negatives, as the original
 * computes it: in single precision it saturates at 27.6, from where the logit passes 17. The gradient of the layer's input
 * before relu is damping * (p - target) * dg/ds / rows where that input is positive.
 */
function lessonOf(positive: LayerActivity, negative: LayerActivity, settings: RecurrentSettings): Lesson {
  const [rows, units] = positive.state.shape as [number, number];
  const perSquare = settings.goodness === 'mean' ? rows * units : rows;
  const { logarithms, positiveSlope, negativeSlope } = phase('goodness and loss', () => {
    const p = confidence(positive.state, settings);
    const q = confidence(negative.state, settings);
    return {
      logarithms: tf.add(logarithmSum(p), logarithmSum(tf.sub(1, q))),
      positiveSlope: tf.mul(tf.sub(p, 1), settings.damping / perSquare),
      negativeSlope: tf.mul(q, settings.damping / perSquare),
    };
  });
  const gradient = phase('gradient', () =>
    addGradients(
      gradientOf(positive, tf.mul(tf.mul(positive.state, positiveSlope), tf.step(positive.fresh))),
      gradientOf(negative, tf.mul(tf.mul(negative.state, negativeSlope), tf.step(negative.fresh))),
    ),
  );
  return { gradient, logarithms };
}

/** [rows, 1]: the probability that a row is positive. */
function confidence(state: Tensor, { goodness, goodnessThreshold }: RecurrentSettings): Tensor {
  const threshold = goodnessThreshold ?? (state.shape[1] as number);
  return tf.sigmoid(tf.clipByValue(tf.sub(rowGoodness(state, goodness), threshold), -50, 50));
}

function logarithmSum(p: Tensor): Tensor {
  return tf.sum(tf.log(tf.add(p, 1e-12)));
}
