import { describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { measure } from '../../../core/measurement/measure.ts';
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

  test('an abandoned promise ends nothing, however it fails and wherever it is returned', async () => {
    const failing = async () => Promise.reject(new Error('mine'));
    // biome-ignore lint/suspicious/noThenProperty: what can be awaited is what is refused
    const awaited = () => ({ then: (_: unknown, fail: (why: Error) => void) => fail(new Error('mine')) });
    const ways: (() => unknown)[] = [failing, () => [failing()], () => ({ later: failing() }), awaited];
    for (const run of ways) {
      expect(() => traceScalars(run, [1])).toThrow(
        'traceScalars: the traced function returned a promise; trace a synchronous function',
      );
    }
    // A rejection that nobody handles would fail the test run.
    await new Promise((resolve) => setImmediate(resolve));
  });

  test('a generator, whose loops nobody has run, is no program that reads nothing', () => {
    const lazy = function* (a: Scalar) {
      yield a.add(1);
    };
    const lazier = async function* (a: Scalar) {
      yield a.add(1);
    };
    const ways: ((a: Scalar) => unknown)[] = [lazy, lazier, (a) => [lazy(a)]];
    for (const run of ways) {
      expect(() => traceScalars(run, [1])).toThrow(
        'the traced function returned a generator, which runs later; return',
      );
    }
  });

  test.each<[string, () => unknown, string]>([
    ['what is no function', () => traceScalars('dot' as never, []), 'needs a function to trace, got "dot"'],
    ['what is no list', () => traceScalars(() => 0, 3 as never), 'needs a list of arguments, got 3'],
    ['a name that is no text', () => traceScalars(() => 0, [], 3 as never), 'name must be a text, got 3'],
  ])('refuses %s', (_, trace, message) => {
    expect(trace).toThrow(new InputError(`traceScalars: ${message}`));
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

describe('a trace says', () => {
  const warned = (fn: (a: Scalar, b: Scalar) => unknown) => {
    const { escapes, warnings } = traceScalars(fn, [7, 2]);
    return { escapes, warnings: warnings.map((warning) => warning.split(';')[0]) };
  };

  test('where numbers left it, after which operation and how often', () => {
    const leaving = (a: Scalar, b: Scalar) => {
      const product = a.mul(b);
      const powers = [product.value(), product.value(), b.value()].map(Math.exp);
      return powers.reduce((sum, power) => sum.add(power), a);
    };
    expect(warned(leaving)).toEqual({
      escapes: [
        { after: 'mul', by: 'value', count: 2 },
        { after: 'argument', by: 'value', count: 1 },
      ],
      warnings: ['numbers left the program 3 times (value of mul: 2, value of argument: 1)'],
    });
  });

  test('that nothing is read, where references alone were moved', () => {
    expect(warned((a, b) => [b, a])).toEqual({
      escapes: [],
      warnings: ['nothing is read, so that the cost is 0: moving references and using constants is free'],
    });
    expect(warned((a, b) => [b.copy(), a])).toEqual({ escapes: [], warnings: [] });
  });

  test('the same where it is measured', () => {
    const { program, escapes, warnings } = traceScalars((a, b) => a.add(b.value()), [7, 2]);
    expect(measure(program)).toMatchObject({ escapes, warnings });
    expect(warnings).toHaveLength(1);
  });
});
