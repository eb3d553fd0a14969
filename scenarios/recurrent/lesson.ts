import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { layer, phase } from '../../instrument/labels/labels.ts';
import { rowGoodness } from '../learning/goodness.ts';
import { PEER_NORMALISATION, peerGradient } from '../learning/peer-normalisation.ts';
import { addGradients, type PerVariable } from './layers.ts';
import { gradientOf, type LayerActivity } from './network.ts';
import type { RecurrentSettings } from './settings.ts';

/** What a layer takes from one iteration, or from several together. */
export type Lesson = {
  readonly gradient: PerVariable;
  /** Scalar: the sum over rows of log(p + 1e-12), p the probability that the layer gives to what the row is. */
  readonly logarithms: Tensor;
  /** [units]: the running mean activity after the iteration; undefined without peer normalisation. */
  readonly peerMean: Tensor | undefined;
};

/**
 * The lessons of every layer at one iteration, added to those of the iterations `before`, if there are any. `peerMeans`
 * are the running means of each layer before the iteration; none without peer normalisation.
 */
export function learnOnce(
  before: readonly Lesson[],
  positives: readonly LayerActivity[],
  negatives: readonly LayerActivity[],
  peerMeans: readonly Tensor[],
  settings: RecurrentSettings,
): Lesson[] {
  return positives.map((positive, index) =>
    layer(index, () => {
      const lesson = lessonOf(positive, negatives[index], peerMeans[index], settings);
      if (before.length === 0) return lesson;
      const { gradient, logarithms } = before[index];
      return {
        gradient: phase('gradient', () => addGradients(gradient, lesson.gradient)),
        logarithms: phase('goodness and loss', () => tf.add(logarithms, lesson.logarithms)),
        peerMean: lesson.peerMean,
      };
    }),
  );
}

/**
 * A layer's loss and gradient at one iteration. With g the goodness of a row and p = sigmoid(clip(g - theta, +-50)), the
 * loss is the mean over rows of -log(p + 1e-12) for positives and -log(1 - p + 1e-12) for negatives, as the original
 * computes it: in single precision it saturates at 27.6, from where the logit passes 17. The gradient of the layer's input
 * before relu is damping * (p - target) * dg/ds / rows where that input is positive. Peer normalisation takes each
 * iteration for a batch of its own.
 */
function lessonOf(
  positive: LayerActivity,
  negative: LayerActivity,
  peerMean: Tensor | undefined,
  settings: RecurrentSettings,
): Lesson {
  const [rows, units] = positive.state.shape as [number, number];
  const { damping } = settings;
  // dg/ds is 2 s / units, or 2 s; there are 2 * rows rows.
  const scale = damping / (settings.goodness === 'mean' ? rows * units : rows);
  const { logarithms, positiveSlope, negativeSlope } = phase('goodness and loss', () => {
    const p = confidence(positive.state, settings);
    const q = confidence(negative.state, settings);
    return {
      logarithms: tf.add(logarithmSum(p), logarithmSum(tf.sub(1, q))),
      positiveSlope: tf.mul(tf.sub(p, 1), scale),
      negativeSlope: tf.mul(q, scale),
    };
  });
  return phase('gradient', () => {
    let dPositive = inputGradient(positive, positiveSlope);
    const dNegative = inputGradient(negative, negativeSlope);
    let nextPeerMean: Tensor | undefined;
    if (peerMean !== undefined) {
      const { mean, gradient } = peerGradient(peerMean, positive.state, PEER_NORMALISATION);
      nextPeerMean = mean;
      dPositive = tf.add(dPositive, tf.mul(gradient, damping));
    }
    const gradient = addGradients(gradientOf(positive, dPositive), gradientOf(negative, dNegative));
    return { gradient, logarithms, peerMean: nextPeerMean };
  });
}

/** [rows, 1]: the probability that a row is positive. */
function confidence(state: Tensor, { goodness, goodnessThreshold }: RecurrentSettings): Tensor {
  const threshold = goodnessThreshold ?? (state.shape[1] as number);
  return tf.sigmoid(tf.clipByValue(tf.sub(rowGoodness(state, goodness), threshold), -50, 50));
}

function logarithmSum(p: Tensor): Tensor {
  return tf.sum(tf.log(tf.add(p, 1e-12)));
}

/** slope * s where the layer's new activity is positive. */
function inputGradient({ state, fresh }: LayerActivity, slope: Tensor): Tensor {
  return tf.mul(tf.mul(state, slope), tf.step(fresh));
}
