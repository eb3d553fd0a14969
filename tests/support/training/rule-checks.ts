import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { Random } from '../../../core/numbers/random.ts';
import { executionCounts } from '../../../core/trace/iteration-shapes.ts';
import { instructionsOf } from '../../../core/trace/nest.ts';
import type { Trace } from '../../../core/trace/trace.ts';
import type { UpdateProgram } from '../../../instrument/tensors/update-program.ts';
import type { Examples } from '../../../scenarios/batches/examples.ts';
import type { NetworkShape } from '../../../scenarios/rule/network-shape.ts';
import { type Rule, tensorsOf } from '../../../scenarios/rule/rule.ts';

/** A rule's update with the tensors it takes: all examples as its batch, and a first state. */
export interface PreparedUpdate {
  readonly program: UpdateProgram;
  readonly batch: readonly Tensor[];
  readonly state: readonly Tensor[];
}

export function preparedUpdate(rule: Rule, shape: NetworkShape, examples: Examples, seed = 0): PreparedUpdate {
  const random = new Random(seed);
  const indices = Int32Array.from(examples.labels.keys());
  const program = rule.update(shape, indices.length);
  const state = tensorsOf(program.state, rule.initialState(shape, random));
  const context = { state, others: furtherOrders(rule, indices.length, random) };
  return {
    program,
    batch: tensorsOf(program.batch, rule.buildBatch(shape, examples, indices, random, context)),
    state,
  };
}

/** As many of the examples in each of the rule's orders but the first. */
function furtherOrders({ ordersPerEpoch = 1 }: Rule, examples: number, random: Random): Int32Array[] {
  return Array.from({ length: ordersPerEpoch - 1 }, () => random.permutation(examples));
}

/** The update returns what its specs promise, and what it reads are finite scalars. */
export function expectPromisedShapes({ program, batch, state }: PreparedUpdate): void {
  const result = program.update(batch, state, 1);
  expect(result.state.map((tensor) => tensor.shape)).toEqual(program.state.map((spec) => spec.shape));
  for (const [name, tensor] of Object.entries(result.read)) {
    expect(tensor.shape, name).toEqual([]);
    expect(Number.isFinite(tensor.dataSync()[0]), name).toBe(true);
  }
}

/** Five updates and a prediction leave as many tensors as there were. */
export function expectNoLeak(rule: Rule, shape: NetworkShape, examples: Examples): void {
  const { program, batch, state: first } = preparedUpdate(rule, shape, examples);
  const indices = Int32Array.from(examples.labels.keys());
  // What is made once and kept (index tables) is made now.
  rule.predict(shape, first, examples, indices, { examples, indices });
  let state = first;
  const once = program.update(batch, state, 1);
  tf.dispose([...state, ...Object.values(once.read)]);
  state = once.state;
  const before = tf.memory().numTensors;
  for (let step = 2; step <= 5; step++) {
    const result = program.update(batch, state, step);
    tf.dispose([...state, ...Object.values(result.read)]);
    state = result.state;
  }
  rule.predict(shape, state, examples, indices, { examples, indices });
  expect(tf.memory().numTensors).toBe(before);
}

/**
 * The gradients of every trained tensor, read off Adam's first moments after one update (m = .1 g), are the central
 * differences of the loss along a random direction, within 1 %.
 */
export function expectCentralDifferences({ program, batch, state }: PreparedUpdate, h = 1e-2): void {
  const lossAt = (at: readonly Tensor[]): number => program.update(batch, at, 1).read.loss.dataSync()[0];
  const updated = program.update(batch, state, 1).state;
  const random = new Random(1);
  program.state.forEach(({ name, role, shape }, index) => {
    if (role !== 'weights') return;
    const momentAt = program.state.findIndex((spec) => spec.name === `m${name}`);
    const gradient = Float32Array.from(updated[momentAt].dataSync(), (m) => m / 0.1);
    const direction = Float32Array.from(gradient, () => random.normal());
    const length = Math.hypot(...direction);
    const slope = gradient.reduce((sum, g, entry) => sum + g * (direction[entry] / length), 0);
    const moved = (distance: number): readonly Tensor[] => {
      const offset = tf.tensor(
        direction.map((x) => (x / length) * distance),
        [...shape],
      );
      return state.with(index, tf.add(state[index], offset));
    };
    const difference = (lossAt(moved(h)) - lossAt(moved(-h))) / (2 * h);
    expect(Math.abs(slope), name).toBeGreaterThan(1e-4);
    expect(Math.abs(difference - slope) / Math.abs(slope), name).toBeLessThan(1e-2);
  });
}

