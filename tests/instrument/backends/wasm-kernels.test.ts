import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { Random } from '../../../core/numbers/random.ts';
import { useBackend } from '../../../instrument/backends/computing-backends.ts';

/** Runs `run` on the plain cpu backend and on wasm as mended; returns both results with their shapes. */
async function onBoth(run: () => tf.Tensor): Promise<[{ shape: number[]; values: number[] }, typeof first]> {
  await useBackend('cpu');
  const first = read(run());
  await useBackend('wasm');
  return [first, read(run())];
}

function read(tensor: tf.Tensor) {
  return { shape: tensor.shape, values: [...tensor.dataSync()] };
}

function numbers(shape: number[], seed: number): tf.Tensor {
  const random = new Random(seed);
  const size = shape.reduce((product, extent) => product * extent, 1);
  return tf.tensor(
    Array.from({ length: size }, () => random.integer(100) - 50),
    shape,
  );
}

// Whole numbers, so that products are exact in whatever order they are summed.
describe.each([
  [false, false],
  [true, false],
  [false, true],
  [true, true],
])('a product with transpose flags %s and %s', (transposeA, transposeB) => {
  test.each([
    [3, 5, 4],
    [1, 1, 1],
    [17, 33, 9],
  ])('is that of the cpu, %d x %d x %d', async (m, k, n) => {
    const [wanted, got] = await onBoth(() =>
      tf.matMul(
        numbers(transposeA ? [k, m] : [m, k], 1),
        numbers(transposeB ? [n, k] : [k, n], 2),
        transposeA,
        transposeB,
      ),
    );
    expect(got).toEqual(wanted);
  });

  test('is that of the cpu in a batch', async () => {
    const [wanted, got] = await onBoth(() =>
      tf.matMul(
        numbers(transposeA ? [2, 5, 3] : [2, 3, 5], 1),
        numbers(transposeB ? [2, 4, 5] : [2, 5, 4], 2),
        transposeA,
        transposeB,
      ),
    );
    expect(got).toEqual(wanted);
  });
});

describe('a gather', () => {
  test.each([
    { shape: [7], axis: 0, indices: [4], name: 'of a vector' },
    { shape: [7, 3], axis: 0, indices: [4], name: 'of rows' },
    { shape: [3, 7], axis: 1, indices: [5], name: 'of columns' },
    { shape: [3, 7], axis: -1, indices: [2, 5], name: 'of columns by a table' },
    { shape: [2, 7, 3, 4], axis: 1, indices: [3, 2], name: 'of a middle axis by a table' },
    { shape: [2, 3, 7], axis: 2, indices: [], name: 'by a single index' },
  ])('$name is that of the cpu', async ({ shape, axis, indices }) => {
    const random = new Random(3);
    const size = indices.reduce((product, extent) => product * extent, 1);
    const table = Int32Array.from({ length: size }, () => random.integer(7));
    const [wanted, got] = await onBoth(() => tf.gather(numbers(shape, 1), tf.tensor(table, indices, 'int32'), axis));
    expect(got).toEqual(wanted);
  });

  test('with batch dimensions is refused, because the stock kernel gives wrong values', async () => {
    await useBackend('wasm');
    const indices = tf.tensor([0, 6, 6, 3, 2, 1], [2, 3], 'int32');
    expect(() => tf.gather(numbers([2, 7, 3], 1), indices, 1, 1)).toThrow('batch dimensions');
  });

  test.each([7, -1])('refuses index %d of 7', async (index) => {
    await useBackend('wasm');
    expect(() => tf.gather(numbers([7, 2], 1), tf.tensor([index], [1], 'int32'))).toThrow(`got ${index}`);
  });
});

describe('on wasm', () => {
  beforeAll(() => useBackend('wasm'));

  test('neither leaves a tensor behind', () => {
    const x = numbers([6, 5], 1);
    const indices = tf.tensor([1, 0, 4], [3], 'int32');
    const before = [tf.memory().numTensors, tf.backend().numDataIds()];
    for (let time = 0; time < 3; time++) {
      tf.matMul(x, x, true).dispose();
      tf.matMul(x, x, false, true).dispose();
      tf.gather(x, indices, 0).dispose();
      tf.gather(x, indices, 1).dispose();
    }
    expect([tf.memory().numTensors, tf.backend().numDataIds()]).toEqual(before);
  });
});
