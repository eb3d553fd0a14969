import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { iteration, layer } from '../../instrument/labels/labels.ts';
import { type Examples, oneHotRows, pixelsAt } from '../batches/examples.ts';
import { LabelScores } from '../batches/label-scores.ts';
import { rowGoodness } from '../learning/goodness.ts';
import type { NetworkShape } from '../rule/network-shape.ts';
import { hiddenLayers, type PerVariable, recurrentLayersOf } from './layers.ts';
import { type Clamped, clamp, iterate, restingStates } from './network.ts';
import type { RecurrentSettings } from './settings.ts';

/** Images whose candidate labels go through the network together: 6 MB of pixels, 4 MB a state. */
const IMAGES_AT_ONCE = 2000;

/**
 * How well each label fits each example at `indices`: one score a label, summed over layers. The product of the image
 * with the first layer's weights is the same for all labels and iterations and computed once; and the iterations that
 * the original runs after the last scored one, whose states nothing reads, are left out.
 */
export function labelScores(
  shape: NetworkShape,
  state: readonly Tensor[],
  examples: Examples,
  indices: Int32Array,
  settings: RecurrentSettings,
): LabelScores {
  const { layers, classes } = shape;
  const network = recurrentLayersOf(state, hiddenLayers(layers, classes)).map(({ weights }) => weights);
  const scores = new LabelScores(indices.length, classes, 1);
  for (let start = 0; start < indices.length; start += IMAGES_AT_ONCE) {
    const part = indices.subarray(start, start + IMAGES_AT_ONCE);
    tf.tidy(() => {
      const { image } = clamp(tf.tensor(pixelsAt(examples, part, layers[0]), [part.length, layers[0]]));
      const imageDrive = tf.matMul(image, network[0].up);
      for (let label = 0; label < classes; label++) {
        tf.tidy(() => {
          const labels = new Uint8Array(part.length).fill(label);
          const oneHot = tf.tensor(oneHotRows(labels, classes), [part.length, classes]);
          const rows = labelScore(network, { image, label: oneHot, imageDrive }, settings.scoredTo, settings);
          scores.put(label, 0, rows.dataSync(), start);
        });
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
