import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import {
  constant,
  constantTensor,
  ENERGY_PRESETS,
  ENGINES,
  energyOf,
  measure,
  parseTrace,
  priceProgram,
  type Scalar,
  summarize,
  TensorProxy,
  traceFunction,
  traceScalars,
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
