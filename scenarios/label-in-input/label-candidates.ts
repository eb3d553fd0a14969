import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { LabelScores } from '../batches/label-scores.ts';
import { type DenseFf, forwardGoodness } from '../dense/ff.ts';
import { denseLayersOf } from '../dense/layers.ts';
import { rowGoodness } from '../learning/goodness.ts';
import type { NetworkShape } from '../rule/network-shape.ts';

/** A copy of the images `pixels`, the first `classes` pixels of each overwritten with its label of `labels`. */
export function withLabels({ layers, classes }: NetworkShape, pixels: Float32Array, labels: Uint8Array): Float32Array {
  const labelled = withoutLabels({ layers, classes }, pixels);
  labels.forEach((label, row) => {
    labelled[row * layers[0] + label] = 1;
  });
  return labelled;
}

function withoutLabels({ layers, classes }: NetworkShape, pixels: Float32Array): Float32Array {
  const blank = pixels.slice();
  for (let start = 0; start < blank.length; start += layers[0]) blank.fill(0, start, start + classes);
  return blank;
}

/** Images whose candidate labels are scored together: 6 MB of pixels, 4 MB of activations a layer. */
const IMAGES_AT_ONCE = 2000;

/**
 * How well each label fits each of the images `pixels`: the goodness of every layer with that label written in. The
 * candidates of an image differ in the label pixels alone, so the product of the rest with the first layer's weights is
 * computed once and each label's row of the weights is added to it.
 */
export function labelGoodness(
  shape: NetworkShape,
  state: readonly Tensor[],
  pixels: Float32Array,
  rule: Pick<DenseFf, 'goodness' | 'normalize'>,
): LabelScores {
  const { layers, classes } = shape;
  const [first, ...rest] = denseLayersOf(state);
  const images = pixels.length / layers[0];
  const goodness = new LabelScores(images, classes, rest.length + 1);
  for (let start = 0; start < images; start += IMAGES_AT_ONCE) {
    const part = pixels.subarray(start * layers[0], (start + IMAGES_AT_ONCE) * layers[0]);
    tf.tidy(() => {
      const blank = tf.tensor(withoutLabels(shape, part), [part.length / layers[0], layers[0]]);
      const unlabelled = tf.add(tf.matMul(blank, first.W), first.b);
      for (let label = 0; label < classes; label++) {
        tf.tidy(() => {
          const h = tf.relu(tf.add(unlabelled, tf.slice(first.W, [label, 0], [1, layers[1]])));
          const goodnessOfFirst = rowGoodness(h, rule.goodness.squares);
          const ofRest = rest.length === 0 ? [] : forwardGoodness(rest, rule.normalize(h), rule);
          [goodnessOfFirst, ...ofRest].forEach((rows, index) => {
            goodness.put(label, index, rows.dataSync(), start);
          });
        });
      }
    });
  }
  return goodness;
}
