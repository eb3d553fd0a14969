import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { Random } from '../../../core/numbers/random.ts';
import { COMPUTING_BACKENDS, useBackend } from '../../../instrument/backends/computing-backends.ts';
import { sizeOf } from '../../../instrument/kernel-models/model/kernel-model.ts';
import { measureUpdate } from '../../../instrument/measure-update.ts';
import { traceUpdate } from '../../../instrument/tensors/trace-update.ts';
import { type Examples, oneHotRows } from '../../../scenarios/batches/examples.ts';
import { recurrentBp } from '../../../scenarios/recurrent/bp.ts';
import { recurrentFf } from '../../../scenarios/recurrent/ff.ts';
import { recurrent } from '../../../scenarios/recurrent/scenario.ts';
import { labelScores } from '../../../scenarios/recurrent/scores.ts';
import { RECURRENT_FF_OPTIONS, recurrentSettings } from '../../../scenarios/recurrent/settings.ts';
import { ALGORITHMS } from '../../../scenarios/rule/algorithm.ts';
import { configuredRule, tensorsOf } from '../../../scenarios/rule/rule.ts';
import { type RuleOptions, settingsOf } from '../../../scenarios/rule/rule-option.ts';
import { formulaImages } from '../../support/training/checkpoints.ts';
import {
  callsByLabel,
  expectCentralDifferences,
  expectNoLeak,
  expectPromisedShapes,
  expectSameLabels,
  preparedUpdate,
  tracedMacs,
  trained,
} from '../../support/training/rule-checks.ts';

const SHAPE = { layers: [12, 6, 5], classes: 4 };
const DEEP = { layers: [12, 6, 7, 5], classes: 4 };
const EXAMPLES: Examples = { pixels: formulaImages(8, 12), labels: Uint8Array.of(1, 0, 3, 2, 1, 0, 3, 2) };
const ALL = Int32Array.from(EXAMPLES.labels.keys());

/** Images of 24 pixels, of 4 classes: 6 of the pixels are bright, which ones depends on the class; plus noise. */
function patterns(count: number, random: Random): Examples {
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 4);
  const pixels = Float32Array.from({ length: count * 24 }, (_, index) => {
    const bright = Math.floor((index % 24) / 6) === labels[Math.floor(index / 24)];
    return 0.3 * random.uniform() + (bright ? 0.6 : 0);
  });
  return { pixels, labels };
}

describe.each(COMPUTING_BACKENDS)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  describe.each(ALGORITHMS)('%s', (algorithm) => {
    const rule = recurrent.algorithms[algorithm];

    test.each([SHAPE, DEEP, { layers: [12, 6], classes: 4 }])('returns the state it takes: %j', (shape) => {
      expectPromisedShapes(preparedUpdate(rule, shape, EXAMPLES));
    });

    test('leaks no tensor', () => {
      expectNoLeak(rule, SHAPE, EXAMPLES);
    });

    test('learns to tell noisy patterns apart', () => {
      const random = new Random(11);
      const shape = { layers: [24, 16, 16], classes: 4 };
      const { firstLoss, lastLoss, accuracy } = trained(
        rule,
        shape,
        patterns(32, random),
        patterns(64, random),
        200,
        32,
      );
      expect(lastLoss).toBeLessThan(0.7 * firstLoss);
      expect(accuracy).toBeGreaterThan(0.8);
    });
  });

  // Seeds where no unit comes within h of relu's kink at any iteration. Biases are not 0: with biases of 0 the top layer's
  // first state is 0, where its direction, which is all that the other layers see, jumps.
  test.each([
    [SHAPE, 5],
    [DEEP, 10],
  ])('the gradients through time are the central differences of the loss: %j', (shape, seed) => {
    const { program, batch, state } = preparedUpdate(recurrentBp, shape, EXAMPLES, seed);
    const biased = program.state.map(({ name, shape: [units] }, index) => {
      const random = new Random(100 + index);
      return name.startsWith('b')
        ? tf.tensor1d(Float32Array.from({ length: units }, () => random.normal() / 2))
        : state[index];
    });
    expectCentralDifferences({ program, batch, state: biased });
  });
});

