import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { UpdateProgram } from '../../instrument/tensors/update-program.ts';
import { type Examples, inputsSpec, labelsAt, pixelsAt } from '../batches/examples.ts';
import { LabelScores, predictedLabels } from '../batches/label-scores.ts';
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
import { l2Normalize } from '../learning/normalise.ts';
import type { NetworkShape } from '../rule/network-shape.ts';
import { FORWARD_FORWARD } from '../rule/rule-label.ts';
import {
  discardedReforwardOption,
  goodnessOption,
  goodnessThresholdOption,
  learningRateOption,
} from '../rule/shared-options.ts';

/**
 * Forward-Forward with the label beside the point: the input is x, y and a one-hot label, the true one in a positive,
 * the other one in a negative. Goodness is the sum of squares, and what a layer hands on has unit length. No document
 * gives the optimiser: it is Adam, as in the other scenarios, with the rate that needed the fewest updates to 95 % on
 * points of another seed.
 */
export const diskRingFf = defineRule({
  ...FORWARD_FORWARD,
  options: [learningRateOption(0.1), goodnessThresholdOption(2), discardedReforwardOption, goodnessOption('sum')],
  decide: ({ learningRate, goodnessThreshold, discardedReforward, goodness }) => {
    const rule: DenseFf = {
      learningRate,
      goodness: { squares: goodness, threshold: goodnessThreshold },
      normalize: l2Normalize,
      discardedReforward,
      reportsAccuracy: false,
    };
    return {
      learningRate,
      update: (shape, batchSize) => update(shape, batchSize, rule),
      predictProgram: (shape, points) => predictProgram(shape, points, rule),
      initialState: (shape, random) => initialDenseState(widthsOf(shape), random),
      buildBatch: (shape, examples, indices, random) => {
        const labels = labelsAt(examples, indices);
        const wrong = wrongLabels(labels, shape.classes, random);
        return [labelledPoints(shape, examples, indices, labels), labelledPoints(shape, examples, indices, wrong)];
      },
      predict: (shape, state, examples, indices) =>
        labelGoodness(shape, state, examples, indices, rule).best('all layers'),
      macsPerUpdate: (shape, batchSize) => denseFfMacs(widthsOf(shape), batchSize, discardedReforward),
      parameters: (shape) => denseParameters(widthsOf(shape)),
    };
  },
});

/** Beside the point, the input has room for the label. */
function widthsOf({ layers, classes }: NetworkShape): number[] {
  return [layers[0] + classes, ...layers.slice(1)];
}

function update(shape: NetworkShape, batchSize: number, rule: DenseFf): UpdateProgram {
  const { layers, classes } = shape;
  checkUpdateShape('disk-ring ff', layers, batchSize);
  const widths = widthsOf(shape);
  return {
    name: 'disk-ring ff',
    about: {
      scenario: 'disk-ring',
      algorithm: 'ff',
      layers,
      classes,
      batch: batchSize,
      learningRate: rule.learningRate,
      goodness: rule.goodness.squares,
      goodnessThreshold: rule.goodness.threshold,
      discardedReforward: rule.discardedReforward,
    },
    batch: [inputsSpec('positives', batchSize, widths[0]), inputsSpec('negatives', batchSize, widths[0])],
    state: denseStateSpecs(widths),
    update: ([positives, negatives], state, step) =>
      tf.tidy(() => {
        const { layers, read } = trainDenseLayers(denseLayersOf(state), positives, negatives, step, rule);
        return { state: denseStateOf(layers), read };
      }),
  };
}

/** Both labels are put beside every point: one forward pass a label, and the label of highest summed goodness. */
function predictProgram(shape: NetworkShape, points: number, rule: DenseFf): UpdateProgram {
  const { layers, classes } = shape;
  checkUpdateShape('disk-ring ff', layers, points);
  const widths = widthsOf(shape);
  return {
    name: 'disk-ring ff prediction',
    about: { scenario: 'disk-ring', algorithm: 'ff', work: 'predict', layers, classes, batch: points },
    batch: Array.from({ length: classes }, (_, label) => inputsSpec(`points with label ${label}`, points, widths[0])),
    state: denseWeightSpecs(widths),
    update: (candidates, state) =>
      predictedLabels(state, () => {
        const scores = candidates.map((rows) =>
          forwardGoodness(denseWeightsOf(state), rows, rule).reduce((sum, goodness) => tf.add(sum, goodness)),
        );
        return tf.concat(scores, 1);
      }),
  };
}

/** The numbers of the examples at `indices`, each followed by its one-hot label of `labels`. */
function labelledPoints(
  { layers, classes }: NetworkShape,
  examples: Examples,
  indices: Int32Array,
  labels: Uint8Array,
): Float32Array {
  const width = layers[0];
  const points = pixelsAt(examples, indices, width);
  const rows = new Float32Array(indices.length * (width + classes));
  labels.forEach((label, row) => {
    rows.set(points.subarray(row * width, (row + 1) * width), row * (width + classes));
    rows[row * (width + classes) + width + label] = 1;
  });
  return rows;
}

/** How well each label fits each example: every layer's goodness with that label beside the point. */
export function labelGoodness(
  shape: NetworkShape,
  state: readonly Tensor[],
  examples: Examples,
  indices: Int32Array,
  rule: Pick<DenseFf, 'goodness' | 'normalize'>,
): LabelScores {
  const { classes } = shape;
  const network = denseLayersOf(state);
  const goodness = new LabelScores(indices.length, classes, network.length);
  for (let label = 0; label < classes; label++) {
    const rows = labelledPoints(shape, examples, indices, new Uint8Array(indices.length).fill(label));
    tf.tidy(() => {
      const points = tf.tensor(rows, [indices.length, widthsOf(shape)[0]]);
      forwardGoodness(network, points, rule).forEach((tensor, index) => {
        goodness.put(label, index, tensor.dataSync());
      });
    });
  }
  return goodness;
}
