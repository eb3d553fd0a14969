import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { Random } from '../../../core/numbers/random.ts';
import { COMPUTING_BACKENDS, useBackend } from '../../../instrument/backends/computing-backends.ts';
import { centredPixels, withLabelBlock } from '../../../scenarios/locally-connected/batch.ts';
import { locallyConnectedBp } from '../../../scenarios/locally-connected/bp.ts';
import { locallyConnectedFf } from '../../../scenarios/locally-connected/ff.ts';
import { locallyConnected } from '../../../scenarios/locally-connected/scenario.ts';
import { configuredRule, tensorsOf } from '../../../scenarios/rule/rule.ts';
import type { RuleOptions } from '../../../scenarios/rule/rule-option.ts';
import { BUILT_IN_RULES } from '../../support/scenarios/built-in-rules.ts';
import {
  expectCentralDifferences,
  expectNoLeak,
  expectPromisedShapes,
  expectSameLabels,
  preparedUpdate,
  trained,
} from '../../support/training/rule-checks.ts';
import { ALL, EXAMPLES, patterns, SHAPE } from './small-images.ts';

describe.each(COMPUTING_BACKENDS)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  describe.each(BUILT_IN_RULES)('%s', (algorithm) => {
    const rule = locallyConnected.rules[algorithm];

    test.each([SHAPE, { ...SHAPE, layers: [147, 50], receptiveFields: [3] }])(
      'returns the state it takes: %j',
      (shape) => {
        expectPromisedShapes(preparedUpdate(rule, shape, EXAMPLES));
      },
    );

    test('leaks no tensor', () => {
      expectNoLeak(rule, SHAPE, EXAMPLES);
    });

    test('learns to tell noisy patterns apart', () => {
      const random = new Random(11);
      const { firstLoss, lastLoss, accuracy } = trained(
        rule,
        SHAPE,
        patterns(32, random),
        patterns(64, random),
        60,
        32,
      );
      expect(lastLoss).toBeLessThan(0.8 * firstLoss);
      expect(accuracy).toBeGreaterThan(0.7);
    });
  });

  test('the gradients through patches are the central differences of the loss', () => {
    // A seed where no unit comes within h of relu's kink.
    const two = { pixels: EXAMPLES.pixels.slice(0, 2 * 147), labels: EXAMPLES.labels.slice(0, 2) };
    expectCentralDifferences(preparedUpdate(locallyConnectedBp, SHAPE, two, 8));
  });
});

describe('options', () => {
  beforeAll(() => useBackend('wasm'));

  test.each([{ hardNegatives: true }, { score: 'mean squares', scoredLayers: 'all layers' }] as RuleOptions[])(
    'learns with %j',
    (options) => {
      const random = new Random(11);
      const rule = configuredRule('locally-connected ff', locallyConnectedFf, options);
      expect(trained(rule, SHAPE, patterns(32, random), patterns(64, random), 60, 32).accuracy).toBeGreaterThan(0.6);
    },
  );

  test('without the discarded re-forward an update gives the same state', () => {
    const { program, batch, state } = preparedUpdate(locallyConnectedFf, SHAPE, EXAMPLES);
    const shorter = locallyConnectedFf.configured({ discardedReforward: false }).update(SHAPE, 8);
    expect([program, shorter].map(({ about }) => about.discardedReforward)).toEqual([true, false]);
    const [whole, short] = [program, shorter].map((each) =>
      each.update(batch, state, 1).state.map((tensor) => [...tensor.dataSync()]),
    );
    expect(short).toEqual(whole);
  });

  test('the learning rate and the threshold reach the update and what it says of itself', () => {
    const changed = { learningRate: 0.02, goodnessThreshold: 1.5 };
    const rule = configuredRule('locally-connected ff', locallyConnectedFf, changed);
    expect(rule.learningRate).toBe(0.02);
    const { program, batch, state } = preparedUpdate(rule, SHAPE, EXAMPLES);
    expect(program.about).toMatchObject(changed);
    const documented = preparedUpdate(locallyConnectedFf, SHAPE, EXAMPLES).program.update(batch, state, 1);
    const moved = program.update(batch, state, 1);
    // The first step of Adam moves a weight by the rate, and a lower threshold makes the positives' loss less.
    const largestMove = (after: Tensor) => tf.max(tf.abs(tf.sub(after, state[0]))).dataSync()[0];
    expect(largestMove(documented.state[0])).toBeCloseTo(0.01, 5);
    expect(largestMove(moved.state[0])).toBeCloseTo(0.02, 5);
    expect(moved.read.loss0.dataSync()[0]).toBeLessThan(documented.read.loss0.dataSync()[0]);
  });

  test('every mode of prediction is there, the documented one as the default', () => {
    const random = new Random(3);
    const state = tensorsOf(locallyConnectedFf.update(SHAPE, 8).state, locallyConnectedFf.initialState(SHAPE, random));
    const modes = locallyConnectedFf.predictByMode?.(SHAPE, state, EXAMPLES, ALL) ?? {};
    expect(Object.keys(modes)).toEqual([
      'mean activity, all layers',
      'mean activity, all but the first',
      'mean activity, layer 0',
      'mean activity, layer 1',
      'mean squares, all layers',
      'mean squares, all but the first',
      'mean squares, layer 0',
      'mean squares, layer 1',
    ]);
    expect(modes['mean activity, all but the first']).toEqual(locallyConnectedFf.predict(SHAPE, state, EXAMPLES, ALL));
  });
});

describe('prediction', () => {
  beforeAll(() => useBackend('wasm'));

  test('the program that is traced gives the labels of the one that is not', () => {
    const examples = patterns(40, new Random(4));
    const pixels = centredPixels(examples, Int32Array.from(examples.labels.keys()), 147);
    const candidates = [0, 1, 2, 3].map((label) => withLabelBlock(pixels, new Uint8Array(40).fill(label), 4));
    expectSameLabels(locallyConnectedFf, SHAPE, examples, candidates);
    expectSameLabels(locallyConnectedBp, SHAPE, examples, [pixels]);
  });
});
