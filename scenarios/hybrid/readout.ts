/**
 * Hybrid Forward-Forward sees no label: its network becomes a classifier by a softmax head on the frozen activities.
 * They are computed once for the images the head learns from, each row scaled to unit length a layer, and kept on the
 * host: 60000 images have 720 MB of them, of which an update needs 256 rows.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../../core/numbers/random.ts';
import { hostRead, layer, phase } from '../../instrument/labels/labels.ts';
import type { UpdateProgram } from '../../instrument/tensors/update-program.ts';
import { type Examples, inputsSpec, labelsAt, oneHotRows, pixelsAt } from '../batches/examples.ts';
import { bestLabels, predictedLabels } from '../batches/label-scores.ts';
import { checkUpdateShape, type DenseWeights, denseRelu, denseWeightSpecs, denseWeightsOf } from '../dense/layers.ts';
import { l2NormalizeRooted } from '../learning/normalise.ts';
import type { NetworkShape } from '../rule/network-shape.ts';
import { disposeUsed, type Learned, type ProgramRuns, tensorsOf } from '../rule/rule.ts';
import type { HybridSettings } from './settings.ts';
import { HEAD_BATCH, headLogits, headProgram, headSpecs, initialHead } from './softmax-head.ts';

/** Images whose features are computed together. */
export const IMAGES_AT_ONCE = 100;

/** Every head begins with the weights that this seed draws, and sees its images in the orders that it draws. */
const HEAD_SEED = 1;

/** Numbers a row of features has. */
export function featureWidth({ layers }: NetworkShape, { readoutLayers }: HybridSettings): number {
  return layers
    .slice(1)
    .slice(-readoutLayers)
    .reduce((sum, units) => sum + units, 0);
}

/** The features [rows, units] of each read layer, from images as they are. The last layers, from the first of them. */
function featuresOf(network: readonly DenseWeights[], images: Tensor, settings: HybridSettings): Tensor[] {
  const features: Tensor[] = [];
  let x = layer(0, () => l2NormalizeRooted(images));
  network.forEach((weights, index) => {
    layer(index, () => {
      const h = denseRelu(x, weights);
      const isRead = index >= network.length - settings.readoutLayers;
      const unit = isRead || settings.normalise ? l2NormalizeRooted(h) : h;
      if (isRead) features.push(unit);
      x = settings.normalise ? unit : h;
    });
  });
  return features;
}

/**
 * The features of `images` images: what the host reads, `features0` from the first of the read layers on. The weights
 * come back as they went in.
 */
export function extractionProgram(shape: NetworkShape, images: number, settings: HybridSettings): UpdateProgram {
  const { layers } = shape;
  checkUpdateShape('hybrid ff features', layers, images);
  return {
    name: 'hybrid ff features',
    about: { scenario: 'hybrid', algorithm: 'ff', work: 'features', layers, batch: images, ...readoutFacts(settings) },
    batch: [inputsSpec('inputs', images, layers[0])],
    state: denseWeightSpecs(layers),
    update: ([inputs], state) => {
      const features = tf.tidy(() =>
        phase('features', () => featuresOf(denseWeightsOf(state), inputs, settings).map((rows) => hostRead(rows))),
      );
      return { state, read: Object.fromEntries(features.map((rows, index) => [`features${index}`, rows])) };
    },
  };
}

function readoutFacts({ readoutLayers, normalise }: HybridSettings) {
  return { readoutLayers, normalise };
}

/** Prediction of the labels of `images` images in one program, the head's weights W and b after the network's. */
export function hybridPredictProgram(shape: NetworkShape, images: number, settings: HybridSettings): UpdateProgram {
  const { layers, classes } = shape;
  checkUpdateShape('hybrid ff', layers, images);
  const network = denseWeightSpecs(layers);
  return {
    name: 'hybrid ff prediction',
    about: {
      scenario: 'hybrid',
      algorithm: 'ff',
      work: 'predict',
      layers,
      classes,
      batch: images,
      ...readoutFacts(settings),
    },
    batch: [inputsSpec('inputs', images, layers[0])],
    state: [...network, ...headSpecs(featureWidth(shape, settings), classes)],
    update: ([inputs], state) =>
      predictedLabels(state, () => {
        const perLayer = featuresOf(denseWeightsOf(state.slice(0, network.length)), inputs, settings);
        const features = perLayer.length === 1 ? perLayer[0] : tf.concat(perLayer, 1);
        return headLogits(features, state.slice(network.length));
      }),
  };
}

