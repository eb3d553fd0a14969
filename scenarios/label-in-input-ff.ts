import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../core/input-error.ts';
import { hostRead, layer, phase } from '../instrument/labels.ts';
import type { TensorSpec, UpdateProgram } from '../instrument/update-program.ts';
import { adamLayer } from './adam.ts';
import { initialDenseState } from './dense-init.ts';
import {
  checkUpdateShape,
  type DenseLayer,
  denseLayersOf,
  denseMacs,
  denseParameters,
  denseRelu,
  denseStateOf,
  denseStateSpecs,
} from './dense-layers.ts';
import { type Examples, labelsAt, pixelsAt } from './examples.ts';
import { GOODNESS_THRESHOLD, goodnessLoss, meanSquares } from './goodness.ts';
import { wrongLabels } from './negatives.ts';
import { rmsNormalize } from './normalise.ts';
import type { NetworkShape, Rule, UpdateOptions } from './scenario.ts';

/**
 * Forward-Forward with the label in the input (Hinton 2022, section 3.3). The first pixels hold a one-hot label, the
 * true one in a positive, a wrong one in a negative. Within an update every layer in turn sees both with its old
 * weights, learns from its own goodness alone, and hands on what it computes with its new weights, normalised.
 */
const LEARNING_RATE = 0.003;

export const labelInInputFf: Rule = {
  learningRate: LEARNING_RATE,
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
  const { discardedReforward = true } = options;
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
      learningRate: LEARNING_RATE,
      goodnessThreshold: GOODNESS_THRESHOLD,
      discardedReforward,
    },
    batch: [
      { name: 'positives', ...images },
      { name: 'negatives', ...images },
    ],
    state: denseStateSpecs(layers),
    update: ([positives, negatives], state, step) =>
      tf.tidy(() => {
        const read: Record<string, Tensor> = {};
        let positive = positives;
        let negative = negatives;
        const current = denseLayersOf(state);
        const next = current.map((dense, index) =>
          layer(index, () => {
            const { updated, loss, positiveGoodness, negativeGoodness } = trainLayer(dense, positive, negative, step);
            read[`loss${index}`] = loss;
            read[`positiveGoodness${index}`] = positiveGoodness;
            read[`negativeGoodness${index}`] = negativeGoodness;
            if (index < current.length - 1 || discardedReforward) {
              positive = advance(positive, updated);
              negative = advance(negative, updated);
            }
            return updated;
          }),
        );
        return { state: denseStateOf(next), read };
      }),
  };
}

function trainLayer(dense: DenseLayer, positive: Tensor, negative: Tensor, step: number) {
  const positiveActivations = phase('positive forward', () => denseRelu(positive, dense));
  const negativeActivations = phase('negative forward', () => denseRelu(negative, dense));
  const { positiveSlope, negativeSlope, ...reported } = phase('goodness and loss', () => {
    const goodness = goodnessLoss(positiveActivations, negativeActivations);
    hostRead(goodness.loss);
    hostRead(goodness.positiveGoodness);
    hostRead(goodness.negativeGoodness);
    return goodness;
  });
  const [gW, gb] = phase('gradient', () => {
    // dz = slope * h: where relu's derivative is 0, h is 0 already.
    const positiveDz = tf.mul(positiveActivations, positiveSlope);
    const negativeDz = tf.mul(negativeActivations, negativeSlope);
    return [
      tf.add(tf.matMul(positive, positiveDz, true), tf.matMul(negative, negativeDz, true)),
      tf.add(tf.sum(positiveDz, 0), tf.sum(negativeDz, 0)),
    ];
  });
  const updated = phase('optimiser', () => adamLayer(dense, gW, gb, step, LEARNING_RATE));
  return { updated, ...reported };
}

/** What a layer hands on, computed with its new weights. */
function advance(x: Tensor, updated: DenseLayer): Tensor {
  const h = phase('re-forward', () => denseRelu(x, updated));
  return phase('normalise', () => rmsNormalize(h));
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
        forwardGoodness(network, tf.tensor(pixels, [part.length, layers[0]])).map((rows) => rows.dataSync()),
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

/** The goodness [rows, 1] of each layer, normalising between layers. */
function forwardGoodness(network: readonly DenseLayer[], pixels: Tensor): Tensor[] {
  let x = pixels;
  return network.map((dense, index) =>
    layer(index, () =>
      phase('predict', () => {
        const h = denseRelu(x, dense);
        if (index < network.length - 1) x = rmsNormalize(h);
        return meanSquares(h);
      }),
    ),
  );
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
