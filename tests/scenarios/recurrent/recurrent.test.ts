import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { Random } from '../../../core/numbers/random.ts';
import { COMPUTING_BACKENDS, useBackend } from '../../../instrument/backends/computing-backends.ts';
import { oneHotRows } from '../../../scenarios/batches/examples.ts';
import { recurrentBp } from '../../../scenarios/recurrent/bp.ts';
import { recurrentFf } from '../../../scenarios/recurrent/ff.ts';
import { recurrent } from '../../../scenarios/recurrent/scenario.ts';
import { configuredRule } from '../../../scenarios/rule/rule.ts';
import type { RuleOptions } from '../../../scenarios/rule/rule-option.ts';
import { BUILT_IN_RULES } from '../../support/scenarios/built-in-rules.ts';
import { expectTellsPatternsApart, noisyPatterns, PATTERN_SHAPE } from '../../support/training/noisy-patterns.ts';
import {
  expectCentralDifferences,
  expectNoLeak,
  expectPromisedShapes,
  expectSameLabels,
  preparedUpdate,
  trained,
} from '../../support/training/rule-checks.ts';
import { EXAMPLES, SHAPE } from './small-images.ts';

const DEEP = { layers: [12, 6, 7, 5], classes: 4 };

describe.each(COMPUTING_BACKENDS)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  describe.each(BUILT_IN_RULES)('%s', (algorithm) => {
    const rule = recurrent.rules[algorithm];

    test.each([SHAPE, DEEP, { layers: [12, 6], classes: 4 }])('returns the state it takes: %j', (shape) => {
      expectPromisedShapes(preparedUpdate(rule, shape, EXAMPLES));
    });

    test('leaks no tensor', () => {
      expectNoLeak(rule, SHAPE, EXAMPLES);
    });

    test('learns to tell noisy patterns apart', () => {
      expectTellsPatternsApart(rule, 40, 6);
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
    const rule = configuredRule('recurrent ff', recurrentFf, { learningRate: 0.01, ...options });
    const [shown, unseen] = [noisyPatterns(32, random, 6), noisyPatterns(64, random, 6)];
    const { accuracy } = trained(rule, PATTERN_SHAPE, shown, unseen, 50, 32);
    expect(accuracy).toBeGreaterThan(0.7);
  });
});

describe('prediction', () => {
  beforeAll(() => useBackend('wasm'));

  test('the program that is traced, with all its iterations, gives the labels of the shorter one', () => {
    const random = new Random(4);
    const examples = noisyPatterns(40, random, 6);
    const candidates = [0, 1, 2, 3].map((label) => oneHotRows(new Uint8Array(40).fill(label), 4));
    expectSameLabels(recurrentFf, PATTERN_SHAPE, examples, [examples.pixels.slice(), ...candidates]);
    expectSameLabels(recurrentBp, PATTERN_SHAPE, examples, [examples.pixels.slice()]);
  });
});
