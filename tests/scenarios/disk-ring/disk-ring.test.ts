import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { Random } from '../../../core/numbers/random.ts';
import { COMPUTING_BACKENDS, useBackend } from '../../../instrument/backends/computing-backends.ts';
import { traceUpdate } from '../../../instrument/tensors/trace-update.ts';
import type { Examples } from '../../../scenarios/batches/examples.ts';
import { diskRing as diskRingPoints } from '../../../scenarios/data/disk-ring.ts';
import { diskRingFf } from '../../../scenarios/disk-ring/ff.ts';
import { diskRing } from '../../../scenarios/disk-ring/scenario.ts';
import { type Rule, tensorsOf } from '../../../scenarios/rule/rule.ts';
import { BUILT_IN_RULES } from '../../support/scenarios/built-in-rules.ts';
import { plainLayersOf, plainUpdate } from '../../support/training/plain-ff.ts';
import { preparedUpdate, tracedMacs } from '../../support/training/rule-checks.ts';

const SHAPE = diskRing.defaultShape;
const ff = diskRing.rules.ff;
const bp = diskRing.rules.bp;

/** Updates on all of `shown` until the mean of three evaluations on `unseen`, 10 updates apart, reaches 95 %. */
function updatesToCriterion(rule: Rule, shown: Examples, unseen: Examples, seed: number): number {
  const random = new Random(seed);
  const count = shown.labels.length;
  const program = rule.update(SHAPE, count);
  let state: readonly Tensor[] = tensorsOf(program.state, rule.initialState(SHAPE, random));
  const all = Int32Array.from(shown.labels.keys());
  const accuracies: number[] = [];
  for (let step = 1; step <= 900; step++) {
    const batch = tensorsOf(program.batch, rule.buildBatch(SHAPE, shown, all, random));
    const result = program.update(batch, state, step);
    tf.dispose([...batch, ...state, ...Object.values(result.read)]);
    state = result.state;
    if (step % 10 > 0) continue;
    const predicted = rule.predict(SHAPE, state, unseen, Int32Array.from(unseen.labels.keys()));
    accuracies.push(predicted.filter((label, index) => label === unseen.labels[index]).length / unseen.labels.length);
    const last = accuracies.slice(-3);
    if (last.length === 3 && last.reduce((sum, accuracy) => sum + accuracy, 0) / 3 >= 0.95) return step;
  }
  return Number.POSITIVE_INFINITY;
}

describe.each(COMPUTING_BACKENDS)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test.each(BUILT_IN_RULES)('%s leaks no tensor', (algorithm) => {
    const rule = diskRing.rules[algorithm];
    const points = diskRingPoints({ train: 20, test: 20, seed: 1 });
    const before = tf.memory().numTensors;
    const random = new Random(0);
    const program = rule.update(SHAPE, 20);
    const indices = Int32Array.from(points.train.labels.keys());
    const batch = tensorsOf(program.batch, rule.buildBatch(SHAPE, points.train, indices, random));
    const state = tensorsOf(program.state, rule.initialState(SHAPE, random));
    const held = tf.memory().numTensors;
    for (let step = 1; step <= 3; step++) {
      const { state: next, read } = program.update(batch, state, step);
      tf.dispose([...next, ...Object.values(read)]);
    }
    rule.predict(SHAPE, state, points.test, indices);
    expect(tf.memory().numTensors).toBe(held);
    tf.dispose([...batch, ...state]);
    expect(tf.memory().numTensors).toBe(before);
  });

  test.each(['sum', 'mean'] as const)(
    'ff, goodness the %s of squares: equals plain numbers over three updates',
    (squares) => {
      const rule = diskRingFf.configured({ goodness: squares });
      const random = new Random(2);
      const { train } = diskRingPoints({ train: 30, seed: 5 });
      const program = rule.update(SHAPE, 30);
      const arrays = rule.initialState(SHAPE, random);
      const plain = plainLayersOf(arrays, [4, 12, 12]);
      let state: readonly Tensor[] = tensorsOf(program.state, arrays);
      const batchArrays = rule.buildBatch(SHAPE, train, Int32Array.from(train.labels.keys()), random);
      const [positives, negatives] = batchArrays.map((rows) =>
        Array.from({ length: 30 }, (_, row) => [...rows.subarray(4 * row, 4 * row + 4)]),
      );
      const batch = tensorsOf(program.batch, batchArrays);
      const normalize = (row: number[]) => {
        const length = Math.sqrt(row.reduce((sum, h) => sum + h * h, 0));
        return row.map((h) => h / (length + 1e-8));
      };
      for (let step = 1; step <= 3; step++) {
        const losses = plainUpdate(plain, positives, negatives, step, {
          learningRate: 0.1,
          threshold: 2,
          squares,
          normalize,
        });
        const result = program.update(batch, state, step);
        state = result.state;
        losses.forEach((loss, index) => {
          expect(result.read[`loss${index}`].dataSync()[0] / loss).toBeCloseTo(1, 4);
          const [W, b] = state.slice(6 * index).map((tensor) => tensor.dataSync());
          plain[index].W.flat().forEach((weight, entry) => {
            expect(Math.abs(W[entry] - weight)).toBeLessThan(0.01 * 0.1 * step);
          });
          plain[index].b.forEach((bias, entry) => {
            expect(Math.abs(b[entry] - bias)).toBeLessThan(0.01 * 0.1 * step);
          });
        });
      }
    },
  );
});

