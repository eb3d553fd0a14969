import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { ENGINE_NAMES } from '../../../core/measurement/engines.ts';
import { Random } from '../../../core/numbers/random.ts';
import { GRANULARITIES, SEMANTICS, type Trace } from '../../../core/trace/trace.ts';
import { parseTrace } from '../../../core/trace/trace-format.ts';
import { branchRuns } from '../../../instrument/kernel-models/model/branch-runs.ts';
import { traceComputed } from '../../../instrument/tensors/trace-function.ts';
import { expectNothingLeft, kernelsOf, measured } from '../../support/tensors/traced-inputs.ts';
import { expectAgreement } from '../../support/traces/engine-agreement.ts';

expectNothingLeft();

function computed(run: (...inputs: Tensor[]) => Tensor, make: () => Tensor[]): { trace: Trace; output: number[] } {
  const inputs = make();
  const { trace, outputs } = traceComputed(run, inputs);
  tf.dispose(inputs);
  return { trace, output: [...outputs[0]] };
}

function expectAllAgree(trace: Trace): void {
  for (const granularity of GRANULARITIES) {
    for (const semantics of SEMANTICS) expectAgreement(ENGINE_NAMES, trace, { semantics, granularity });
  }
}

describe('branches that are known', () => {
  it('are runs of equal ones, in pieces', () => {
    expect(branchRuns(6, (i) => [7, 7, 1, 7, 7, 7][i])).toEqual([
      [
        { branch: 7, start: 0, length: 2 },
        { branch: 1, start: 2, length: 1 },
        { branch: 7, start: 3, length: 3 },
      ],
    ]);
    expect(branchRuns(0, () => 1)).toEqual([]);
    const pieces = branchRuns(2500, (i) => i % 2);
    expect(pieces.map((runs) => runs.length)).toEqual([1024, 1024, 452]);
    expect(pieces.flat().map(({ start }) => start)).toEqual(Array.from({ length: 2500 }, (_, i) => i));
  });

  it('a causal mask is a few runs a row, and every engine prices them alike', () => {
    const n = 12;
    const masked = (scores: Tensor) => {
      const mask = tf.greaterEqual(tf.reshape(tf.range(0, n), [n, 1]), tf.range(0, n));
      return tf.where(mask, scores, tf.sub(scores, 1e9));
    };
    const { trace } = computed(masked, () => [tf.randomUniform([n, n], 0, 1, 'float32', 1)]);
    expect(kernelsOf(trace)).toEqual(['Sub', 'Select']);
    // The condition is a constant: one read for the difference, and one of either alternative.
    expect(measured(trace).reads).toBe(2 * n * n);
    expect(parseTrace(JSON.parse(JSON.stringify(trace)), 'mask.json')).toEqual(trace);
    expectAllAgree(trace);
  });

  it('a random condition of many runs reads what is chosen, in calls of bounded size', () => {
    const random = new Random(4);
    const size = 3000;
    const chosen = Array.from({ length: size }, () => random.integer(2));
    const make = () => [tf.tensor(chosen, [size], 'bool'), tf.zeros([size]), tf.ones([size])];
    const { trace, output } = computed((condition, t, e) => tf.where(condition, t, e), make);
    expect(output).toEqual(chosen.map((each) => 1 - each));
    expect(trace.calls.length).toBeGreaterThan(1);
    expect(measured(trace).reads).toBe(2 * size);
    const alternatives = trace.calls.flatMap(({ nest }) => trace.nests[nest].body);
    expect(alternatives.length).toBeGreaterThan(1000);
    expectAllAgree(trace);
  });

  it('rows of one-hot hold ones where the indices say, and nothing that is priced elsewhere', () => {
    const indices = [2, -1, 0, 3, 1];
    const run = (labels: Tensor, x: Tensor) => tf.mul(tf.oneHot(labels as tf.Tensor1D, 3), x);
    const { trace, output } = computed(run, () => [tf.tensor(indices, [5], 'int32'), tf.ones([5, 3])]);
    expect(output).toEqual([0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0]);
    expect(trace.tables).toEqual([[2, 0, 0, 0, 1]]);
    // Indices: three within the depth, one below 0, one not below the depth. Then x, and the three ones.
    expect(measured(trace).reads).toBe(3 * 3 + 1 + 2 + 15 + 3);
    expectAllAgree(trace);
  });
});
