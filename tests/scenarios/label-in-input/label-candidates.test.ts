import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { Random } from '../../../core/numbers/random.ts';
import { COMPUTING_BACKENDS, useBackend } from '../../../instrument/backends/computing-backends.ts';
import { traceUpdate } from '../../../instrument/tensors/trace-update.ts';
import type { Examples } from '../../../scenarios/batches/examples.ts';
import { labelsAt, pixelsAt } from '../../../scenarios/batches/examples.ts';
import { labelInInputFf } from '../../../scenarios/label-in-input/ff.ts';
import { labelGoodness, withLabels } from '../../../scenarios/label-in-input/label-candidates.ts';
import { labelInInput } from '../../../scenarios/label-in-input/scenario.ts';
import { MEAN_SQUARES } from '../../../scenarios/learning/goodness.ts';
import { rmsNormalize } from '../../../scenarios/learning/normalise.ts';
import { configuredRule, type Rule, tensorsOf } from '../../../scenarios/rule/rule.ts';
import type { RuleOptions } from '../../../scenarios/rule/rule-option.ts';
import { BUILT_IN_RULES } from '../../support/scenarios/built-in-rules.ts';

const SHAPE = { layers: [12, 7, 6, 5], classes: 4 };
const IMAGES = 50;
const noise = new Random(1);
const EXAMPLES: Examples = {
  pixels: Float32Array.from({ length: 12 * IMAGES }, () => noise.uniform()),
  labels: Uint8Array.from({ length: IMAGES }, () => noise.integer(4)),
};
const ALL = Int32Array.from(EXAMPLES.labels.keys());

function initial(rule: Rule): Tensor[] {
  return tensorsOf(rule.update(SHAPE, 2).state, rule.initialState(SHAPE, new Random(2)));
}

/** What the program of prediction makes of the images. */
function predictedByProgram(rule: Rule, state: readonly Tensor[]): number[] {
  const program = rule.predictProgram?.(SHAPE, IMAGES);
  if (program === undefined) throw new Error('no program of prediction');
  const pixels = pixelsAt(EXAMPLES, ALL, 12);
  const batch =
    program.batch.length === 1
      ? [pixels]
      : program.batch.map((_, label) => withLabels(SHAPE, pixels, new Uint8Array(IMAGES).fill(label)));
  const specs = rule.update(SHAPE, 2).state;
  const weights = state.filter((_, index) => specs[index].role === 'weights');
  const { state: after, read } = program.update(tensorsOf(program.batch, batch), weights, 1);
  expect(after).toEqual(weights);
  return [...read.labels.dataSync()];
}

describe.each(COMPUTING_BACKENDS)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test.each<[(typeof BUILT_IN_RULES)[number], RuleOptions]>([
    ['ff', {}],
    ['ff', { scoredLayers: 1 }],
    ['ff', { scoredLayers: 'all but the first' }],
    ['ff', { normalise: false }],
    ['bp', {}],
  ])('%s %o: the traced program of prediction gives the labels that training is judged by', (algorithm, options) => {
    const rule = configuredRule(algorithm, labelInInput.rules[algorithm], options);
    const state = initial(rule);
    const predicted = [...rule.predict(SHAPE, state, EXAMPLES, ALL)];
    expect(new Set(predicted).size).toBeGreaterThan(1);
    expect(predictedByProgram(rule, state)).toEqual(predicted);
  });

  test('a hard negative is the wrong label of highest score, its pixels the image as it is', () => {
    const rule = configuredRule('ff', labelInInputFf, { hardNegatives: true });
    const state = initial(rule);
    const pixels = pixelsAt(EXAMPLES, ALL, SHAPE.layers[0]);
    const goodness = labelGoodness(SHAPE, state, pixels, { goodness: MEAN_SQUARES, normalize: rmsNormalize });
    const context = { state, others: [] };
    const [positives, negatives] = rule.buildBatch(SHAPE, EXAMPLES, ALL, new Random(3), context);
    const labels = labelsAt(EXAMPLES, ALL);
    const best = goodness.best('all layers');
    let passedOver = 0;
    for (let row = 0; row < IMAGES; row++) {
      const given = [0, 1, 2, 3].filter((label) => negatives[12 * row + label] === 1);
      expect(given).toHaveLength(1);
      const score = (label: number) =>
        [0, 1, 2].reduce((sum, layer) => sum + goodness.values[(row * 4 + label) * 3 + layer], 0);
      const wrong = [0, 1, 2, 3].filter((label) => label !== labels[row]);
      expect(given[0]).toBe(wrong.reduce((top, label) => (score(label) > score(top) ? label : top)));
      if (best[row] === labels[row]) passedOver++;
      expect(negatives.subarray(12 * row + 4, 12 * row + 12)).toEqual(positives.subarray(12 * row + 4, 12 * row + 12));
    }
    expect(passedOver).toBeGreaterThan(0);
  });
});

test.each(BUILT_IN_RULES)('%s: every read of a traced prediction is in its phase', (algorithm) => {
  const program = labelInInput.rules[algorithm].predictProgram?.(SHAPE, 2);
  if (program === undefined) throw new Error('no program of prediction');
  const { calls } = traceUpdate(program);
  expect(new Set(calls.map((call) => call.phase))).toEqual(new Set(['predict']));
  // A forward pass a label, against one: two sizes of product in each layer but the readout.
  const products = calls.filter(({ kernel }) => kernel === 'BatchMatMul').length;
  expect(products).toBe(algorithm === 'ff' ? 4 * 3 : 4);
});
