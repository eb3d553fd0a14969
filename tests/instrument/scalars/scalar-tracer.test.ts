import { describe, expect, test } from 'vitest';
import { constant, type Scalar } from '../../../instrument/scalars/scalar.ts';
import { traceScalars } from '../../../instrument/scalars/scalar-tracer.ts';
import { TensorProxy } from '../../../instrument/scalars/tensor-proxy.ts';

describe('arguments and results', () => {
  test('values come back through arrays, tensors and plain objects', () => {
    const { result } = traceScalars((a, [b]) => ({ a, list: [[b.add(a)], 5, 'text'], none: null }), [1, [2]]);
    expect(result).toEqual({ a: 1, list: [[3], 5, 'text'], none: null });
  });

  test('a row in two places of one argument is one set of cells, also within an array', () => {
    const row = [1, 2];
    const { program } = traceScalars((m) => m[0][0].add(m[1][0]), [[row, row]]);
    expect(program.argGroups.map((group) => [...group])).toEqual([[0, 1, 0, 1]]);
    expect([program.argCount, [...program.reads]]).toEqual([2, [0, 0]]);
  });

  test('an aliased array is one array inside, and the argument itself is not touched', () => {
    const xs = [1, 2];
    const { result } = traceScalars(
      (as, bs) => {
        as[0] = as[0].add(10);
        return bs[0];
      },
      [xs, xs],
    );
    expect([result, xs]).toEqual([11, [1, 2]]);
  });

  test('a tensor is an argument of one group, and comes back as one', () => {
    const tensor = new TensorProxy('int32', [2, 2], [1, 2, 3, 4]);
    const { program, result } = traceScalars(
      (t, s) => {
        t.set(1, 0, t.get(0, 1).mul(s));
        return t;
      },
      [tensor, 5],
      'scale',
    );
    expect(program.name).toBe('scale');
    expect(program.argGroups.map((group) => [...group])).toEqual([[0, 1, 2, 3], [4]]);
    expect([...program.returns]).toEqual([0, 1, 5, 3]);
    expect(result.toArray()).toEqual(Int32Array.of(1, 2, 10, 4));
    expect(tensor.toArray()).toEqual(Int32Array.of(1, 2, 3, 4));
  });

  test.each<[string, unknown[], string]>([
    ['text', [1, [2, 'x']], 'argument 1[1] must be a number, a TensorProxy or an array of these, got "x"'],
    [
      'undefined',
      [[1, undefined, 3]],
      'argument 0[1] must be a number, a TensorProxy or an array of these, got undefined',
    ],
    ['an object', [{}], 'argument 0 must be a number, a TensorProxy or an array of these, got an object (Object)'],
    ['a typed array', [new Float32Array(1)], 'got an object (Float32Array)'],
  ])('refuses %s', (_, args, message) => {
    expect(() => traceScalars(() => 0, args)).toThrow(message);
  });

  test('refuses cycles, promises, scalars of another trace and of an ended one', async () => {
    const cycle: unknown[] = [1];
    cycle.push(cycle);
    expect(() => traceScalars(() => 0, [cycle])).toThrow('argument 0[1] is an array that contains itself');
    expect(() => traceScalars(() => cycle, [1])).toThrow('the returned value contains itself');
    expect(() => traceScalars(async () => 0, [1])).toThrow('returned a promise');
    let kept = constant(0);
    traceScalars(
      function outer(a) {
        kept = a;
        const inner = (b: Scalar): Scalar => b.add(a);
        expect(() => traceScalars(inner, [1])).toThrow('Scalar.add: operands belong to two traces, inner and outer');
        expect(() => traceScalars(() => a, [1], 'leak')).toThrow(
          'the returned value of leak holds a scalar of another trace, outer',
        );
        const tensor = new TensorProxy('float32', [1], [a]);
        expect(() => traceScalars(() => 0, [tensor], 'leak')).toThrow('argument 0 of leak holds a scalar of another');
      },
      [1],
    );
    expect(() => kept.add(1)).toThrow('Scalar.add: the trace of outer has ended');
    expect(() => kept.value()).toThrow('the trace of outer has ended');
  });

  test('an error in the function passes through, and its scalars are of no use afterwards', () => {
    let kept = constant(0);
    const failing = (a: Scalar): never => {
      kept = a;
      throw new Error('mine');
    };
    expect(() => traceScalars(failing, [1])).toThrow(new Error('mine'));
    expect(() => kept.neg()).toThrow('the trace of failing has ended');
  });
});
