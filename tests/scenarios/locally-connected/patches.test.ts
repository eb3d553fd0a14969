import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { COMPUTING_BACKENDS, useBackend } from '../../../instrument/backends/computing-backends.ts';
import { fromPatches, patchTable, toPatches } from '../../../scenarios/locally-connected/patches.ts';

describe.each(COMPUTING_BACKENDS)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('patches are the windows of an image, and go back to where they came from', () => {
    const geometry = { side: 4, channels: 2, field: 3 };
    const table = patchTable(geometry);
    const images = tf.tensor2d(
      Float32Array.from({ length: 64 }, (_, at) => at),
      [2, 32],
    );
    const patches = toPatches(images, table, geometry);
    expect(patches.shape).toEqual([4, 18, 2]);
    const values = patches.arraySync() as number[][][];
    for (const [i, j] of [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]) {
      for (const [a, c, channel] of [
        [0, 0, 0],
        [0, 2, 1],
        [2, 1, 0],
      ]) {
        const unit = ((i + a) * 4 + j + c) * 2 + channel;
        expect(values[i * 2 + j][(a * 3 + c) * 2 + channel]).toEqual([unit, 32 + unit]);
      }
    }
    // <toPatches x, y> = <x, fromPatches y>
    const other = tf.randomUniform([4, 18, 2], -1, 1, 'float32', 3);
    const one = tf.sum(tf.mul(patches, other)).dataSync()[0];
    const two = tf.sum(tf.mul(tf.transpose(images), fromPatches(other, table, geometry))).dataSync()[0];
    expect(Math.abs(one - two)).toBeLessThan(1e-3 * Math.abs(one));
  });
});
