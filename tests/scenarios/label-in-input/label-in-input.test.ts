import { beforeAll, describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { COMPUTING_BACKENDS, useBackend } from '../../../instrument/backends/computing-backends.ts';
import { labelInInputBp } from '../../../scenarios/label-in-input/bp.ts';
import { labelInInputFf } from '../../../scenarios/label-in-input/ff.ts';
import { labelInInput } from '../../../scenarios/label-in-input/scenario.ts';
import { BUILT_IN_RULES } from '../../support/scenarios/built-in-rules.ts';
import { observeKernels } from '../../support/training/kernel-observer.ts';
import { expectTellsPatternsApart } from '../../support/training/noisy-patterns.ts';
import {
  expectCentralDifferences,
  expectNoLeak,
  expectPromisedShapes,
  preparedUpdate,
} from '../../support/training/rule-checks.ts';
import { EXAMPLES, SHAPE } from './small-images.ts';

describe.each(COMPUTING_BACKENDS)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  describe.each(BUILT_IN_RULES)('%s', (algorithm) => {
    const rule = labelInInput.rules[algorithm];

    test('returns the state it takes, shape by shape, and finite scalars to read', () => {
      expectPromisedShapes(preparedUpdate(rule, SHAPE, EXAMPLES));
    });

    test('leaks no tensor', () => {
      expectNoLeak(rule, SHAPE, EXAMPLES);
    });

    test('learns to tell noisy patterns apart', () => {
      expectTellsPatternsApart(rule, 60, 5, 4);
    });
  });

  test('the gradients of backprop are the central differences of its loss', () => {
    // A seed where no unit's input is within h of relu's kink.
    expectCentralDifferences(preparedUpdate(labelInInputBp, SHAPE, EXAMPLES, 1));
  });

  test('without the discarded re-forward an update gives the same state, in fewer kernels', () => {
    const { batch, state } = preparedUpdate(labelInInputFf, SHAPE, EXAMPLES);
    const run = (discardedReforward: boolean) => {
      const program = labelInInputFf.configured({ discardedReforward }).update(SHAPE, EXAMPLES.labels.length);
      expect(program.about.discardedReforward).toBe(discardedReforward);
      let values: number[][] = [];
      let kernels = 0;
      observeKernels(
        () => kernels++,
        () => {
          values = program.update(batch, state, 1).state.map((tensor) => [...tensor.dataSync()]);
        },
      );
      return { values, kernels };
    };
    const [with_, without] = [run(true), run(false)];
    expect(without.values).toEqual(with_.values);
    expect(with_.kernels - without.kernels).toBe(2 * (3 + 6));
  });
});

describe('facts', () => {
  test.each([
    ['ff', labelInInputFf, 128, {}, 493_056_000, 643_000],
    ['ff without the discarded re-forward', labelInInputFf, 128, { discardedReforward: false }, 429_056_000, 643_000],
    ['bp', labelInInputBp, 128, {}, 198_272_000, 648_010],
  ])('%s: multiply-adds and parameters of the documented shape', (_, documented, batch, options, macs, parameters) => {
    const shape = labelInInput.defaultShape;
    const rule = documented.configured(options);
    expect(rule.macsPerUpdate(shape, batch)).toBe(macs);
    expect(rule.parameters(shape)).toBe(parameters);
    const weights = rule.update(shape, batch).state.filter((spec) => spec.role === 'weights');
    const sizes = weights.map((spec) => spec.shape.reduce((size, extent) => size * extent, 1));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(parameters);
  });

  test.each([
    [{ layers: [784], classes: 10 }, 128, 'layers must be at least two positive integers, got 784'],
    [{ layers: [784, 0], classes: 10 }, 128, 'layers must be at least two positive integers, got 784,0'],
    [{ layers: [784, 1.5], classes: 10 }, 128, 'layers must be at least two positive integers, got 784,1.5'],
    [{ layers: [784, 500], classes: 10 }, 0, 'the batch size must be a positive integer, got 0'],
  ])('%j at batch %d is refused', (shape, batch, message) => {
    for (const algorithm of BUILT_IN_RULES) {
      const update = () => labelInInput.rules[algorithm].update(shape, batch);
      expect(update).toThrow(InputError);
      expect(update).toThrow(message);
    }
  });

  test('a label that does not fit into the image is refused', () => {
    expect(() => labelInInputFf.update({ layers: [9, 4], classes: 10 }, 1)).toThrow(
      'label-in-input ff: the input must have room for 10 labels, got 9 pixels',
    );
  });
});
