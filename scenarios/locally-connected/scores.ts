import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { layer } from '../../instrument/labels/labels.ts';
import { LabelScores } from '../batches/label-scores.ts';
import { type DenseWeights, denseLayersOf } from '../dense/layers.ts';
import { meanSquares } from '../learning/goodness.ts';
import { rmsNormalize } from '../learning/normalise.ts';
import type { NetworkShape } from '../rule/network-shape.ts';
import { oneOf, type RuleOption } from '../rule/rule-option.ts';
import { withLabelBlock } from './batch.ts';
import { type LocalLayer, localRelu, patchesOf, rowsOf } from './layers.ts';

/**
 * What of a layer's activations scores a label. The original program scores by their mean, though its text says the mean
 * of their squares, which is what the layer learns by.
 */
export const LOCAL_SCORES = ['mean activity', 'mean squares'] as const;
export type LocalScore = (typeof LOCAL_SCORES)[number];

export const scoreOption = {
  name: 'score',
  flag: 'score',
  describe: 'Locally connected: what scores a label',
  called: 'the score',
  kind: oneOf(LOCAL_SCORES),
  documented: 'mean activity',
} as const satisfies RuleOption;

/** Scores [images, 1] of every layer, by name, for images [images, units], normalising between layers. */
export function layerScores<Name extends LocalScore>(
  layers: readonly LocalLayer[],
  network: readonly DenseWeights[],
  images: Tensor,
  names: readonly Name[],
): Record<Name, Tensor[]> {
  const scores = Object.fromEntries(names.map((name) => [name, [] as Tensor[]])) as Record<Name, Tensor[]>;
  let x = images;
  layers.forEach((local, index) => {
    layer(index, () => {
      const patches = patchesOf(x, local);
      const rows = rowsOf(localRelu(patches, network[index]));
      patches.dispose();
      for (const name of names) scores[name].push(name === 'mean squares' ? meanSquares(rows) : meanOf(rows));
      if (index < layers.length - 1) x = rmsNormalize(rows);
    });
  });
  return scores;
}

/** [images, units] -> [images, 1] */
function meanOf(rows: Tensor): Tensor {
  return tf.div(tf.sum(rows, -1, true), rows.shape[1] as number);
}

/** Images whose candidate labels are scored together: 70 MB of patches at the documented shape. */
const IMAGES_AT_ONCE = 100;

/**
 * How well each label fits each of the centred images `pixels`, by every score. Costs `classes` forward passes.
 */
export function labelLayerScores(
  shape: NetworkShape,
  layers: readonly LocalLayer[],
  state: readonly Tensor[],
  pixels: Float32Array,
): Record<LocalScore, LabelScores> {
  const { classes } = shape;
  const width = shape.layers[0];
  const network = denseLayersOf(state);
  const images = pixels.length / width;
  const scores = {
    'mean activity': new LabelScores(images, classes, layers.length),
    'mean squares': new LabelScores(images, classes, layers.length),
  };
  for (let start = 0; start < images; start += IMAGES_AT_ONCE) {
    const part = pixels.subarray(start * width, Math.min(images, start + IMAGES_AT_ONCE) * width);
    const count = part.length / width;
    for (let label = 0; label < classes; label++) {
      const labelled = withLabelBlock(part, new Uint8Array(count).fill(label), classes);
      tf.tidy(() => {
        const found = layerScores(layers, network, tf.tensor(labelled, [count, width]), LOCAL_SCORES);
        for (const name of LOCAL_SCORES) {
          found[name].forEach((tensor, index) => {
            scores[name].put(label, index, tensor.dataSync(), start);
          });
        }
      });
    }
  }
  return scores;
}
