import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../../core/input-error.ts';
import { hostRead, layer, phase } from '../../instrument/labels/labels.ts';
import type { UpdateProgram } from '../../instrument/tensors/update-program.ts';
import { inputsSpec, labelsAt } from '../batches/examples.ts';
import { predictedLabels, type ScoredLayers, scoredRange, scoringModes } from '../batches/label-scores.ts';
import { wrongLabels } from '../batches/negatives.ts';
import { defineRule } from '../definitions/define-rule.ts';
import { checkUpdateShape, type DenseLayer, denseLayersOf, denseStateOf, denseWeightsOf } from '../dense/layers.ts';
import { adamLayer } from '../learning/adam.ts';
import { goodnessLoss } from '../learning/goodness.ts';
import { rmsNormalize } from '../learning/normalise.ts';
import type { NetworkShape } from '../rule/network-shape.ts';
import { FORWARD_FORWARD } from '../rule/rule-label.ts';
import type { SettingsOf } from '../rule/rule-option.ts';
import {
  discardedReforwardOption,
  goodnessThresholdOption,
  hardNegativesOption,
  learningRateOption,
  scoredLayersOption,
} from '../rule/shared-options.ts';
import { centredPixels, LABEL_ROWS, withLabelBlock } from './batch.ts';
import {
  initialLocalState,
  type LocalLayer,
  localGradient,
  localLayers,
  localMacs,
  localParameters,
  localRelu,
  localStateSpecs,
  localWeightSpecs,
  patchesOf,
  rowsOf,
} from './layers.ts';
import { LOCAL_SCORES, labelLayerScores, layerScores, scoreOption } from './scores.ts';

const OPTIONS = [
  learningRateOption(0.01),
  goodnessThresholdOption(2),
  hardNegativesOption,
  // null: all but the first; the only one, where there is no other.
  scoredLayersOption(null),
  discardedReforwardOption,
  scoreOption,
] as const;

type Settings = SettingsOf<typeof OPTIONS>;

/**
 * Forward-Forward in locally connected layers, the label in the input: a block of pixels that is far from any image's,
 * the true one in a positive, a wrong one in a negative. Each layer in turn sees both with its old weights, learns from its
 * own goodness alone, and hands on what it computes with its new weights, normalised over the whole layer.
 *
 * A layer's patches are copied together once and serve all three products: forward, gradient and forward again.
 */
export const locallyConnectedFf = defineRule({
  ...FORWARD_FORWARD,
  options: OPTIONS,
  decide: (settings) => {
    const { learningRate, hardNegatives, discardedReforward } = settings;
    return {
      learningRate,
      update: (shape, batchSize) => update(shape, batchSize, settings),
      predictProgram: (shape, images) => predictProgram(shape, images, settings),
      initialState: (shape, random) => initialLocalState(layersOf(shape), random),
      buildBatch: (shape, examples, indices, random, context) => {
        const { classes } = shape;
        const labels = labelsAt(examples, indices);
        const pixels = centredPixels(examples, indices, shape.layers[0]);
        const batchOf = (written: Uint8Array) => withLabelBlock(pixels, written, classes);
        if (!hardNegatives) return [batchOf(labels), batchOf(wrongLabels(labels, classes, random))];
        if (context === undefined)
          throw new RangeError('locally-connected ff: hard negatives need the state, got none');
        const scores = labelLayerScores(shape, layersOf(shape), context.state, pixels)[settings.score];
        return [batchOf(labels), batchOf(scores.best(scoredOf(shape, settings), labels))];
      },
      predict: (shape, state, examples, indices) => {
        const pixels = centredPixels(examples, indices, shape.layers[0]);
        const scores = labelLayerScores(shape, layersOf(shape), state, pixels)[settings.score];
        return scores.best(scoredOf(shape, settings));
      },
      predictByMode: (shape, state, examples, indices) => {
        const pixels = centredPixels(examples, indices, shape.layers[0]);
        const scores = labelLayerScores(shape, layersOf(shape), state, pixels);
        const modes = LOCAL_SCORES.flatMap((score) =>
          Object.entries(scoringModes(shape.layers.length - 1)).map(([mode, scored]) => [
            `${score}, ${mode}`,
            scores[score].best(scored),
          ]),
        );
        return Object.fromEntries(modes);
      },
      macsPerUpdate: (shape, batchSize) => {
        // Positives and negatives: forward, weight gradient, forward again.
        const perProduct = localMacs(layersOf(shape), 2 * batchSize);
        const discarded = discardedReforward ? 0 : perProduct[perProduct.length - 1];
        return 3 * perProduct.reduce((sum, macs) => sum + macs, 0) - discarded;
      },
      parameters: (shape) => localParameters(layersOf(shape)),
    };
  },
});

/** Throws InputError where the label block does not fit into the image, too. */
function layersOf(shape: NetworkShape): LocalLayer[] {
  const layers = localLayers('locally-connected ff', shape);
  const { side } = layers[0].geometry;
  if (side < LABEL_ROWS || side < shape.classes) {
    throw new InputError(
      `locally-connected ff: the image must have room for ${LABEL_ROWS} rows of ${shape.classes} labels, got ${side} x ${side}`,
    );
  }
  return layers;
}

