import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { COMPUTING_BACKENDS, useBackend } from '../../../instrument/backends/computing-backends.ts';
import { pixelsAt } from '../../../scenarios/batches/examples.ts';
import { denseRelu } from '../../../scenarios/dense/layers.ts';
import { labelInInputFf } from '../../../scenarios/label-in-input/ff.ts';
import { labelGoodness, withLabels } from '../../../scenarios/label-in-input/label-candidates.ts';
import { MEAN_SQUARES } from '../../../scenarios/learning/goodness.ts';
import { rmsNormalize } from '../../../scenarios/learning/normalise.ts';
import { crossEntropy, crossEntropyGradient } from '../../../scenarios/learning/softmax-cross-entropy.ts';
import { tensorsOf } from '../../../scenarios/rule/rule.ts';
import {
  checkpoints,
  formulaImages,
  formulaState,
  formulaWeights,
  largestError,
  relativeError,
  sumError,
} from '../../support/training/checkpoints.ts';
import { expectGradient, gradientOf } from '../../support/training/gradient-facts.ts';

const DOCUMENTED = { goodness: MEAN_SQUARES, normalize: rmsNormalize };
const value = (tensor: Tensor): number => tensor.dataSync()[0];

describe.each(COMPUTING_BACKENDS)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  describe.each(checkpoints.label_in_input)('label-in-input $config.sizes', ({ config, f64 }) => {
    const shape = { layers: config.sizes, classes: config.C };
    const examples = {
      pixels: formulaImages(config.B, config.sizes[0]),
      labels: Uint8Array.from(f64.labels),
    };
    const indices = Int32Array.from(f64.labels.keys());

    test('trains and predicts as the original program does', () => {
      const program = labelInInputFf.update(shape, config.B);
      const [positives, negatives] = tensorsOf(program.batch, [
        withLabels(shape, examples.pixels, examples.labels),
        withLabels(shape, examples.pixels, Uint8Array.from(f64.wrong)),
      ]);
      let state: readonly Tensor[] = tensorsOf(program.state, formulaState(config.sizes, config.s));
      f64.steps.forEach((layers, index) => {
        const step = index + 1;
        const before = state;
        const result = program.update([positives, negatives], state, step);
        state = result.state;
        let positive = positives;
        let negative = negatives;
        layers.forEach((facts, layer) => {
          expect(relativeError(value(result.read[`loss${layer}`]), facts.loss)).toBeLessThan(1e-5);
          expect(relativeError(value(result.read[`positiveGoodness${layer}`]), facts.g_pos_mean)).toBeLessThan(1e-5);
          expect(relativeError(value(result.read[`negativeGoodness${layer}`]), facts.g_neg_mean)).toBeLessThan(1e-5);

          const [W, b] = result.state.slice(6 * layer);
          const tolerance = 0.01 * config.lr * step;
          expect(largestError(W.dataSync(), facts.W_after)).toBeLessThan(tolerance);
          expect(largestError(b.dataSync(), facts.b_after)).toBeLessThan(tolerance);
          expect(sumError(W.dataSync(), facts.W_after)).toBeLessThan(1e-4);
          expect(sumError(b.dataSync(), facts.b_after)).toBeLessThan(1e-4);
          expectGradient(gradientOf(program, `W${layer}`, before, state), facts.gW);
          expectGradient(gradientOf(program, `b${layer}`, before, state), facts.gb);

          positive = rmsNormalize(denseRelu(positive, { W, b }));
          negative = rmsNormalize(denseRelu(negative, { W, b }));
          expect(largestError(positive.dataSync(), facts.next_input_pos)).toBeLessThan(1e-3);
          expect(largestError(negative.dataSync(), facts.next_input_neg)).toBeLessThan(1e-3);
        });
      });

      const goodness = labelGoodness(shape, state, pixelsAt(examples, indices, shape.layers[0]), DOCUMENTED);
      const depth = config.sizes.length - 1;
      f64.after.goodness_per_layer_candidate.forEach((candidates, sample) => {
        candidates.forEach((layers, label) => {
          layers.forEach((wanted, layer) => {
            const actual = goodness.values[(sample * config.C + label) * depth + layer];
            expect(Math.abs(actual - wanted)).toBeLessThan(1e-4 * Math.max(1, wanted));
          });
        });
      });
      expect([...goodness.best('all layers')]).toEqual(f64.after.predictions);
      expect([...labelInInputFf.predict(shape, state, examples, indices)]).toEqual(f64.after.predictions);
    });
  });

  test('softmax cross-entropy and its gradient train the softmax head as the original program does', () => {
    const { losses, W: wantedW, b: wantedB } = checkpoints.hybrid_softmax_head.f64;
    const images = tf.tensor2d(formulaImages(4, 9), [4, 9]);
    const features = tf.div(images, tf.sqrt(tf.add(tf.sum(tf.square(images), 1, true), 1e-8)));
    const labels = tf.cast(tf.oneHot([1, 4, 7, 0], 10), 'float32');
    let W: Tensor = tf.tensor2d(formulaWeights(9, 10, 0, 0.01), [9, 10]);
    let b: Tensor = tf.zeros([10]);
    for (const wanted of losses) {
      const probabilities = tf.softmax(tf.add(tf.matMul(features, W), b));
      expect(relativeError(value(crossEntropy(probabilities, labels)), wanted)).toBeLessThan(1e-5);
      const dLogits = crossEntropyGradient(probabilities, labels);
      const gW = tf.add(tf.matMul(features, dLogits, true), tf.mul(W, 1e-4));
      W = tf.sub(W, tf.mul(gW, 0.05));
      b = tf.sub(b, tf.mul(tf.sum(dLogits, 0), 0.05));
    }
    expect(largestError(W.dataSync(), wantedW)).toBeLessThan(1e-6);
    expect(largestError(b.dataSync(), wantedB)).toBeLessThan(1e-6);
  });
});