/** Trains on `shown` for so many updates; the first and last loss, and the share of `unseen` that is predicted right. */
export function trained(
  rule: Rule,
  shape: NetworkShape,
  shown: Examples,
  unseen: Examples,
  updates: number,
  batchSize: number,
) {
  const random = new Random(11);
  const program = rule.update(shape, batchSize);
  let state: readonly Tensor[] = tensorsOf(program.state, rule.initialState(shape, random));
  const losses: number[] = [];
  for (let step = 1; step <= updates; step++) {
    const indices = random.permutation(shown.labels.length).slice(0, batchSize);
    const others = furtherOrders(rule, shown.labels.length, random).map((order) => order.slice(0, batchSize));
    const batch = tensorsOf(program.batch, rule.buildBatch(shape, shown, indices, random, { state, others }));
    const result = program.update(batch, state, step);
    const names = Object.keys(result.read).filter((name) => name.startsWith('loss'));
    losses.push(names.reduce((sum, name) => sum + result.read[name].dataSync()[0], 0));
    tf.dispose([...batch, ...state, ...Object.values(result.read)]);
    state = result.state;
  }
  const learned = { examples: shown, indices: Int32Array.from(shown.labels.keys()) };
  const predicted = rule.predict(shape, state, unseen, Int32Array.from(unseen.labels.keys()), learned);
  tf.dispose([...state]);
  const hits = predicted.filter((label, index) => label === unseen.labels[index]).length;
  return { firstLoss: losses[0], lastLoss: losses[losses.length - 1], accuracy: hits / unseen.labels.length };
}

/** After some updates the program of prediction, given `arrays` as its batch, gives the labels that the rule predicts. */
export function expectSameLabels(rule: Rule, shape: NetworkShape, examples: Examples, arrays: Float32Array[]): void {
  const indices = Int32Array.from(examples.labels.keys());
  const program = rule.predictProgram?.(shape, indices.length);
  if (program === undefined) throw new Error('the rule has no program of prediction');
  const { program: update, batch, state: first } = preparedUpdate(rule, shape, examples);
  let state = first;
  for (let step = 1; step <= 30; step++) ({ state } = update.update(batch, state, step));
  const read = program.state.map(({ name }) => state[update.state.findIndex((spec) => spec.name === name)]);
  const { labels } = program.update(tensorsOf(program.batch, arrays), read, 1).read;
  const predicted = [...rule.predict(shape, state, examples, indices)];
  expect([...labels.dataSync()]).toEqual(predicted);
  expect(new Set(predicted).size).toBeGreaterThan(1);
}

/** Kernel calls by phase and layer, in order of first occurrence: `phase layer: calls`. */
export function callsByLabel({ calls }: Trace): string[] {
  const counts = new Map<string, number>();
  for (const { phase, layer } of calls) {
    const label = `${phase} ${layer ?? '-'}`;
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return [...counts].map(([label, count]) => `${label}: ${count}`);
}

/** Multiply-accumulates of a trace. */
export function tracedMacs({ calls, nests }: Trace): number {
  const perNest = nests.map((nest) => {
    const counts = executionCounts(nest);
    return instructionsOf(nest).reduce((sum, { mac }, index) => sum + (mac === true ? counts[index] : 0), 0);
  });
  return calls.reduce((sum, { nest }) => sum + perNest[nest], 0);
}
