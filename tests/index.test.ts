import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import {
  compare,
  constant,
  constantTensor,
  defineRule,
  defineTask,
  ENERGY_PRESETS,
  ENGINES,
  energyOf,
  loadDataset,
  measure,
  parseTrace,
  priceProgram,
  reportPage,
  rules,
  type Scalar,
  summarize,
  TensorProxy,
  tasks,
  traceFunction,
  traceScalars,
  train,
} from '../index.ts';

tf.enableProdMode();

function dot(xs: Scalar[], ys: Scalar[]): Scalar {
  let sum = constant(0);
  for (let i = 0; i < xs.length; i++) sum = sum.add(xs[i].mul(ys[i]));
  return sum;
}

function matvec(a: TensorProxy, x: TensorProxy): TensorProxy {
  const [rows, columns] = a.shape;
  const y = new TensorProxy('float32', [rows]);
  for (let i = 0; i < rows; i++) {
    y.set(i, a.get(i, 0).mul(x.get(0)));
    for (let j = 1; j < columns; j++) y.set(i, y.get(i).add(a.get(i, j).mul(x.get(j))));
  }
  return y;
}

test('plain loops are traced and priced with what the package exports', () => {
  const products = traceScalars(dot, [
    [1, 2],
    [3, 4],
  ]);
  expect(products.result).toBe(11);
  expect(priceProgram(products.program, ['eager', 'ir-live'], [1, 4], 'element')).toMatchObject({
    name: 'dot',
    semantics: { eager: { reads: 7, totals: { 1: 12 } }, 'ir-live': { totals: { 1: 12 } } },
  });
  expect(measure(products.program)).toMatchObject({ name: 'dot', reads: 7, cost: { cold: { 1: 12 } } });

  const a = new TensorProxy('float32', [2, 2], [1, 2, 3, 4]);
  const x = new TensorProxy('float32', [2], [5, 6]);
  const { program, result } = traceScalars(matvec, [a, x]);
  expect([...result.toArray()]).toEqual([17, 39]);
  expect(priceProgram(program, ['eager'], [1], 'element').semantics.eager?.totals).toEqual({ 1: 26 });
});

test('a TensorFlow.js program is traced from its shapes and measured with what the package exports', () => {
  const dense = (x: tf.Tensor2D, w: tf.Tensor2D) => tf.relu(tf.matMul(x, w));
  const trace = traceFunction(dense, [tf.zeros([2, 3]), tf.zeros([3, 4])], { loops: 'ijk' });
  const measured = measure(trace, { granularity: 'register' });
  expect(measured.macs).toBe(2 * 3 * 4);
  expect(measured.reads).toBe(2 * 2 * 3 * 4 + 2 * 4);
  expect(measured.kernels.map(({ kernel }) => kernel)).toEqual(['BatchMatMul', 'Relu']);
  const priced = ENGINES.element(trace, { semantics: 'eager', granularity: 'register' });
  expect(measured).toMatchObject(summarize(trace, priced, null));
  expect(measure(parseTrace(JSON.parse(JSON.stringify(trace)), 'saved'), { granularity: 'register' })).toEqual(
    measured,
  );
});

test('an index table made before the trace is a constant of it, as a message advises', () => {
  const table = constantTensor(tf.tensor1d([1, 0], 'int32'));
  const trace = traceFunction((x) => tf.gather(x, table), [tf.zeros([2])]);
  expect(measure(trace).reads).toBe(2);
});

test('what was measured has an energy under each preset', () => {
  const { histogram, instructions } = measure(traceFunction((x) => tf.square(x), [tf.zeros([9])]));
  const energies = ENERGY_PRESETS.map((preset) => energyOf(preset, histogram, instructions));
  for (const { commutePj, computePj } of energies) expect(Math.min(commutePj, computePj)).toBeGreaterThan(0);
  expect(energies.length).toBeGreaterThan(1);
});

test('a rule is trained on a task, and compared with a built-in one, by what the package exports', async () => {
  const toy = tasks['disk-ring'];
  const delta = defineRule({
    title: 'delta rule',
    options: { learningRate: 0.1 },
    state: ({ shape: { layers, classes } }) => [{ name: 'W', shape: [layers[0], classes] }],
    update: ({ batch: [points, labels], state: [W], options }) => {
      const error = tf.sub(tf.matMul(points, W), labels);
      const gradient = tf.div(tf.matMul(points, error, true), points.shape[0]);
      return { state: [tf.sub(W, tf.mul(gradient, options.learningRate))], read: { loss: tf.mean(tf.square(error)) } };
    },
    predict: ({ images, state: [W] }) => tf.matMul(images, W),
  });
  const trained = await train(toy, delta, { epochs: 3, evaluateEvery: 1, backend: 'cpu' });
  expect(trained).toMatchObject({ scenario: 'disk-ring', algorithm: 'delta-rule', epochsAsked: 3, data: 'disk-ring' });
  expect(trained.runs).toMatchObject([{ seed: 0, updates: 3, updatesToCriterion: null }]);

  const results = await compare(toy, [rules['disk-ring'].bp, delta], { train: false, against: delta });
  const [{ updates, reference, rules: compared }] = results.scenarios;
  expect([reference, ...compared.map(({ title }) => title)]).toEqual(['delta-rule', 'backprop', 'delta rule']);
  expect(updates.map(({ macs }) => macs)).toEqual([
    rules['disk-ring'].bp.macsPerUpdate(toy.defaultShape, toy.defaultBatch),
    2 * 300 * 2 * 2,
  ]);
  expect(await reportPage(results)).toContain('delta rule');
});

test('a task of one’s own takes a data set that there is, and rules are trained on it to the criterion', async () => {
  const { train: points } = await loadDataset('disk-ring', { seed: 3 });
  const task = defineTask({
    title: 'Own disk',
    data: 'disk-ring',
    shape: { layers: [2, 12, 12], classes: points.classes },
    batch: 100,
    epochs: 100,
    criterion: 0.9,
    rules: { bp: rules['disk-ring'].bp },
  });
  const results = await compare(task, undefined, { seeds: [0] });
  const [{ totals, training, reference }] = results.scenarios;
  expect(training?.rules[0].runs[0].updatesToCriterion).toBeLessThanOrEqual(300);
  expect([totals?.length, reference]).toEqual([1, 'bp']);
});