function scoredOf({ layers }: NetworkShape, { scoredLayers }: Settings): ScoredLayers {
  return scoredLayers ?? (layers.length > 2 ? 'all but the first' : 'all layers');
}

function update(shape: NetworkShape, batchSize: number, settings: Settings): UpdateProgram {
  const layers = layersOf(shape);
  const { discardedReforward } = settings;
  return {
    name: 'locally-connected ff',
    about: { ...about(shape, batchSize, settings), discardedReforward },
    batch: [inputsSpec('positives', batchSize, shape.layers[0]), inputsSpec('negatives', batchSize, shape.layers[0])],
    state: localStateSpecs(layers),
    update: ([positives, negatives], state, step) =>
      tf.tidy(() => {
        const read: Record<string, Tensor> = {};
        let positive = positives;
        let negative = negatives;
        const updated = denseLayersOf(state).map((one, index) =>
          layer(index, () => {
            const advances = index < layers.length - 1 || discardedReforward;
            const trained = trainLayer(one, layers[index], positive, negative, step, settings, advances);
            for (const [name, tensor] of Object.entries(trained.reported)) read[`${name}${index}`] = tensor;
            ({ positive, negative } = trained);
            return trained.updated;
          }),
        );
        return { state: denseStateOf(updated), read };
      }),
  };
}

function trainLayer(
  one: DenseLayer,
  local: LocalLayer,
  positive: Tensor,
  negative: Tensor,
  step: number,
  { goodnessThreshold: threshold, learningRate }: Settings,
  advances: boolean,
) {
  const positivePatches = phase('positive forward', () => patchesOf(positive, local));
  const positiveActivations = phase('positive forward', () => localRelu(positivePatches, one));
  const negativePatches = phase('negative forward', () => patchesOf(negative, local));
  const negativeActivations = phase('negative forward', () => localRelu(negativePatches, one));
  const { positiveSlope, negativeSlope, reported } = phase('goodness and loss', () => {
    const goodness = { squares: 'mean', threshold } as const;
    const judged = goodnessLoss(rowsOf(positiveActivations), rowsOf(negativeActivations), goodness);
    return {
      ...judged,
      reported: {
        loss: hostRead(judged.loss),
        positiveGoodness: hostRead(judged.positiveGoodness),
        negativeGoodness: hostRead(judged.negativeGoodness),
      },
    };
  });
  const gradient = phase('gradient', () => {
    // dz = slope * h: where relu's derivative is 0, h is 0 already. There is a slope for each image.
    const dzOf = (h: Tensor, slope: Tensor) => tf.mul(h, tf.reshape(slope, [1, slope.size, 1]));
    const one = localGradient(positivePatches, dzOf(positiveActivations, positiveSlope));
    const other = localGradient(negativePatches, dzOf(negativeActivations, negativeSlope));
    return { gW: tf.add(one.gW, other.gW), gb: tf.add(one.gb, other.gb) };
  });
  const updated = phase('optimiser', () => adamLayer(one, gradient, step, learningRate));
  const handedOn = (patches: Tensor): Tensor => {
    const h = phase('re-forward', () => localRelu(patches, updated));
    return phase('normalise', () => rmsNormalize(rowsOf(h)));
  };
  const next = advances
    ? { positive: handedOn(positivePatches), negative: handedOn(negativePatches) }
    : { positive, negative };
  // By far the largest tensors; the rest is left to the update's end.
  tf.dispose([positivePatches, negativePatches]);
  return { updated, reported, ...next };
}

/** Every label is written into every image: one forward pass a label, and the label of highest score. */
function predictProgram(shape: NetworkShape, images: number, settings: Settings): UpdateProgram {
  const layers = layersOf(shape);
  const scoredLayers = scoredOf(shape, settings);
  const { first, end } = scoredRange(layers.length, scoredLayers);
  return {
    name: 'locally-connected ff prediction',
    about: {
      ...about(shape, images, settings),
      work: 'predict',
      scoredLayers,
      score: settings.score,
    },
    batch: Array.from({ length: shape.classes }, (_, label) =>
      inputsSpec(`images with label ${label}`, images, shape.layers[0]),
    ),
    state: localWeightSpecs(layers),
    update: (candidates, state) => {
      const network = denseWeightsOf(state);
      return predictedLabels(state, () => {
        const scores = candidates.map((labelled) =>
          layerScores(layers, network, labelled, [settings.score])
            [settings.score].slice(first, end)
            .reduce((sum, score) => tf.add(sum, score)),
        );
        return tf.concat(scores, 1);
      });
    },
  };
}

/** Throws InputError on a batch size or choice of layers that cannot be. */
function about(shape: NetworkShape, batchSize: number, settings: Settings) {
  const { layers, classes, receptiveFields = [] } = shape;
  checkUpdateShape('locally-connected ff', layers, batchSize);
  scoredRange(layers.length - 1, scoredOf(shape, settings));
  return {
    scenario: 'locally-connected',
    algorithm: 'ff',
    layers,
    receptiveFields,
    classes,
    batch: batchSize,
    learningRate: settings.learningRate,
    goodnessThreshold: settings.goodnessThreshold,
  };
}
