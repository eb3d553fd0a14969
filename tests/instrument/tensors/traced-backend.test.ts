import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { constantTensor } from '../../../instrument/recording/constant-tensors.ts';
import { expectNothingLeft, kernelsOf, traceOn } from '../../support/tensors/traced-inputs.ts';

expectNothingLeft();

describe('storage is identity', () => {
  it('reshape, expandDims, clone and a cast to a wider type alias and read nothing', () => {
    const trace = traceOn([[2, 3]], (x) =>
      tf.cast(tf.expandDims(tf.reshape(tf.clone(tf.relu(x)), [3, 2]), 0), 'float32'),
    );
    expect(kernelsOf(trace)).toEqual(['Relu']);
    expect(trace.returned).toEqual([trace.calls[0].values[1]]);
  });

  it('a slice of leading rows is a view into the same value', () => {
    const trace = traceOn([[4, 3]], (x) => tf.neg(tf.slice(x, [2, 0], [1, 3])));
    expect(kernelsOf(trace)).toEqual(['Neg']);
    expect(trace.calls[0].values[1]).toBe(trace.arguments[0]);
    expect(trace.nests[0].body).toEqual([
      {
        trip: 3,
        body: [
          {
            op: 'mul',
            reads: [
              { slot: 0, base: 0, strides: [0] },
              { slot: 1, base: 6, strides: [1] },
            ],
            write: { slot: 2, base: 0, strides: [1] },
          },
        ],
      },
    ]);
  });
});

describe('host numbers are constants', () => {
  it('tensors of them are constants of the trace, read by its calls', () => {
    const trace = traceOn([[2]], (x) => tf.mul(x, 3));
    expect(trace.calls[0].values.map((value) => trace.values[value].kind)).toEqual([
      'argument',
      'constant',
      'computed',
    ]);
  });

  it('what is computed from constants alone is a constant, by whatever kernel, and no call', () => {
    const trace = traceOn([[3]], (x) => tf.mul(x, tf.cumsum(tf.add(tf.zerosLike(x), tf.scalar(2)))));
    expect(kernelsOf(trace)).toEqual(['Multiply']);
    expect(trace.values.map(({ kind }) => kind)).toEqual(['argument', 'constant', 'computed']);
  });

  it('a tensor made before is none, unless it is marked so; it stays usable on its own backend', () => {
    const table = tf.tensor1d([1, 0], 'int32');
    const use = (x: Tensor) => tf.gather(x, table);
    expect(() => traceOn([[2]], use)).toThrow(
      'trace: a tensor int32[2] was made before the trace and is no argument of it; ' +
        'pass it in, or mark it with constantTensor if it is made of host numbers',
    );
    constantTensor(table);
    expect(traceOn([[2]], use)).toEqual(traceOn([[2]], use));
    expect(traceOn([[2]], use).tables).toEqual([[1, 0]]);
    expect([...table.dataSync()]).toEqual([1, 0]);
    table.dispose();
  });
});
