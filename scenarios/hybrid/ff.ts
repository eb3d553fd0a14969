import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../../core/input-error.ts';
import { layer, phase } from '../../instrument/labels/labels.ts';
import type { TensorSpec, UpdateProgram } from '../../instrument/tensors/update-program.ts';
import { inputsSpec, pixelsAt } from '../batches/examples.ts';
import { defineRule } from '../definitions/define-rule.ts';
import { denseFfMacs, trainDenseLayers } from '../dense/ff.ts';
import { initialDenseState } from '../dense/initial-weights.ts';
import { checkUpdateShape, denseLayersOf, denseParameters, denseStateOf, denseStateSpecs } from '../dense/layers.ts';
import { l2NormalizeRooted } from '../learning/normalise.ts';
import { INITIAL_PEER_MEAN, peerMeanSpecs } from '../learning/peer-normalisation.ts';
import type { NetworkShape } from '../rule/network-shape.ts';
import { FORWARD_FORWARD } from '../rule/rule-label.ts';
import { hybridImages, sideOf } from './masks.ts';
import { headUpdates, hybridPredictProgram, hybridReadoutPrograms, predictByReadout } from './readout.ts';
import { HYBRID_OPTIONS, type HybridSettings, hybridSettings } from './settings.ts';

/**
 * Forward-Forward without labels (Hinton 2022, section 3.2): a positive is an image, a negative a hybrid of two others.
 * Every layer's input has unit length, the image included. The labels come in only afterwards, by a softmax head on the
 * frozen activities of the last layers.
 *
 * The learning images take part three times an epoch, in three independent orders: as positives, and as either half of a
 * hybrid. Loss and gradient are those of the original program, not of its text: mean squares, averaged over positives
 * and negatives together.
 */
export const hybridFf = defineRule({
  ...FORWARD_FORWARD,
  options: HYBRID_OPTIONS,
  decide: (options) => {
    const settings = hybridSettings(options);
    const { learningRate, discardedReforward } = options;
    return {
      learningRate,
      ordersPerEpoch: 3,
      update: (shape, batchSize) => {
        checkReadoutLayers(shape, options.readoutLayers);
        return update(shape, batchSize, settings);
      },
      predictProgram: (shape, images) => hybridPredictProgram(shape, images, settings),
      // Inputs of unit length: the goodness of the first batch is then near the threshold.
      initialState: ({ layers }, random) => [
        ...initialDenseState(layers, random, () => Math.SQRT2),
        ...peerSpecs(layers, settings).map(({ shape: [units] }) => new Float32Array(units).fill(INITIAL_PEER_MEAN)),
      ],
      buildBatch: ({ layers }, examples, indices, random, context) => {
        if (context?.others.length !== 2) {
          throw new RangeError(`hybrid ff: a batch needs two further orders, got ${context?.others.length ?? 'none'}`);
        }
        const [a, b] = context.others.map((order) => pixelsAt(examples, order, layers[0]));
        return [
          pixelsAt(examples, indices, layers[0]),
          hybridImages(a, b, sideOf(layers[0]), settings.maskBlurs, random),
        ];
      },
      predict: (shape, state, examples, indices, learned) => {
        if (learned === undefined)
          throw new RangeError('hybrid ff: prediction needs images to fit its readout to, got none');
        const weights = denseLayersOf(state.slice(0, networkTensors(shape))).flatMap(({ W, b }) => [W, b]);
        return predictByReadout(shape, weights, examples, indices, learned, settings);
      },
      readoutPrograms: (shape, images) => hybridReadoutPrograms(shape, images, settings),
      readoutUpdates: (images) => headUpdates(images, settings),
      macsPerUpdate: ({ layers }, batchSize) => denseFfMacs(layers, batchSize, discardedReforward),
      parameters: ({ layers }) => denseParameters(layers),
    };
  },
});

/** The documented number (null) stands for all layers of a network that has fewer; one that is asked for has to be there. */
function checkReadoutLayers({ layers }: NetworkShape, asked: number | null): void {
  const depth = layers.length - 1;
  if (asked === null || asked <= depth) return;
  throw new InputError(`the number of readout layers must be an integer in 1..${depth}, got ${asked}`);
}

function networkTensors({ layers }: NetworkShape): number {
  return denseStateSpecs(layers).length;
}

function peerSpecs(layers: readonly number[], { rule }: HybridSettings): TensorSpec[] {
  return rule.peers === undefined ? [] : peerMeanSpecs(layers);
}

function update(shape: NetworkShape, batchSize: number, settings: HybridSettings): UpdateProgram {
  const { layers, classes } = shape;
  const { rule, normalise, maskBlurs } = settings;
  checkUpdateShape('hybrid ff', layers, batchSize);
  return {
    name: 'hybrid ff',
    about: {
      scenario: 'hybrid',
      algorithm: 'ff',
      layers,
      classes,
      batch: batchSize,
      learningRate: rule.learningRate,
      goodness: rule.goodness.squares,
      goodnessThreshold: rule.goodness.threshold,
      normalise,
      peerNormalisation: rule.peers !== undefined,
      discardedReforward: rule.discardedReforward,
      maskBlurs,
    },
    batch: [inputsSpec('positives', batchSize, layers[0]), inputsSpec('negatives', batchSize, layers[0])],
    state: [...denseStateSpecs(layers), ...peerSpecs(layers, settings)],
    update: ([positives, negatives], state, step) =>
      tf.tidy(() => {
        const tensors = networkTensors(shape);
        const [positive, negative] = layer(0, () =>
          phase('normalise', () => [l2NormalizeRooted(positives), l2NormalizeRooted(negatives)]),
        );
        const network = denseLayersOf(state.slice(0, tensors));
        const { layers, peerMeans, read } = trainDenseLayers(
          network,
          positive,
          negative,
          step,
          rule,
          state.slice(tensors),
        );
        return { state: [...denseStateOf(layers), ...peerMeans], read };
      }),
  };
}
