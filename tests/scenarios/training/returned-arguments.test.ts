import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, test, vi } from 'vitest';
import { useBackend } from '../../../instrument/backends/computing-backends.ts';
import type { UpdateProgram } from '../../../instrument/tensors/update-program.ts';
import { labelInInput } from '../../../scenarios/label-in-input/scenario.ts';
import type { Rule } from '../../../scenarios/rule/rule.ts';
import { trainRun } from '../../../scenarios/training/training-run.ts';
import type { TrainingOutcome } from '../../../scenarios/training/training-task.ts';
import { smallTask } from '../../support/training/small-training.ts';

await useBackend('cpu');
afterEach(() => {
  vi.restoreAllMocks();
});

/** Trains backprop with what it returns as its new state changed. */
async function trained(changed: (next: tf.Tensor[], old: readonly tf.Tensor[]) => tf.Tensor[]) {
  const { bp: rule } = labelInInput.rules;
  const documented = rule.configured;
  vi.spyOn(rule, 'configured').mockImplementation((options): Rule => {
    const plain = documented(options);
    const update = (...shape: Parameters<Rule['update']>): UpdateProgram => {
      const program = plain.update(...shape);
      return {
        ...program,
        update: (batch, state, step) => {
          const { state: next, read } = program.update(batch, state, step);
          return { read, state: changed([...next], state) };
        },
      };
    };
    return { ...plain, update };
  });
  const before = tf.memory().numTensors;
  const outcome = await trainRun(smallTask({ algorithm: 'bp' }));
  vi.restoreAllMocks();
  return { outcome, left: tf.memory().numTensors - before };
}

const figures = ({ epochs, curve, stateSha256 }: TrainingOutcome) => ({ epochs, curve, stateSha256 });

test('a state tensor that every update returns as it came lives on, and nothing else does', async () => {
  const kept = await trained(([weights, ...others], [old]) => {
    weights.dispose();
    return [old, ...others];
  });
  const cloned = await trained(([weights, ...others], [old]) => {
    weights.dispose();
    return [tf.clone(old), ...others];
  });
  const changed = await trained((next) => next);
  expect(figures(kept.outcome)).toEqual(figures(cloned.outcome));
  expect(kept.outcome.stateSha256).not.toBe(changed.outcome.stateSha256);
  expect([kept.left, cloned.left, changed.left]).toEqual([0, 0, 0]);
});

test('so do all of them, where an update changes nothing', async () => {
  const { outcome, left } = await trained((next, old) => {
    tf.dispose(next);
    return [...old];
  });
  expect(new Set(outcome.curve.map(({ correct }) => correct)).size).toBe(1);
  expect(left).toBe(0);
});
