import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { constant } from '../../../instrument/scalars/scalar.ts';
import { traceScalars } from '../../../instrument/scalars/scalar-tracer.ts';
import { TensorProxy } from '../../../instrument/scalars/tensor-proxy.ts';
import { matmul } from '../../support/scalars/linear-algebra-examples.ts';
import { opsOf } from '../../support/scalars/program-events.ts';
import { matrix } from '../../support/scalars/scalar-example.ts';

describe('a tensor', () => {
  test('knows its type, shape and size, and is zero', () => {
    const tensor = new TensorProxy('float32', [8, 784]);
    expect([tensor.dtype, tensor.shape, tensor.size, String(tensor)]).toEqual([
      'float32',
      [8, 784],
      6272,
      'float32[8,784]',
    ]);
    expect(tensor.get(7, 783).value()).toBe(0);
  });

  test.each<[readonly number[]]>([[[]], [[0]], [[3]], [[2, 0, 3]], [[2, 3, 4]], [[1, 2, 1, 2, 2]]])(
    'shape %j is row-major',
    (shape) => {
      const size = shape.reduce((a, b) => a * b, 1);
      const tensor = new TensorProxy(
        'int32',
        shape,
        Array.from({ length: size }, (_, i) => i),
      );
      let element = 0;
      const visit = (indices: number[]): void => {
        if (indices.length === shape.length) expect(tensor.get(...indices).value()).toBe(element++);
        else for (let i = 0; i < shape[indices.length]; i++) visit([...indices, i]);
      };
      visit([]);
      expect(element).toBe(tensor.size);
      expect([...tensor.toArray()]).toEqual(Array.from({ length: size }, (_, i) => i));
    },
  );

  test('what is set is got, there and nowhere else', () => {
    const cases = fc.record({
      shape: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
      writes: fc.array(fc.tuple(fc.nat(), fc.float({ noNaN: true })), { maxLength: 30, size: 'max' }),
    });
    fc.assert(
      fc.property(cases, ({ shape, writes }) => {
        const tensor = new TensorProxy('float32', shape);
        const plain = new Float32Array(tensor.size);
        for (const [place, number] of writes) {
          let element = place % tensor.size;
          plain[element] = number;
          const indices: number[] = [];
          for (const extent of [...shape].reverse()) {
            indices.unshift(element % extent);
            element = Math.floor(element / extent);
          }
          tensor.set(...indices, number);
        }
        expect(tensor.toArray()).toEqual(plain);
      }),
    );
  });

  test.each([
    ['float32', 0.1, Math.fround(0.1)],
    ['float32', 16777217, 16777216],
    ['float32', 1e39, Number.POSITIVE_INFINITY],
    ['float32', 1e-50, 0],
    ['float32', Number.NaN, Number.NaN],
    ['int32', 2.9, 2],
    ['int32', -2.9, -2],
    ['int32', -0.5, 0],
    ['int32', 2 ** 31, -(2 ** 31)],
    ['int32', -(2 ** 31) - 1, 2 ** 31 - 1],
    ['int32', 2 ** 32 + 5, 5],
    ['int32', 1e20, 1661992960],
  ] as const)('%s rounds %d to %d, as a typed array does', (dtype, number, rounded) => {
    const tensor = new TensorProxy(dtype, [2], [0, number]);
    tensor.set(0, constant(number));
    const native = dtype === 'float32' ? Float32Array.of(number) : Int32Array.of(number);
    expect(native[0]).toBe(rounded);
    expect([...tensor.toArray()]).toEqual([rounded, rounded]);
    expect([tensor.get(0).value(), tensor.get(1).value()]).toEqual([rounded, rounded]);
  });

  test.each<[string, (t: TensorProxy) => unknown, new (message?: string) => Error, string]>([
    ['too few indices', (t) => t.get(1), RangeError, 'TensorProxy.get: int32[2,3] takes 2 indices, got 1'],
    ['too many indices', (t) => t.get(1, 1, 1), RangeError, 'takes 2 indices, got 3'],
    ['a missing value', (t) => t.set(1, 1), RangeError, 'TensorProxy.set: int32[2,3] takes 2 indices, got 1'],
    [
      'beyond the end',
      (t) => t.get(0, 3),
      RangeError,
      'index 1 must be an integer from 0 up to, but not including, 3, got 3',
    ],
    [
      'before the start',
      (t) => t.set(-1, 0, 5),
      RangeError,
      'index 0 must be an integer from 0 up to, but not including, 2, got -1',
    ],
    ['a fraction', (t) => t.get(0, 0.5), RangeError, 'got 0.5'],
    ['NaN', (t) => t.get(Number.NaN, 0), RangeError, 'got NaN'],
    [
      'a scalar as index',
      (t) => t.get(t.get(0, 0) as never, 0),
      TypeError,
      'index 0 must be a plain number (of a scalar, its .value()), got an object (Scalar)',
    ],
    ['text as index', (t) => t.get('0' as never, 0), TypeError, 'got "0"'],
    [
      'an int32 NaN',
      (t) => t.set(0, 0, Number.NaN),
      RangeError,
      'TensorProxy.set: int32[2,3]: an int32 must be a finite number, got NaN',
    ],
    ['an int32 infinity', (t) => t.set(0, 0, 1 / 0), RangeError, 'got Infinity'],
    [
      'no number',
      (t) => t.set(0, 0, undefined as never),
      TypeError,
      'TensorProxy.set: must be given a number or a traced scalar, got undefined',
    ],
    [
      'a wrong type',
      () => new TensorProxy('float64' as never, [1]),
      RangeError,
      'dtype must be float32 or int32, got "float64"',
    ],
    [
      'a wrong extent',
      () => new TensorProxy('int32', [2, -1]),
      RangeError,
      'extents must be non-negative integers, got -1',
    ],
    [
      'a wrong count',
      () => new TensorProxy('int32', [2, 2], [1, 2, 3]),
      RangeError,
      'TensorProxy: int32[2,2] must be given 4 values, got 3',
    ],
    ['a wrong value', () => new TensorProxy('int32', [1], ['1' as never]), TypeError, 'got "1"'],
  ])('refuses %s', (_, act, kind, message) => {
    const tensor = new TensorProxy('int32', [2, 3]);
    expect(() => act(tensor)).toThrow(kind);
    expect(() => act(tensor)).toThrow(message);
    expect([...tensor.toArray()]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

describe('in a trace', () => {
  test('setting moves the cell, constants have none, and rounding keeps it', () => {
    const { program, result } = traceScalars(
      (a, b) => {
        const t = new TensorProxy('int32', [4]);
        t.set(0, a);
        t.set(1, t.get(0));
        t.set(2, t.get(3).add(b));
        return [t, t.get(0).add(5)] as const;
      },
      [2.75, 10],
    );
    expect([opsOf(program), [...program.reads]]).toEqual([
      ['add', 'add'],
      [1, 0],
    ]);
    expect([...program.returns]).toEqual([0, 0, 2, 3]);
    expect([[...result[0].toArray()], result[1]]).toEqual([[2, 2, 10, 0], 7]);
  });

  test('toArray reads every element that has a cell', () => {
    const { program, result } = traceScalars((t) => [...t.toArray()], [new TensorProxy('float32', [2], [1, 2])]);
    expect([opsOf(program), [...program.reads], result]).toEqual([
      ['value', 'value'],
      [0, 1],
      [1, 2],
    ]);
    const empty = traceScalars(() => new TensorProxy('float32', [2]).toArray(), []);
    expect(opsOf(empty.program)).toEqual([]);
  });

  test('loops over tensors are the program of the same loops over arrays', () => {
    const [m, k, n] = [3, 4, 2];
    const tensorLoops = (a: TensorProxy, b: TensorProxy): TensorProxy => {
      const c = new TensorProxy('float32', [m, n]);
      for (let i = 0; i < m; i++)
        for (let j = 0; j < n; j++) {
          c.set(i, j, a.get(i, 0).mul(b.get(0, j)));
          for (let l = 1; l < k; l++) c.set(i, j, c.get(i, j).add(a.get(i, l).mul(b.get(l, j))));
        }
      return c;
    };
    const [a, b] = [matrix(m, k), matrix(k, n)];
    const onTensors = traceScalars(
      tensorLoops,
      [new TensorProxy('float32', [m, k], a.flat()), new TensorProxy('float32', [k, n], b.flat())],
      'matmul',
    );
    const onArrays = traceScalars(matmul, [a, b]);
    expect({ ...onTensors.program, homes: null }).toEqual({ ...onArrays.program, homes: null });
    expect([...onTensors.result.toArray()]).toEqual(onArrays.result.flat());
  });
});
