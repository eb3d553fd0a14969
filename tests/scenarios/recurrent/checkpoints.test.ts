import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { COMPUTING_BACKENDS, useBackend } from '../../../instrument/backends/computing-backends.ts';
import { oneHotRows } from '../../../scenarios/batches/examples.ts';
import { meanSquares } from '../../../scenarios/learning/goodness.ts';
import { recurrentFf } from '../../../scenarios/recurrent/ff.ts';
import { hiddenLayers, recurrentLayersOf } from '../../../scenarios/recurrent/layers.ts';
import { clamp, iterate, restingStates } from '../../../scenarios/recurrent/network.ts';
import { labelScores } from '../../../scenarios/recurrent/scores.ts';
import { RECURRENT_FF_OPTIONS, recurrentSettings } from '../../../scenarios/recurrent/settings.ts';
import { tensorsOf } from '../../../scenarios/rule/rule.ts';
import { settingsOf } from '../../../scenarios/rule/rule-option.ts';
import {
  type ArrayFacts,
  checkpoints,
  formulaBiases,
  formulaImages,
  formulaWeights,
  largestError,
  relativeError,
  sumError,
} from '../../support/training/checkpoints.ts';
import { expectGradient, gradientOf } from '../../support/training/gradient-facts.ts';

/** W_up[i] by the formula with l = i, W_dn[i] with l = 10 + i; of these W_dn[0] and W_up[last] exist in the original only. */
function formulaRecurrentState(sizes: readonly number[], scale: number): Float32Array[] {
  return sizes.slice(1, -1).flatMap((units, index) => {
    const up = formulaWeights(sizes[index], units, index, scale);
    const down = formulaWeights(sizes[index + 2], units, 10 + index + 1, scale);
    const b = formulaBiases(units, index + 1);
    const zeros = ({ length }: Float32Array) => [new Float32Array(length), new Float32Array(length)];
    return [up, down, b, ...zeros(up), ...zeros(down), ...zeros(b)];
  });
}

describe.each(COMPUTING_BACKENDS)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  describe.each(checkpoints.recurrent)('recurrent $config.sizes', ({ config, f64 }) => {
    const { sizes, B: rows } = config;
    const classes = sizes[sizes.length - 1];
    const shape = { layers: sizes.slice(0, -1), classes };
    const examples = { pixels: formulaImages(rows, sizes[0]), labels: Uint8Array.from(f64.labels) };
    const indices = Int32Array.from(f64.labels.keys());
    const program = recurrentFf.update(shape, rows);
    const batchArrays = () => [
      examples.pixels.slice(),
      oneHotRows(examples.labels, classes),
      examples.pixels.slice(),
      oneHotRows(Uint8Array.from(f64.wrong), classes),
    ];

    test('the states at every iteration have the goodness of the original program', () => {
      const [positiveImages, positiveLabels, negativeImages, negativeLabels] = tensorsOf(program.batch, batchArrays());
      const state = tensorsOf(program.state, formulaRecurrentState(sizes, config.s));
      const network = recurrentLayersOf(state, hiddenLayers(shape.layers, classes)).map(({ weights }) => weights);
      const passes = [clamp(positiveImages, positiveLabels), clamp(negativeImages, negativeLabels)].map((ends) => {
        let states: Tensor[] = restingStates(network, rows);
        return f64.before.goodness_iter_layer_sample.map(() => {
          states = iterate(network, ends, states, config.damping).map((activity) => activity.state);
          return states.map((one) => [...meanSquares(one).dataSync()]);
        });
      });
      f64.before.goodness_iter_layer_sample.forEach((layers, iteration) => {
        layers.forEach((wanted, layer) => {
          const actual = [...passes[0][iteration][layer], ...passes[1][iteration][layer]];
          actual.forEach((goodness, row) => {
            expect(Math.abs(goodness - wanted[row])).toBeLessThan(1e-4 * Math.max(1, wanted[row]));
          });
        });
      });
    });

    test('trains and predicts as the original program does', () => {
      const batch = tensorsOf(program.batch, batchArrays());
      let state: readonly Tensor[] = tensorsOf(program.state, formulaRecurrentState(sizes, config.s));
      f64.steps.forEach((facts, index) => {
        const step = index + 1;
        const before = state;
        const result = program.update(batch, state, step);
        state = result.state;
        expect(relativeError(result.read.loss.dataSync()[0], facts.avg_loss)).toBeLessThan(1e-5);
        const weightTolerance = 0.01 * config.lr * step;
        const expectLearned = (name: string, gradientFacts: ArrayFacts, valueFacts: ArrayFacts): void => {
          const value = state[program.state.findIndex((spec) => spec.name === name)].dataSync();
          expect(largestError(value, valueFacts), name).toBeLessThan(weightTolerance);
          expect(sumError(value, valueFacts), name).toBeLessThan(1e-4);
          expectGradient(gradientOf(program, name, before, state), gradientFacts, name);
        };
        for (let layer = 0; layer < sizes.length - 2; layer++) {
          expectLearned(`up${layer}`, facts.dW_up[layer], facts.W_up[layer]);
          expectLearned(`down${layer}`, facts.dW_dn[layer + 1], facts.W_dn[layer + 1]);
          expectLearned(`b${layer}`, facts.db[layer], facts.b[layer]);
        }
      });

      const scores = labelScores(
        shape,
        state,
        examples,
        indices,
        recurrentSettings(settingsOf(RECURRENT_FF_OPTIONS, {})),
      );
      f64.after.goodness_sum_iters345.flat().forEach((wanted, at) => {
        expect(Math.abs(scores.values[at] - wanted)).toBeLessThan(1e-4 * Math.max(1, wanted));
      });
      expect([...recurrentFf.predict(shape, state, examples, indices)]).toEqual(f64.after.predictions);
    });

    test('what the original allocates beyond that never has a gradient', () => {
      for (const { dW_up, dW_dn } of f64.steps) {
        expect(dW_dn[0].sum_abs).toBe(0);
        expect(dW_up.at(-1)?.sum_abs).toBe(0);
      }
    });
  });
});
