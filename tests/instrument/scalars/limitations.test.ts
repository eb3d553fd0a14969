import { describe, expect, test } from 'vitest';
import type { Scalar } from '../../../instrument/scalars/scalar.ts';
import { maxOf } from '../../../instrument/scalars/scalar-folds.ts';
import { traceScalars } from '../../../instrument/scalars/scalar-tracer.ts';
import { TensorProxy } from '../../../instrument/scalars/tensor-proxy.ts';
import { opsOf } from '../../support/scalars/program-events.ts';

/** What the tracers do not see or do otherwise than the Python reference; each known, and none silent where it can be told. */

const opsIn = (fn: (a: Scalar, b: Scalar) => unknown): readonly string[] => opsOf(traceScalars(fn, [7, 2]).program);

describe('a scalar never becomes a primitive', () => {
  test.each<[string, (a: Scalar) => unknown]>([
    ['a + 1', (a) => (a as never) + 1],
    ['a * 2', (a) => (a as never) * 2],
    ['-a', (a) => -a],
    ['a < 3', (a) => (a as never) < 3],
    // biome-ignore lint/suspicious/noDoubleEquals: coercion is what is tested
    ['a == 7', (a) => (a as never) == 7],
    ['Math.sqrt(a)', (a) => Math.sqrt(a as never)],
    ['Number(a)', (a) => Number(a)],
    ['isNaN(a)', (a) => Number.isNaN(+(a as never))],
    ['text of a', (a) => `${a}`],
    ['xs[a]', (a) => [1, 2, 3][a as never]],
    ['into a typed array', (a) => Float32Array.of(a as never)],
    ['sort without a comparator', (a) => [a, a].sort()],
    ['valueOf', (a) => a.valueOf()],
  ])('%s throws', (_, use) => {
    expect(() => traceScalars(use, [7])).toThrow(
      'Scalar: a traced value is not a plain number; compute with .add(), .mul(), .lt() ..., leave the trace with .value()',
    );
  });

  test('showing one is free, as formatting is in the reference', () => {
    expect(opsIn((a) => a.toString())).toEqual([]);
    expect(traceScalars((a) => a.toString(), [7]).result).toBe('Scalar(7)');
  });
});

describe('conditions', () => {
  test('an if that forgets .truth() always takes the same branch: it is refused where it tests a comparison', () => {
    const forgetful = (a: Scalar, b: Scalar): Scalar => (a.lt(b) ? a : b);
    expect(() => traceScalars(forgetful, [7, 2])).toThrow(
      'traceScalars: forgetful: the answer of .lt() (cell 2) is never used; a condition has to read it: if (a.lt(b).truth())',
    );
  });

  test('a scalar that is tested itself cannot be told from an object: no read is seen', () => {
    expect(opsIn((a, b) => (a.sub(7) ? a : b))).toEqual(['sub']);
    expect(traceScalars((a, b) => (a.sub(7) ? a : b), [7, 2]).result).toBe(7);
    expect(opsIn((a, b) => (a.sub(7).truth() ? a : b))).toEqual(['sub', 'bool']);
  });

  test('=== compares objects, not numbers, and is free', () => {
    expect(traceScalars((a, b) => [Number(a === b), Number(a === a.add(0))], [7, 7]).result).toEqual([0, 0]);
  });
});

describe('what differs from Python', () => {
  test('division by zero is Infinity and an event; the reference raises and records none', () => {
    const { program, result } = traceScalars((a, b) => a.div(b), [1, 0]);
    expect([opsOf(program), result]).toEqual([['div'], Number.POSITIVE_INFINITY]);
  });

  test('sqrt, exp and log are traced; math.sqrt(a) of the reference leaves the trace', () => {
    expect(opsIn((a) => a.sqrt())).toEqual(['sqrt']);
    expect(opsIn((a, b) => b.mul(Math.sqrt(a.value())))).toEqual(['value', 'mul']);
  });

  test('truth of NaN is false', () => {
    expect(traceScalars((a) => a.truth(), [Number.NaN]).result).toBe(false);
  });
});

describe('what is not returned', () => {
  test.each<[string, (a: Scalar) => unknown]>([
    ['values of an object', (a) => ({ a })],
    ['values of a map', (a) => new Map([['a', a]])],
    ['values of a set', (a) => new Set([a])],
    ['an array in an object', (a) => ({ list: [a] })],
  ])('%s do not outlive the program', (_, fn) => {
    expect([...traceScalars(fn, [7]).program.returns]).toEqual([]);
  });

  test('a value left in a mutated argument does not outlive the program', () => {
    const tensor = new TensorProxy('float32', [1], [1]);
    const { program } = traceScalars((t, a) => t.set(0, a.add(t.get(0))), [tensor, 7]);
    expect([program.cellCount, [...program.returns]]).toEqual([3, []]);
  });
});

test('numbers computed from an escaped value are not seen', () => {
  expect(opsIn((a, b) => (a.value() + b.value()) * 3)).toEqual(['value', 'value']);
});

test('a largest item that is a constant has no cell', () => {
  const { program, result } = traceScalars((a, b) => maxOf([a, 100]).mul(b), [7, 2]);
  expect([opsOf(program), [...program.reads], result]).toEqual([['gt', 'bool', 'mul'], [0, 2, 1], 200]);
});
