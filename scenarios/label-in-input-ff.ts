import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../core/input-error.ts';
import type { TensorSpec, UpdateProgram } from '../instrument/update-program.ts';
import { type DenseFf, forwardGoodness, trainDenseLayers } from './dense-ff.ts';
import { initialDenseState } from './dense-init.ts';
import {
  checkUpdateShape,
  denseLayersOf,
  denseMacs,
  denseParameters,
  denseStateOf,
  denseStateSpecs,
} from './dense-layers.ts';
import { type Examples, labelsAt, pixelsAt } from './examples.ts';
import { MEAN_SQUARES } from './goodness.ts';
import { wrongLabels } from './negatives.ts';
import { rmsNormalize } from './normalise.ts';
import type { NetworkShape, Rule, UpdateOptions } from './scenario.ts';

/**
 * Forward-Forward with the label in the input (Hinton 2022, section 3.3). The first pixels hold a one-hot label, the
 * true one in a positive, a wrong one in a negative. Within an update every layer in turn sees both with its old
 * weights, learns from its own goodness alone, and hands on what it computes with its new weights, normalised.
 */
const RULE: DenseFf = {
  learningRate: 0.003,
  goodness: MEAN_SQUARES,
  normalize: rmsNormalize,
  discardedReforward: true,
  reportsAccuracy: false,
};

export const labelInInputFf: Rule = {
  learningRate: RULE.learningRate,
  update,
  initialState: ({ layers }, random) => initialDenseState(layers, random),
  buildBatch: (shape, examples, indices, random) => {
    const labels = labelsAt(examples, indices);
    const negatives = wrongLabels(labels, shape.classes, random);
    return [labelledPixels(shape, examples, indices, labels), labelledPixels(shape, examples, indices, negatives)];
  },
  predict: (shape, state, examples, indices) =>
    bestLabels(labelGoodness(shape, state, examples, indices), shape, 'all layers'),
  macsPerUpdate: ({ layers }, batchSize, options) => {
    // Positives and negatives: forward, weight gradient, forward again.
    const perProduct = denseMacs(layers, 2 * batchSize);
    const discarded = options?.discardedReforward === false ? (perProduct.at(-1) as number) : 0;
    return 3 * perProduct.reduce((sum, macs) => sum + macs, 0) - discarded;
  },
  parameters: ({ layers }) => denseParameters(layers),
};

function update(shape: NetworkShape, batchSize: number, options: UpdateOptions = {}): UpdateProgram {
  const { layers, classes } = shape;
  const { discardedReforward = RULE.discardedReforward } = options;
  checkUpdateShape('label-in-input ff', layers, batchSize);
  if (layers[0] < classes) {
    throw new InputError(`label-in-input ff: the input must have room for ${classes} labels, got ${layers[0]} pixels`);
  }
  const images = { shape: [batchSize, layers[0]], dtype: 'float32', role: 'inputs' } satisfies Partial<TensorSpec>;
  return {
    name: 'label-in-input ff',
    about: {
      scenario: 'label-in-input',
      algorithm: 'ff',
      layers,
      classes,
      batch: batchSize,
      learningRate: RULE.learningRate,
      goodnessThreshold: RULE.goodness.threshold,
      discardedReforward,
    },
    batch: [
      { name: 'positives', ...images },
      { name: 'negatives', ...images },
    ],
    state: denseStateSpecs(layers),
    update: ([positives, negatives], state, step) =>
      tf.tidy(() => {
        const rule = { ...RULE, discardedReforward };
        const { layers, read } = trainDenseLayers(denseLayersOf(state), positives, negatives, step, rule);
        return { state: denseStateOf(layers), read };
      }),
  };
}

/** The pixels of the examples at `indices`, the first `classes` of each overwritten with its label of `labels`. */
export function labelledPixels(
  { layers, classes }: NetworkShape,
  examples: Examples,
  indices: Int32Array,
  labels: Uint8Array,
): Float32Array {
  const width = layers[0];
  const pixels = pixelsAt(examples, indices, width);
  labels.forEach((label, row) => {
    pixels.fill(0, row * width, row * width + classes);
    pixels[row * width + label] = 1;
  });
  return pixels;
}

/** Images whose candidate labels go through the network together: 6 MB of pixels, 4 MB of activations a layer. */
const IMAGES_AT_ONCE = 2000;

/**
 * How well each label fits each example: Float32[indices, classes, layers], the goodness of every layer with that label
 * written in. Costs `classes` forward passes.
 */
export function labelGoodness(
  shape: NetworkShape,
  state: readonly Tensor[],
  examples: Examples,
  indices: Int32Array,
): Float32Array {
  const { layers, classes } = shape;
  const network = denseLayersOf(state);
  const goodness = new Float32Array(indices.length * classes * network.length);
  for (let start = 0; start < indices.length; start += IMAGES_AT_ONCE) {
    const part = indices.subarray(start, start + IMAGES_AT_ONCE);
    for (let label = 0; label < classes; label++) {
      const pixels = labelledPixels(shape, examples, part, new Uint8Array(part.length).fill(label));
      const perLayer = tf.tidy(() =>
        forwardGoodness(network, tf.tensor(pixels, [part.length, layers[0]]), RULE).map((rows) => rows.dataSync()),
      );
      perLayer.forEach((rows, index) => {
        rows.forEach((value, row) => {
          goodness[((start + row) * classes + label) * network.length + index] = value;
        });
      });
    }
  }
  return goodness;
}

/** The layers whose goodness is summed: all of them, all but the first, or the one of this index. */
export type ScoredLayers = 'all layers' | 'all but the first' | number;

/** The label of highest score of each example, the lowest of equals, from what `labelGoodness` returns. */
export function bestLabels(
  goodness: Float32Array,
  { layers, classes }: NetworkShape,
  scored: ScoredLayers,
): Uint8Array {
  const depth = layers.length - 1;
  const first = scored === 'all layers' ? 0 : scored === 'all but the first' ? 1 : scored;
  const end = typeof scored === 'number' ? scored + 1 : depth;
  if (!Number.isInteger(first) || first < 0 || first >= end || end > depth) {
    throw new RangeError(`bestLabels: scored layers must be among ${depth}, got ${scored}`);
  }
  return Uint8Array.from({ length: goodness.length / (classes * depth) }, (_, row) => {
    let best = 0;
    let bestScore = Number.NEGATIVE_INFINITY;
    for (let label = 0; label < classes; label++) {
      let score = 0;
      for (let index = first; index < end; index++) score += goodness[(row * classes + label) * depth + index];
      if (score > bestScore) {
        bestScore = score;
        best = label;
      }
    }
    return best;
  });
}
