import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { layer, phase } from '../instrument/labels.ts';
import { type Examples, oneHotRows, pixelsAt } from './examples.ts';
import { rowGoodness } from './goodness.ts';
import {
  clamp,
  hiddenLayers,
  iterate,
  type RecurrentLayer,
  recurrentLayersOf,
  restingStates,
} from './recurrent-network.ts';
import type { RecurrentSettings } from './recurrent-settings.ts';
import type { NetworkShape } from './scenario.ts';

/** Images whose candidate labels go through the network together: 6 MB of pixels, 4 MB a state. */
const IMAGES_AT_ONCE = 2000;

/**
 * How well each label fits each example: Float32[indices, classes], the goodness of all hidden layers summed over the
 * scored iterations with that label clamped. Stops after the last scored iteration: the original goes on to the last of
 * all, whose states nothing reads. Costs `classes` times `scoredTo` iterations.
 */
export function labelScores(
  shape: NetworkShape,
  state: readonly Tensor[],
  examples: Examples,
  indices: Int32Array,
  settings: RecurrentSettings,
): Float32Array {
  const { layers, classes } = shape;
  const network = recurrentLayersOf(state, hiddenLayers(layers, classes));
  const scores = new Float32Array(indices.length * classes);
  for (let start = 0; start < indices.length; start += IMAGES_AT_ONCE) {
    const part = indices.subarray(start, start + IMAGES_AT_ONCE);
    const images = tf.tensor(pixelsAt(examples, part, layers[0]), [part.length, layers[0]]);
    for (let label = 0; label < classes; label++) {
      const oneHot = oneHotRows(new Uint8Array(part.length).fill(label), classes);
      const rows = tf.tidy(() =>
        labelScore(network, images, tf.tensor(oneHot, [part.length, classes]), settings.scoredTo, settings).dataSync(),
      );
      rows.forEach((value, row) => {
        scores[(start + row) * classes + label] = value;
      });
    }
    images.dispose();
  }
  return scores;
}

/** [rows, 1]: the score of one label for each image, from `iterations` iterations with it clamped. */
function labelScore(
  network: readonly RecurrentLayer[],
  images: Tensor,
  labels: Tensor,
  iterations: number,
  { damping, goodness, scoredFrom, scoredTo }: RecurrentSettings,
): Tensor {
  return phase('predict', () => {
    const ends = clamp(images, labels);
    let states = restingStates(network, images.shape[0] as number);
    let score: Tensor | null = null;
    for (let iteration = 1; iteration <= iterations; iteration++) {
      states = iterate(network, ends, states, damping).map((activity) => activity.state);
      if (iteration < scoredFrom || iteration > scoredTo) continue;
      states.forEach((state, index) => {
        layer(index, () => {
          const rows = rowGoodness(state, goodness);
          score = score === null ? rows : tf.add(score, rows);
        });
      });
    }
    if (score === null) throw new RangeError('internal: recurrent: no iteration is scored');
    return score;
  });
}

/** The label of highest score of each example, the lowest of equals, from scores [examples, classes]. */
export function bestLabels(scores: Float32Array, classes: number): Uint8Array {
  return Uint8Array.from({ length: scores.length / classes }, (_, row) => {
    const own = scores.subarray(row * classes, (row + 1) * classes);
    return own.indexOf(Math.max(...own));
  });
}