describe('learning', () => {
  beforeAll(() => useBackend('cpu'));

  test.each([
    ['ff', 300],
    ['bp', 100],
  ] as const)('%s reaches the criterion within 900 updates from five seeds, mostly within %d', (algorithm, usual) => {
    const updates = [0, 1, 2, 3, 4].map((seed) => {
      const { train, test: unseen } = diskRingPoints({ seed });
      return updatesToCriterion(diskRing.rules[algorithm], train, unseen, seed);
    });
    expect(Math.max(...updates)).toBeLessThanOrEqual(900);
    expect(updates.sort((a, b) => a - b)[2]).toBeLessThanOrEqual(usual);
  });
});

describe('facts', () => {
  test.each([
    ['ff', ff, {}, 345_600, 216],
    ['ff without the discarded re-forward', ff, { discardedReforward: false }, 259_200, 216],
    ['bp', bp, {}, 165_600, 218],
  ])('%s: multiply-adds and parameters as documented, in the trace too', (_, documented, options, macs, parameters) => {
    const rule = documented.configured(options);
    expect(rule.macsPerUpdate(SHAPE, diskRing.defaultBatch)).toBe(macs);
    expect(rule.parameters(SHAPE)).toBe(parameters);
    const trace = traceUpdate(rule.update(SHAPE, diskRing.defaultBatch));
    expect(tracedMacs(trace)).toBe(macs);
    const state = trace.arguments.slice(trace.batchArguments);
    expect(state.reduce((sum, value) => sum + trace.values[value].size, 0)).toBe(3 * parameters);
  });

  test.each(BUILT_IN_RULES)('%s: the program of prediction gives the labels that predict gives', async (algorithm) => {
    await useBackend('cpu');
    const rule = diskRing.rules[algorithm];
    const { train } = diskRingPoints({ train: 40, seed: 2 });
    const indices = Int32Array.from(train.labels.keys());
    const { program, state } = preparedUpdate(rule, SHAPE, train, 4);
    const predictor = rule.predictProgram?.(SHAPE, 40);
    if (predictor === undefined) throw new Error('no program of prediction');
    const rows = Array.from({ length: 40 }, (_, row) => [...train.pixels.subarray(2 * row, 2 * row + 2)]);
    const candidates =
      algorithm === 'bp'
        ? [tf.tensor2d(rows)]
        : [
            [1, 0],
            [0, 1],
          ].map((label) => tf.tensor2d(rows.map((row) => [...row, ...label])));
    const weights = state.filter((_, index) => program.state[index].role === 'weights');
    const { labels } = predictor.update(candidates, weights, 1).read;
    expect([...labels.dataSync()]).toEqual([...rule.predict(SHAPE, state, train, indices)]);
    expect(tracedMacs(traceUpdate(predictor))).toBe(algorithm === 'bp' ? 40 * 192 : 2 * 40 * 192);
  });

  test('ff: a positive is the point and its label, a negative the same point and the other label', () => {
    const { train } = diskRingPoints({ train: 6, seed: 0 });
    const [positives, negatives] = ff.buildBatch(SHAPE, train, Int32Array.of(4, 1), new Random(0));
    [4, 1].forEach((index, row) => {
      const point = [...train.pixels.subarray(2 * index, 2 * index + 2)];
      const [own, other] =
        train.labels[index] === 0
          ? [
              [1, 0],
              [0, 1],
            ]
          : [
              [0, 1],
              [1, 0],
            ];
      expect([...positives.subarray(4 * row, 4 * row + 4)]).toEqual([...point, ...own]);
      expect([...negatives.subarray(4 * row, 4 * row + 4)]).toEqual([...point, ...other]);
    });
  });

  test('options change the rule and its provenance; values out of range are refused', () => {
    const configured = ff.configured({ learningRate: 0.01, goodnessThreshold: 3, goodness: 'mean' });
    expect(configured.learningRate).toBe(0.01);
    expect(configured.update(SHAPE, 2).about).toMatchObject({
      learningRate: 0.01,
      goodnessThreshold: 3,
      goodness: 'mean',
    });
    expect(ff.update(SHAPE, 2).about).toMatchObject({
      goodness: 'sum',
      goodnessThreshold: 2,
      discardedReforward: true,
    });
    expect(() => ff.configured({ goodnessThreshold: 0 })).toThrow('the threshold must be a positive number, got 0');
  });
});
