import { describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { Random } from '../../../core/numbers/random.ts';
import { useBackend } from '../../../instrument/backends/computing-backends.ts';
import { sizeOf } from '../../../instrument/kernel-models/model/kernel-model.ts';
import { traceUpdate } from '../../../instrument/tensors/trace-update.ts';
import { recurrentBp } from '../../../scenarios/recurrent/bp.ts';
import { recurrentFf } from '../../../scenarios/recurrent/ff.ts';
import { recurrent } from '../../../scenarios/recurrent/scenario.ts';
import { labelScores } from '../../../scenarios/recurrent/scores.ts';
import { RECURRENT_FF_OPTIONS, recurrentSettings } from '../../../scenarios/recurrent/settings.ts';
import { configuredRule, tensorsOf } from '../../../scenarios/rule/rule.ts';
import { type RuleOptions, settingsOf } from '../../../scenarios/rule/rule-option.ts';
import { BUILT_IN_RULES } from '../../support/scenarios/built-in-rules.ts';
import { tracedMacs } from '../../support/training/rule-checks.ts';
import { ALL, EXAMPLES, SHAPE } from './small-images.ts';

describe('facts', () => {
  const { defaultShape: shape, defaultBatch: batch } = recurrent;

  test.each([
    ['ff', recurrentFf, 6_429_696_000, 898_000],
    ['bp', recurrentBp, 4_553_472_000, 898_010],
  ])('%s: multiply-adds and parameters of the documented shape, counted and traced', (_, rule, macs, parameters) => {
    expect(rule.macsPerUpdate(shape, batch)).toBe(macs);
    expect(rule.parameters(shape)).toBe(parameters);
    const program = rule.update(shape, batch);
    const weights = program.state.filter((spec) => spec.role === 'weights');
    expect(weights.reduce((sum, spec) => sum + sizeOf(spec.shape), 0)).toBe(parameters);
    expect(tracedMacs(traceUpdate(program))).toBe(macs);
  });

  test.each([
    ['ff', recurrentFf, 71_760_000],
    ['bp', recurrentBp, 7_141_000],
  ])('%s: multiply-adds of a prediction, an image', (_, rule, macs) => {
    const program = rule.predictProgram?.(shape, 2);
    if (program === undefined) throw new Error('no program of prediction');
    expect(tracedMacs(traceUpdate(program))).toBe(2 * macs);
  });

  test.each([
    [{ damping: 0 }, 'the damping must be in (0, 1], got 0'],
    [{ damping: 1.5 }, 'the damping must be in (0, 1], got 1.5'],
    [{ iterations: 0 }, 'iterations must be an integer in 1..1000, got 0'],
    [{ learnsFrom: 9 }, 'learnsFrom must be an integer in 1..8, got 9'],
    [{ iterations: 4, scoredTo: 5 }, 'scoredTo must be an integer in 1..4, got 5'],
    [{ scoredFrom: 4, scoredTo: 3 }, 'scoredFrom must be an integer in 1..3, got 4'],
    [{ goodnessThreshold: -1 }, 'the threshold must be a positive number, got -1'],
    [{ jitter: true }, 'recurrent ff: has no option jitter'],
  ] as [RuleOptions, string][])('%j is refused', (options, message) => {
    const configure = () => configuredRule('recurrent ff', recurrentFf, options);
    expect(configure).toThrow(InputError);
    expect(configure).toThrow(message);
  });

  test.each(BUILT_IN_RULES)('%s: a shape or batch that cannot be is refused', (algorithm) => {
    const rule = recurrent.rules[algorithm];
    expect(() => rule.update({ layers: [784], classes: 10 }, 4)).toThrow(InputError);
    expect(() => rule.update(SHAPE, 0)).toThrow(
      `recurrent ${algorithm}: the batch size must be a positive integer, got 0`,
    );
  });

  test('the options are part of what a program says of itself', () => {
    const rule = configuredRule('recurrent ff', recurrentFf, {
      damping: 0.5,
      iterations: 6,
      goodness: 'sum',
      learnsFrom: 2,
    });
    expect(rule.update(SHAPE, 4).about).toMatchObject({
      damping: 0.5,
      iterations: 6,
      learnsFrom: 2,
      goodness: 'sum',
      goodnessThreshold: 'units of the layer',
    });
  });
});

describe('batches', () => {
  test('ff: the same images twice, true labels for the positives and wrong ones for the negatives', () => {
    const [images, labels, again, wrong] = recurrentFf.buildBatch(SHAPE, EXAMPLES, ALL, new Random(3));
    expect(images).toEqual(EXAMPLES.pixels);
    expect(again).toEqual(EXAMPLES.pixels);
    EXAMPLES.labels.forEach((label, row) => {
      expect([...labels.subarray(row * 4, row * 4 + 4)]).toEqual([0, 1, 2, 3].map((each) => Number(each === label)));
      const clamped = [...wrong.subarray(row * 4, row * 4 + 4)];
      expect([...clamped].sort()).toEqual([0, 0, 0, 1]);
      expect(clamped[label]).toBe(0);
    });
  });

  test('hard negatives carry the wrong label of highest score', async () => {
    await useBackend('cpu');
    const rule = configuredRule('recurrent ff', recurrentFf, { hardNegatives: true });
    const state = tensorsOf(rule.update(SHAPE, 8).state, rule.initialState(SHAPE, new Random(0)));
    const [, , , wrong] = rule.buildBatch(SHAPE, EXAMPLES, ALL, new Random(3), { state, others: [] });
    const settings = recurrentSettings(settingsOf(RECURRENT_FF_OPTIONS, {}));
    const { values } = labelScores(SHAPE, state, EXAMPLES, ALL, settings);
    EXAMPLES.labels.forEach((label, row) => {
      const others = [...values.subarray(row * 4, row * 4 + 4)].map((score, each) => (each === label ? -1 : score));
      expect(wrong[row * 4 + others.indexOf(Math.max(...others))]).toBe(1);
    });
    expect(() => rule.buildBatch(SHAPE, EXAMPLES, ALL, new Random(3))).toThrow('hard negatives need the state');
  });
});
