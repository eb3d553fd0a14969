import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../../core/input-error.ts';
import type { UpdateProgram } from '../../instrument/tensors/update-program.ts';
import { inputsSpec, labelsAt, pixelsAt } from '../batches/examples.ts';
import { jitteredPixels } from '../batches/jitter.ts';
import { predictedLabels, type ScoredLayers, scoredRange, scoringModes } from '../batches/label-scores.ts';
import { wrongLabels } from '../batches/negatives.ts';
import { defineRule } from '../definitions/define-rule.ts';
import { type DenseFf, denseFfMacs, forwardGoodness, trainDenseLayers } from '../dense/ff.ts';
import { initialDenseState } from '../dense/initial-weights.ts';
import {
  checkUpdateShape,
  denseLayersOf,
  denseParameters,
  denseStateOf,
  denseStateSpecs,
  denseWeightSpecs,
  denseWeightsOf,
} from '../dense/layers.ts';
import { MEAN_SQUARES } from '../learning/goodness.ts';
import { rmsNormalize } from '../learning/normalise.ts';
import type { NetworkShape } from '../rule/network-shape.ts';
import { FORWARD_FORWARD } from '../rule/rule-label.ts';
import {
  discardedReforwardOption,
  goodnessThresholdOption,
  hardNegativesOption,
  jitterOption,
  learningRateOption,
  normaliseOption,
  scoredLayersOption,
} from '../rule/shared-options.ts';
import { labelGoodness, withLabels } from './label-candidates.ts';

/** What of the options concerns more than one update. */
interface Settings {
  readonly rule: DenseFf;
  readonly normalise: boolean;
  readonly scored: ScoredLayers;
}

/**
 * Forward-Forward with the label in the input (Hinton 2022, section 3.3). The first pixels hold a one-hot label, the
 * true one in a positive, a wrong one in a negative. Within an update every layer in turn sees both with its old
 * weights, learns from its own goodness alone, and hands on what it computes with its new weights, normalised.
 */
export const labelInInputFf = defineRule({
  ...FORWARD_FORWARD,
  options: [
    learningRateOption(0.003),
    goodnessThresholdOption(MEAN_SQUARES.threshold),
    jitterOption,
    hardNegativesOption,
    scoredLayersOption('all layers'),
    discardedReforwardOption,
    normaliseOption,
  ],
  decide: ({
    learningRate,
    goodnessThreshold,
    jitter,
    hardNegatives,
    scoredLayers: scored,
    discardedReforward,
    normalise,
  }) => {
    const rule: DenseFf = {
      learningRate,
      goodness: { ...MEAN_SQUARES, threshold: goodnessThreshold },
      normalize: normalise ? rmsNormalize : (h) => h,
      discardedReforward,
      reportsAccuracy: false,
    };
    const settings: Settings = { rule, normalise, scored };
    return {
      learningRate,
      update: (shape, batchSize) => update(shape, batchSize, settings),
      predictProgram: (shape, images) => predictProgram(shape, images, settings),
      initialState: ({ layers }, random) => initialDenseState(layers, random),
      buildBatch: (shape, examples, indices, random, context) => {
        const labels = labelsAt(examples, indices);
        const drawn = pixelsAt(examples, indices, shape.layers[0]);
        const pixels = jitter ? jitteredPixels(examples, drawn, random) : drawn;
        if (!hardNegatives) {
          const negatives = wrongLabels(labels, shape.classes, random);
          return [withLabels(shape, pixels, labels), withLabels(shape, pixels, negatives)];
        }
        if (context === undefined) throw new RangeError('label-in-input ff: hard negatives need the state, got none');
        const negatives = labelGoodness(shape, context.state, pixels, rule).best(scored, labels);
        return [withLabels(shape, pixels, labels), withLabels(shape, pixels, negatives)];
      },
      predict: (shape, state, examples, indices) =>
        labelGoodness(shape, state, pixelsAt(examples, indices, shape.layers[0]), rule).best(scored),
      predictByMode: (shape, state, examples, indices) => {
        const goodness = labelGoodness(shape, state, pixelsAt(examples, indices, shape.layers[0]), rule);
        const modes = Object.entries(scoringModes(depthOf(shape)));
        return Object.fromEntries(modes.map(([name, mode]) => [name, goodness.best(mode)]));
      },
      macsPerUpdate: ({ layers }, batchSize) => denseFfMacs(layers, batchSize, discardedReforward),
      parameters: ({ layers }) => denseParameters(layers),
    };
  },
});

/** Layers that score a label. */
function depthOf({ layers }: NetworkShape): number {
  return layers.length - 1;
}

function update(shape: NetworkShape, batchSize: number, settings: Settings): UpdateProgram {
  const { layers } = shape;
  const { rule } = settings;
  return {
    name: 'label-in-input ff',
    about: { ...about(shape, batchSize, settings), discardedReforward: rule.discardedReforward },
    batch: [inputsSpec('positives', batchSize, layers[0]), inputsSpec('negatives', batchSize, layers[0])],
    state: denseStateSpecs(layers),
    update: ([positives, negatives], state, step) =>
      tf.tidy(() => {
        const { layers, read } = trainDenseLayers(denseLayersOf(state), positives, negatives, step, rule);
        return { state: denseStateOf(layers), read };
      }),
  };
}

/** Every label is written into every image: one forward pass a label, and the label of highest score. */
function predictProgram(shape: NetworkShape, images: number, settings: Settings): UpdateProgram {
  const { layers, classes } = shape;
  const { first, end } = scoredRange(depthOf(shape), settings.scored);
  return {
    name: 'label-in-input ff prediction',
    about: { ...about(shape, images, settings), work: 'predict', scoredLayers: settings.scored },
    batch: Array.from({ length: classes }, (_, label) => inputsSpec(`images with label ${label}`, images, layers[0])),
    state: denseWeightSpecs(layers),
    update: (candidates, state) =>
      predictedLabels(state, () => {
        const scores = candidates.map((pixels) =>
          forwardGoodness(denseWeightsOf(state), pixels, settings.rule)
            .slice(first, end)
            .reduce((sum, goodness) => tf.add(sum, goodness)),
        );
        return tf.concat(scores, 1);
      }),
  };
}

/** Throws InputError on a shape, batch size or choice of layers that does not fit together. */
function about(shape: NetworkShape, batchSize: number, { rule, normalise, scored }: Settings) {
  const { layers, classes } = shape;
  checkUpdateShape('label-in-input ff', layers, batchSize);
  if (layers[0] < classes) {
    throw new InputError(`label-in-input ff: the input must have room for ${classes} labels, got ${layers[0]} pixels`);
  }
  scoredRange(depthOf(shape), scored);
  return {
    scenario: 'label-in-input',
    algorithm: 'ff',
    layers,
    classes,
    batch: batchSize,
    learningRate: rule.learningRate,
    goodnessThreshold: rule.goodness.threshold,
    normalise,
  };
}