/**
 * What fitting the head runs, given `images` training images: the extraction of the features of those it uses, then its
 * updates, with a program of its own for the smaller batch that ends an epoch.
 */
export function hybridReadoutPrograms(shape: NetworkShape, images: number, settings: HybridSettings): ProgramRuns[] {
  const used = Math.min(images, settings.readoutImages);
  const inputs = featureWidth(shape, settings);
  const extraction = (rows: number) => extractionProgram(shape, rows, settings);
  const head = (rows: number) => headProgram('hybrid ff', inputs, shape.classes, rows);
  return [
    ...inParts(used, IMAGES_AT_ONCE).map(({ rows, times }) => ({ program: extraction(rows), times })),
    ...inParts(used, HEAD_BATCH).map(({ rows, times }) => ({
      program: head(rows),
      times: times * settings.readoutEpochs,
    })),
  ];
}

/** Updates of the head while it is fitted, given `images` training images. */
export function headUpdates(images: number, { readoutImages, readoutEpochs }: HybridSettings): number {
  return Math.ceil(Math.min(images, readoutImages) / HEAD_BATCH) * readoutEpochs;
}

/** `count` rows, `most` at once: how many whole parts there are, and the rest. */
function inParts(count: number, most: number): { rows: number; times: number }[] {
  const whole = { rows: most, times: Math.floor(count / most) };
  const rest = { rows: count % most, times: 1 };
  return [whole, rest].filter(({ rows, times }) => rows > 0 && times > 0);
}

/**
 * The labels of the examples at `indices`, by a head fitted to the first of the images that the network learned from.
 * Costs the features of those and of the examples, and the updates of the head; the same for the same state.
 */
export function predictByReadout(
  shape: NetworkShape,
  weights: readonly Tensor[],
  examples: Examples,
  indices: Int32Array,
  learned: Learned,
  settings: HybridSettings,
): Uint8Array {
  const shown = learned.indices.subarray(0, settings.readoutImages);
  const features = extract(shape, weights, learned.examples, shown, settings);
  const head = fitHead(shape, features, labelsAt(learned.examples, shown), settings);
  const unseen = extract(shape, weights, examples, indices, settings);
  const width = featureWidth(shape, settings);
  const labels = bestLabels(indices.length, HEAD_BATCH, (start, end) =>
    headLogits(tf.tensor(unseen.subarray(start * width, end * width), [end - start, width]), head),
  );
  tf.dispose(head);
  return labels;
}

/** Float32[indices, features], a layer's features after the other's in each row. */
function extract(
  shape: NetworkShape,
  weights: readonly Tensor[],
  examples: Examples,
  indices: Int32Array,
  settings: HybridSettings,
): Float32Array {
  const width = featureWidth(shape, settings);
  const features = new Float32Array(indices.length * width);
  for (let start = 0; start < indices.length; start += IMAGES_AT_ONCE) {
    const part = indices.subarray(start, start + IMAGES_AT_ONCE);
    const program = extractionProgram(shape, part.length, settings);
    const batch = tensorsOf(program.batch, [pixelsAt(examples, part, shape.layers[0])]);
    const { read } = program.update(batch, weights, 1);
    let column = 0;
    for (const rows of Object.values(read)) {
      const units = rows.shape[1] as number;
      const values = rows.dataSync() as Float32Array;
      for (let row = 0; row < part.length; row++) {
        features.set(values.subarray(row * units, (row + 1) * units), (start + row) * width + column);
      }
      column += units;
    }
    tf.dispose([...batch, ...Object.values(read)]);
  }
  return features;
}

/** The head's W and b after its last update. */
function fitHead(shape: NetworkShape, features: Float32Array, labels: Uint8Array, settings: HybridSettings): Tensor[] {
  const { classes } = shape;
  const width = featureWidth(shape, settings);
  const random = new Random(HEAD_SEED);
  let head: readonly Tensor[] = tensorsOf(headSpecs(width, classes), initialHead(width, classes, random));
  for (let epoch = 0; epoch < settings.readoutEpochs; epoch++) {
    const order = random.permutation(labels.length);
    for (let start = 0; start < order.length; start += HEAD_BATCH) {
      const part = order.subarray(start, start + HEAD_BATCH);
      const program = headProgram('hybrid ff', width, classes, part.length);
      const rows = pixelsAt({ pixels: features, labels }, part, width);
      const batch = tensorsOf(program.batch, [rows, oneHotRows(labelsAt({ pixels: features, labels }, part), classes)]);
      const result = program.update(batch, head, 1);
      disposeUsed([...batch, ...head], result);
      head = result.state;
    }
  }
  return [...head];
}
