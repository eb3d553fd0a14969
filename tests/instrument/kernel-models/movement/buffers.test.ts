import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readsBySlot } from '../../../../core/trace/constant-reads.ts';
import { traceComputed, traceFunction } from '../../../../instrument/tensors/trace-function.ts';

beforeAll(() => tf.engine().startScope());
afterAll(() => tf.engine().endScope());

function integers(): Tensor {
  return tf.tensor([3, 1, 2, 0, 5, 4], [3, 2], 'int32');
}

function booleans(): Tensor {
  return tf.tensor([1, 0, 1, 1, 0, 0], [3, 2], 'bool');
}

/** How often the elements of each kernel's operands are read, call by call. */
function readsOf(run: (x: Tensor) => Tensor, x: Tensor): number[] {
  const { nests, calls } = traceFunction(run, [x]);
  return calls.map(({ nest }) => readsBySlot(nests[nest]).reduce((sum, reads) => sum + reads, 0));
}

const cast = (x: Tensor): Tensor => tf.cast(x, 'float32');
const slice = (x: Tensor): Tensor => tf.slice(x, [1, 0], [2, 2]);

describe('a kernel that asks for a buffer', () => {
  it.each([
    ['integers cast to floats are not copied', () => integers(), (x: Tensor) => tf.reverse(cast(x), 0), [6]],
    [
      'a slice of what is cast is copied to floats',
      () => integers(),
      (x: Tensor) => tf.reverse(slice(cast(x)), 0),
      [4, 4],
    ],
    ['a cast slice is not', () => integers(), (x: Tensor) => tf.reverse(cast(slice(x)), 0), [4]],
    ['booleans are copied twice', () => booleans(), (x: Tensor) => tf.reverse(x, 0), [6, 6, 6]],
    ['booleans cast to floats, too', () => booleans(), (x: Tensor) => tf.reverse(cast(x), 0), [6, 6, 6]],
    ['a slice of these is copied once', () => booleans(), (x: Tensor) => tf.reverse(slice(cast(x)), 0), [4, 4]],
    [
      'an input is over the array that it was cast from',
      () => cast(booleans()),
      (x: Tensor) => tf.reverse(x, 0),
      [6, 6, 6],
    ],
  ])('%s', (_, input, run, reads) => {
    expect(readsOf(run, input())).toEqual(reads);
  });
});

it('takes the values of a slice, where the tensor that it is cut from goes into the same kernel', () => {
  const run = (x: Tensor): Tensor => tf.gather(x, tf.slice(x, 0, 2) as Tensor1D);
  const x = tf.tensor1d([2, 1, 7, 3], 'int32');
  const { trace, outputs } = traceComputed(run, [x]);
  expect([...outputs[0]]).toEqual([7, 1]);
  expect(trace.tables).toEqual([[2, 1]]);
});
