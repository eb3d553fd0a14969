import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { Random } from '../../../core/numbers/random.ts';
import { COMPUTING_BACKENDS, useBackend } from '../../../instrument/backends/computing-backends.ts';
import { adam } from '../../../scenarios/learning/adam.ts';

const RATE = 0.003;

/** The formula on plain numbers. */
function plainAdam([w, m, v]: readonly [number, number, number], g: number, t: number): [number, number, number] {
  const nextM = 0.9 * m + 0.1 * g;
  const nextV = 0.999 * v + 0.001 * g * g;
  const mHat = nextM / (1 - 0.9 ** t);
  const vHat = nextV / (1 - 0.999 ** t);
  return [w - (RATE * mHat) / (Math.sqrt(vHat) + 1e-8), nextM, nextV];
}

describe.each(COMPUTING_BACKENDS)('adam on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('equals the formula on plain numbers over 20 updates, gradients of every size', () => {
    const random = new Random(5);
    const count = 40;
    let plain = Array.from({ length: count }, (): [number, number, number] => [random.normal(), 0, 0]);
    let tensors: [Tensor, Tensor, Tensor] = [tf.tensor1d(plain.map(([w]) => w)), tf.zeros([count]), tf.zeros([count])];
    for (let step = 1; step <= 20; step++) {
      const gradient = plain.map((_, index) => random.normal() * 10 ** -(index % 10));
      tensors = adam(tensors[0], tf.tensor1d(gradient), tensors[1], tensors[2], step, RATE);
      plain = plain.map((state, index) => plainAdam(state, gradient[index], step));
      const [w, m, v] = tensors.map((tensor) => tensor.dataSync());
      plain.forEach(([wantedW, wantedM, wantedV], index) => {
        expect(Math.abs(w[index] - wantedW)).toBeLessThan(0.01 * RATE);
        expect(Math.abs(m[index] - wantedM)).toBeLessThan(1e-5 * 10 ** -(index % 10));
        expect(Math.abs(v[index] - wantedV)).toBeLessThan(1e-5 * 10 ** (-2 * (index % 10)));
      });
    }
  });

  test('moves a weight by the rate at the first step, whatever the gradient, and not at all without one', () => {
    const zeros = tf.zeros([3]);
    const [value] = adam(tf.ones([3]), tf.tensor1d([1e-3, -7, 0]), zeros, zeros, 1, RATE);
    const [up, down, still] = value.dataSync();
    expect(up).toBeCloseTo(1 - RATE, 6);
    expect(down).toBeCloseTo(1 + RATE, 6);
    expect(still).toBe(1);
  });
});
