import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../../core/input-error.ts';
import { type Examples, pixelsAt } from '../batches/examples.ts';
import { type DenseFf, forwardGoodness } from '../dense/ff.ts';
import { denseLayersOf } from '../dense/layers.ts';
import { rowGoodness } from '../learning/goodness.ts';
import type { NetworkShape } from '../rule/network-shape.ts';
import type { ScoredLayers } from '../rule/rule-options.ts';

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
 * How well each label fits each example: Float32[indices, classes, layers], the goodness of every layer with that label
 * written in. The candidates of an image differ in the label pixels alone, so the product of the rest with the first
 * layer's weights is computed once and each label's row of the weights is added to it.
 */
export function labelGoodness(
  shape: NetworkShape,
  state: readonly Tensor[],
  examples: Examples,
  indices: Int32Array,
  rule: Pick<DenseFf, 'goodness' | 'normalize'>,
): Float32Array {
  return concatenated(indices, (part) =>
    pixelsLabelGoodness(shape, state, pixelsAt(examples, part, shape.layers[0]), rule),
  );
}

/** `labelGoodness` of the images `pixels`, all at once. */
export function pixelsLabelGoodness(
  shape: NetworkShape,
  state: readonly Tensor[],
  pixels: Float32Array,
  rule: Pick<DenseFf, 'goodness' | 'normalize'>,
): Float32Array {
  const { layers, classes } = shape;
  const [first, ...rest] = denseLayersOf(state);
  const depth = rest.length + 1;
  const images = pixels.length / layers[0];
  const goodness = new Float32Array(images * classes * depth);
  tf.tidy(() => {
    const blank = tf.tensor(withoutLabels(shape, pixels), [images, layers[0]]);
    const unlabelled = tf.add(tf.matMul(blank, first.W), first.b);
    for (let label = 0; label < classes; label++) {
      const perLayer = tf.tidy(() => {
        const h = tf.relu(tf.add(unlabelled, tf.slice(first.W, [label, 0], [1, layers[1]])));
        const goodnessOfFirst = rowGoodness(h, rule.goodness.squares);
        const ofRest = rest.length === 0 ? [] : forwardGoodness(rest, rule.normalize(h), rule);
        return [goodnessOfFirst, ...ofRest].map((rows) => rows.dataSync());
      });
      perLayer.forEach((rows, index) => {
        for (let row = 0; row < images; row++) goodness[(row * classes + label) * depth + index] = rows[row];
      });
    }
  });
  return goodness;
}

function concatenated(indices: Int32Array, goodnessOf: (part: Int32Array) => Float32Array): Float32Array {
  if (indices.length <= IMAGES_AT_ONCE) return goodnessOf(indices);
  const head = goodnessOf(indices.subarray(0, IMAGES_AT_ONCE));
  const perImage = head.length / IMAGES_AT_ONCE;
  const whole = new Float32Array(indices.length * perImage);
  whole.set(head);
  for (let start = IMAGES_AT_ONCE; start < indices.length; start += IMAGES_AT_ONCE) {
    whole.set(goodnessOf(indices.subarray(start, start + IMAGES_AT_ONCE)), start * perImage);
  }
  return whole;
}

/**
 * The label of highest score of each example, the lowest of equals, from what `labelGoodness` returns; of the labels
 * other than `excluded`, where given, one an example. Throws InputError on layers that the network does not have.
 */
export function bestLabels(
  goodness: Float32Array,
  shape: NetworkShape,
  scored: ScoredLayers,
  excluded?: Uint8Array,
): Uint8Array {
  const { classes } = shape;
  const depth = shape.layers.length - 1;
  const { first, end } = scoredRange(shape, scored);
  return Uint8Array.from({ length: goodness.length / (classes * depth) }, (_, row) => {
    let best = -1;
    let bestScore = Number.NEGATIVE_INFINITY;
    for (let label = 0; label < classes; label++) {
      if (label === excluded?.[row]) continue;
      let score = 0;
      for (let index = first; index < end; index++) score += goodness[(row * classes + label) * depth + index];
      if (best < 0 || score > bestScore) {
        bestScore = score;
        best = label;
      }
    }
    return best;
  });
}

/** The layers `first` .. `end` - 1 that are scored. Throws InputError on layers that the network does not have. */
export function scoredRange({ layers }: NetworkShape, scored: ScoredLayers): { first: number; end: number } {
  const depth = layers.length - 1;
  const first = scored === 'all layers' ? 0 : scored === 'all but the first' ? 1 : scored;
  const end = typeof scored === 'number' ? scored + 1 : depth;
  if (!Number.isInteger(first) || first < 0 || first >= end || end > depth) {
    throw new InputError(`the layers that score a label must be among the ${depth} that there are, got ${scored}`);
  }
  return { first, end };
}

/** Every way to score a label in a network of this shape, by its name in results. */
export function scoringModes({ layers }: NetworkShape): Record<string, ScoredLayers> {
  const depth = layers.length - 1;
  const single = Array.from({ length: depth }, (_, index) => [`layer ${index}`, index] as const);
  return {
    'all layers': 'all layers',
    ...(depth > 1 ? { 'all but the first': 'all but the first' } : {}),
    ...Object.fromEntries(single),
  };
}