describe('options', () => {
  beforeAll(() => useBackend('wasm'));

  test.each([
    { goodness: 'sum' },
    { peerNormalisation: true },
    { hardNegatives: true },
    { damping: 1, iterations: 6 },
  ] as RuleOptions[])('learns with %j', (options) => {
    const random = new Random(11);
    const rule = configuredRule('recurrent ff', recurrentFf, options);
    const shape = { layers: [24, 16, 16], classes: 4 };
    const { accuracy } = trained(rule, shape, patterns(32, random), patterns(64, random), 120, 32);
    expect(accuracy).toBeGreaterThan(0.7);
  });
});

describe('prediction', () => {
  beforeAll(() => useBackend('wasm'));

  test('the program that is traced, with all its iterations, gives the labels of the shorter one', () => {
    const random = new Random(4);
    const shape = { layers: [24, 16, 16], classes: 4 };
    const examples = patterns(40, random);
    const candidates = [0, 1, 2, 3].map((label) => oneHotRows(new Uint8Array(40).fill(label), 4));
    expectSameLabels(recurrentFf, shape, examples, [examples.pixels.slice(), ...candidates]);
    expectSameLabels(recurrentBp, shape, examples, [examples.pixels.slice()]);
  });
});

describe('labels', () => {
  beforeAll(() => useBackend('cpu'));

  test('every read has its phase and layer, whatever the rule', () => {
    const [ff, bp] = ALGORITHMS.map((algorithm) =>
      callsByLabel(traceUpdate(recurrent.algorithms[algorithm].update(SHAPE, 4))),
    );
    // 13 kernels a layer and iteration are 5 that normalise and 8 forward; the states before the first are constants.
    expect(ff).toEqual([
      'normalise -: 20',
      'positive forward 0: 63',
      'positive forward 1: 63',
      'negative forward 0: 63',
      'negative forward 1: 63',
      'normalise 0: 70',
      'normalise 1: 70',
      'goodness and loss 0: 143',
      'gradient 0: 117',
      'goodness and loss 1: 143',
      'gradient 1: 117',
      'optimiser 0: 39',
      'optimiser 1: 39',
      'goodness and loss -: 3',
    ]);
    expect(bp).toEqual([
      'normalise -: 5',
      'forward 0: 63',
      'forward 1: 47',
      'normalise 0: 35',
      'normalise 1: 35',
      'forward 2: 2',
      'goodness and loss -: 11',
      'backward 2: 6',
      'backward 0: 159',
      'backward 1: 146',
      'optimiser 0: 39',
      'optimiser 1: 26',
      'optimiser 2: 26',
    ]);
  });

  test('reads are told apart by iteration and layer, and add up', () => {
    for (const rule of [recurrentFf, recurrentBp]) {
      const { measurement } = measureUpdate(rule.update(SHAPE, 4), { engine: 'element', granularity: 'scalar' });
      const { iterations = [], reads } = measurement;
      const readsAt = (iteration: number | null, layer: number | null) =>
        iterations.find((part) => part.iteration === iteration && part.layer === layer)?.reads ?? 0;
      expect(new Set(iterations.map(({ iteration }) => iteration))).toEqual(new Set([null, 1, 2, 3, 4, 5, 6, 7, 8]));
      expect(iterations.reduce((sum, part) => sum + part.reads, 0)).toBe(reads);
      // Constant states at first; layers learn, and gradients add up, later; from then on all iterations are alike.
      for (const layer of [0, 1]) {
        expect(readsAt(1, layer)).toBeLessThan(readsAt(2, layer));
        expect(readsAt(4, layer)).toBe(readsAt(5, layer));
        expect(readsAt(null, layer)).toBeGreaterThan(0);
      }
      if (rule === recurrentFf) expect(readsAt(3, 0)).toBeGreaterThan(1.5 * readsAt(2, 0));
    }
  });

  test('predictions are traced, and the labels read', () => {
    for (const rule of [recurrentFf, recurrentBp]) {
      const program = rule.predictProgram?.(SHAPE, 3);
      if (program === undefined) throw new Error('no program of prediction');
      const { measurement } = measureUpdate(program, { engine: 'element', granularity: 'scalar' });
      expect(measurement.phases.map(({ phase }) => phase).sort()).toEqual(['normalise', 'predict']);
      expect(measurement.kernels.find(({ kernel }) => kernel === 'HostRead')?.reads).toBe(3);
    }
  });
});

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

  test.each(ALGORITHMS)('%s: a shape or batch that cannot be is refused', (algorithm) => {
    const rule = recurrent.algorithms[algorithm];
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
