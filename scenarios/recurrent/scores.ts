import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { iteration, layer } from '../../instrument/tensors/labels.ts';
import { type Examples, oneHotRows, pixelsAt } from '../batches/examples.ts';
import { rowGoodness } from '../learning/goodness.ts';
import type { NetworkShape } from '../rule/network-shape.ts';
import {
  type Clamped,
  clamp,
  hiddenLayers,
  iterate,
  type PerVariable,
  recurrentLayersOf,
  restingStates,
} from './network.ts';
import type { RecurrentSettings } from './settings.ts';

/** Images whose candidate labels go through the network together: 6 MB of pixels, 4 MB a state. */
const IMAGES_AT_ONCE = 2000;

/**
 * How well each label fits each example: Float32[indices, classes], `labelScore` of each label. The product of the image
 * with the first layer's weights is the same for all labels and iterations and computed once; and the iterations that
 * the original runs after the last scored one, whose states nothing reads, are left out.
 */
export function labelScores(
  shape: NetworkShape,
  state: readonly Tensor[],
  examples: Examples,
  indices: Int32Array,
  settings: RecurrentSettings,
): Float32Array {
  const { layers, classes } = shape;
  const network = recurrentLayersOf(state, hiddenLayers(layers, classes)).map(({ weights }) => weights);
  const scores = new Float32Array(indices.length * classes);
  for (let start = 0; start < indices.length; start += IMAGES_AT_ONCE) {
    const part = indices.subarray(start, start + IMAGES_AT_ONCE);
    tf.tidy(() => {
      const { image } = clamp(tf.tensor(pixelsAt(examples, part, layers[0]), [part.length, layers[0]]));
      const imageDrive = tf.matMul(image, network[0].up);
      for (let label = 0; label < classes; label++) {
        const rows = tf.tidy(() => {
          const oneHot = tf.tensor(oneHotRows(new Uint8Array(part.length).fill(label), classes), [
            part.length,
            classes,
          ]);
          return labelScore(network, { image, label: oneHot, imageDrive }, settings.scoredTo, settings).dataSync();
        });
        for (let row = 0; row < part.length; row++) scores[(start + row) * classes + label] = rows[row];
      }
    });
  }
  return scores;
}

/**
 * [rows, 1]: the goodness of all hidden layers summed over the scored ones of so many iterations with these ends clamped.
 */
export function labelScore(
  network: readonly PerVariable[],
  ends: Clamped,
  iterations: number,
  { damping, goodness, scoredFrom, scoredTo }: RecurrentSettings,
): Tensor {
  const scored: Tensor[] = [];
  let states = restingStates(network, ends.image.shape[0] as number);
  for (let at = 1; at <= iterations; at++) {
    const before = states;
    iteration(at, () => {
      states = iterate(network, ends, before, damping).map(({ state }) => state);
      if (at < scoredFrom || at > scoredTo) return;
      scored.push(...states.map((state, index) => layer(index, () => rowGoodness(state, goodness))));
    });
  }
  return scored.reduce((sum, rows) => tf.add(sum, rows));
}

/**
 * The label of highest score of each example, the lowest of equals, from scores [examples, classes]; of the labels other
 * than `excluded`, where given, one an example.
 */
export function bestOfScores(scores: Float32Array, classes: number, excluded?: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: scores.length / classes }, (_, row) => {
    let best = -1;
    for (let label = 0; label < classes; label++) {
      if (label === excluded?.[row]) continue;
      if (best < 0 || scores[row * classes + label] > scores[row * classes + best]) best = label;
    }
    return best;
  });
}
