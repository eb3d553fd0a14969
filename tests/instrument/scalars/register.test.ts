import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { measure } from '../../../core/measurement/measure.ts';
import { createProgram } from '../../../core/programs/program-source.ts';
import { constant } from '../../../instrument/scalars/scalar.ts';
import { traceScalars } from '../../../instrument/scalars/scalar-tracer.ts';
import { TensorProxy } from '../../../instrument/scalars/tensor-proxy.ts';
import { traceFunction } from '../../../instrument/tensors/trace-function.ts';

tf.enableProdMode();

const register = { granularity: 'register' } as const;

/** C = A B, each element summed up in a variable. */
function product(a: TensorProxy, b: TensorProxy): TensorProxy {
  const [[m, k], [, n]] = [a.shape, b.shape];
  const c = new TensorProxy('float32', [m, n]);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      let sum = constant(0);
      for (let l = 0; l < k; l++) sum = sum.add(a.get(i, l).mul(b.get(l, j)));
      c.set(i, j, sum);
    }
  return c;
}

describe('a product with its sums in a variable, at register granularity', () => {
  test.each([
    [5, 7, 6],
    [1, 9, 1],
    [12, 3, 12],
  ])('%i x %i x %i is the product of TensorFlow.js, read by read: two a multiply-accumulate', (m, k, n) => {
    const { program } = traceScalars(product, [new TensorProxy('float32', [m, k]), new TensorProxy('float32', [k, n])]);
    const loops = measure(program, register);
    const kernel = measure(
      traceFunction((a: tf.Tensor2D, b: tf.Tensor2D) => tf.matMul(a, b), [tf.zeros([m, k]), tf.zeros([k, n])], {
        loops: 'ijk',
      }),
      register,
    );
    expect(kernel.reads).toBe(2 * m * k * n);
    expect(loops.reads).toBe(kernel.reads);
    expect(loops.histogram.equals(kernel.histogram)).toBe(true);
    expect(loops.cost.cold).toEqual(kernel.cost.cold);
    expect(measure(program).reads).toBe(4 * m * k * n - m * n);
  });

  test('whose sums are in its result reads these too', () => {
    const { program } = traceScalars(
      (a, b, c) => {
        for (let i = 0; i < 3; i++) c.set(0, c.get(0).add(a.get(i).mul(b.get(i))));
        return c;
      },
      [new TensorProxy('float32', [3]), new TensorProxy('float32', [3]), new TensorProxy('float32', [1])],
    );
    expect(measure(program, register).reads).toBe(3 * 3);
  });
});

describe('a result is in a register', () => {
  const homesOf = (fn: (t: TensorProxy, u: TensorProxy) => unknown): number[] => [
    ...(traceScalars(fn, [new TensorProxy('float32', [2]), new TensorProxy('int32', [2])]).program.homes ?? []),
  ];
  const [REGISTER, MADE_INSIDE, FIRST, SECOND] = [0, 1, 2, 3];

  test.each<[string, number, (t: TensorProxy, u: TensorProxy) => unknown]>([
    ['unless it is put anywhere', REGISTER, (t) => t.get(0).add(1)],
    ['also where it is returned in a list', REGISTER, (t) => [[t.get(0).add(1)]]],
    [
      'not where it is put into a tensor of its own',
      MADE_INSIDE,
      (t) => new TensorProxy('int32', [1]).set(0, t.get(0).neg()),
    ],
    ['not where it is put there from the start', MADE_INSIDE, (t) => new TensorProxy('float32', [1], [t.get(0).neg()])],
    ['not where it is put into an argument', SECOND, (t, u) => u.set(1, t.get(0).neg())],
    [
      'not where it is put into one later, of several into the first',
      FIRST,
      (t, u) => {
        const [kept, tensor] = [t.get(0).neg(), new TensorProxy('float32', [1, 1, 1, 1])];
        tensor.set(0, 0, 0, 0, kept);
        t.set(1, tensor.get(0, 0, 0, 0));
        u.set(1, kept);
      },
    ],
  ])('%s', (_, home, fn) => {
    expect(homesOf(fn)).toEqual([home]);
  });

  test('not where it was copied into a tensor: what was copied is', () => {
    expect(homesOf((t, u) => u.set(0, t.get(0).neg(), { copy: true }))).toEqual([REGISTER, SECOND]);
  });

  test('of more arguments than a byte has numbers, too', () => {
    const { program } = traceScalars(
      (tensors) => {
        tensors[299].set(0, tensors[0].get(0).neg());
      },
      [Array.from({ length: 300 }, () => new TensorProxy('float32', [1]))],
    );
    expect([...(program.homes ?? [])]).toEqual([FIRST]);
    const apart = Array.from({ length: 300 }, () => new TensorProxy('float32', [1]));
    const many = traceScalars((...tensors) => tensors[299].set(0, tensors[0].get(0).neg()), apart).program;
    expect(many.homes).toEqual(Uint16Array.of(2 + 299));
  });
});

test('a program that does not tell what was put into tensors has no price at register', () => {
  const events = [{ op: 'mul', in: [0, 0], out: [1] }];
  const program = createProgram({ name: 'square', args: [0], argGroups: [[0]], events, returns: [1] });
  expect(() => measure(program, register)).toThrow(
    new InputError(
      'program "square": granularity register: it does not tell which results were put into a tensor; ' +
        'measure it at scalar, or trace it with traceScalars',
    ),
  );
  expect(() => measure(program, { granularity: 'registers' as never })).toThrow('choose scalar, register');
});
