import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { measure } from '../../../core/measurement/measure.ts';
import { traceComputed } from '../../../instrument/tensors/trace-function.ts';
import {
  argumentsOf,
  CAPTURED,
  numbersOf,
  scopedTests,
  traceCaptured,
  values,
} from '../../support/tensors/captured.ts';

scopedTests();

const float = { type: 'DT_FLOAT' };
const shaped = (...sizes: number[]) => ({ shape: { dim: sizes.map((size) => ({ size: String(size) })) } });
const constant = (name: string, ...sizes: number[]) => ({
  name,
  op: 'Const',
  attr: { dtype: float, value: { tensor: { dtype: 'DT_FLOAT', tensorShape: shaped(...sizes).shape } } },
});

/** relu(x w + b), as a converter would have saved it. */
const GRAPH = {
  versions: { producer: 1 },
  node: [
    { name: 'x', op: 'Placeholder', attr: { dtype: float, shape: shaped(-1, 3) } },
    constant('w', 3, 2),
    constant('b', 2),
    {
      name: 'product',
      op: 'MatMul',
      input: ['x', 'w'],
      attr: { T: float, transpose_a: { b: false }, transpose_b: { b: false } },
    },
    { name: 'sum', op: 'BiasAdd', input: ['product', 'b'], attr: { T: float } },
    { name: 'y', op: 'Relu', input: ['sum'], attr: { T: float } },
  ],
};
const WEIGHTS = new Float32Array([1, -2, 3, 4, -5, 6, 0.5, 7]);

function loaded(): Promise<tf.GraphModel> {
  return tf.loadGraphModel(
    tf.io.fromMemory({
      modelTopology: GRAPH,
      weightSpecs: [
        { name: 'w', shape: [3, 2], dtype: 'float32' },
        { name: 'b', shape: [2], dtype: 'float32' },
      ],
      weightData: WEIGHTS.buffer,
    }),
  );
}

describe('a graph model that was loaded before', () => {
  it.each<[string, (model: tf.GraphModel, x: tf.Tensor) => unknown]>([
    ['predict', (model, x) => model.predict(x)],
    ['execute', (model, x) => model.execute({ x }, 'y')],
  ])('is traced by %s, its weights arguments, and is as before', async (_, run) => {
    const model = await loaded();
    const x = values([4, 3], 1);
    const predict = () => tf.tidy(() => numbersOf(model.predict(x) as tf.Tensor));
    const before = predict();
    const { outputs, trace } = traceComputed((given) => run(model, given), [x], { ...CAPTURED, name: 'graph' });
    expect([...outputs[0]]).toEqual(before);
    expect(argumentsOf(trace).map(({ size }) => size)).toEqual([12, 6, 2]);
    expect(traceCaptured((given) => run(model, given), [x]).calls).toEqual(trace.calls);
    // 24 multiply-accumulates of two reads, a sum of two numbers and a rectifier of one for each of 8 results.
    expect(measure(trace, { granularity: 'register' }).reads).toBe(24 * 2 + 8 * 2 + 8);
    expect(predict()).toEqual(before);
    model.dispose();
  });
});
