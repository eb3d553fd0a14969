import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DepthHistogram } from '../../../core/cost/depth-histogram.ts';
import { createProgram, type Program, type ProgramEvent } from '../../../core/programs/program.ts';
import { parseVectors } from '../../../core/programs/program-format.ts';
import { eagerTrace, irClassic, irLive, twoStackTrace } from '../../../core/programs/semantics.ts';
import { apply, constant, maxOf, minOf, type Operand, type Scalar, sumOf } from '../../../instrument/scalars/scalar.ts';
import { traceScalars } from '../../../instrument/scalars/scalar-tracer.ts';
import { TensorProxy } from '../../../instrument/scalars/tensor-proxy.ts';
import { matmul, matvec, vecmat } from '../../support/scalars/linear-algebra-examples.ts';
import { NEURAL_EXAMPLES } from '../../support/scalars/neural-examples.ts';
import { dotSum, matrix, vector } from '../../support/scalars/scalar-example.ts';
import { EXAMPLES } from '../../support/scalars/scalar-examples.ts';
import { readExpected, readVectors } from '../../support/scalars/vectors.ts';

function totals(depths: Int32Array): Record<string, number | bigint> {
  const histogram = new DepthHistogram();
  for (const depth of depths) histogram.add(depth);
  return Object.fromEntries(['1', '2', '4', '8'].map((bytes) => [bytes, histogram.totalCost(Number(bytes))]));
}

const eagerCost = (program: Program): number | bigint => totals(eagerTrace(program))['1'];

describe.each([
  ['a_examples', EXAMPLES],
  ['c_neural', NEURAL_EXAMPLES],
] as const)('programs of %s written as loops equal the reference', (file, examples) => {
  const programs = new Map(parseVectors(readVectors(file), file).map((program) => [program.name, program]));
  const expected = new Map(readExpected(file).map((entry) => [entry.name, entry.expect]));

  test.each(examples)('$name', ({ name, trace }) => {
    const { program } = trace();
    // The names of operations never affect a price, and those of Python are not those of JavaScript.
    expect({ ...program, ops: program.ops.length }).toEqual({
      ...programs.get(name),
      ops: programs.get(name)?.ops.length,
    });
    const wanted = expected.get(name);
    expect(totals(eagerTrace(program))).toEqual(wanted?.eager.totals);
    expect(totals(twoStackTrace(program).depths)).toEqual(wanted?.two_stack.totals);
    expect(totals(irLive(program))['1']).toBe(wanted?.ir.bytedmd_live);
    expect(totals(irClassic(program))['1']).toBe(wanted?.ir.bytedmd_classic);
  });
});

describe("the reference's published figures, eager, one byte", () => {
  test('dot product of two pairs costs 12', () => {
    const { program, result } = traceScalars(dotSum, [
      [1, 2],
      [3, 4],
    ]);
    expect([eagerCost(program), result]).toEqual([12, 11]);
  });

  test.each([
    [2, 26, 25],
    [4, 157, 150],
    [8, 896, 832],
  ])('N = %i: matvec %i, vecmat %i', (n, matvecCost, vecmatCost) => {
    expect(eagerCost(traceScalars(matvec, [matrix(n, n), vector(n)]).program)).toBe(matvecCost);
    expect(eagerCost(traceScalars(vecmat, [matrix(n, n), vector(n)]).program)).toBe(vecmatCost);
  });

  test.each([
    [8, 8867],
    [16, 109783],
  ])('naive matmul %i costs %i', (n, cost) => {
    expect(eagerCost(traceScalars(matmul, [matrix(n, n), matrix(n, n)]).program)).toBe(cost);
  });
});

/** The events of `fn` on 7 and 2, as op and operand names. */
function events(fn: (a: Scalar, b: Scalar) => unknown): string[] {
  const { program } = traceScalars(fn, [7, 2]);
  return program.ops.map((op, i) => {
    const reads = [...program.reads.subarray(program.readStart[i], program.readStart[i + 1])];
    const outputs = program.outStart[i + 1] - program.outStart[i];
    return `${op}(${reads.map((cell) => 'ab'[cell] ?? cell).join(',')})${outputs}`;
  });
}

describe('operations', () => {
  test.each<[string, (a: Scalar, b: Scalar) => Operand, number, string[]]>([
    ['add', (a, b) => a.add(b), 9, ['add(a,b)1']],
    ['sub', (a, b) => a.sub(b), 5, ['sub(a,b)1']],
    ['mul', (a, b) => a.mul(b), 14, ['mul(a,b)1']],
    ['div', (a, b) => a.div(b), 3.5, ['div(a,b)1']],
    ['mod', (a, b) => a.mod(b), 1, ['mod(a,b)1']],
    ['pow', (a, b) => a.pow(b), 49, ['pow(a,b)1']],
    ['a constant on the right', (a) => a.sub(10), -3, ['sub(a)1']],
    ['10 - a', (a) => a.rsub(10), 3, ['sub(a)1']],
    ['14 / a', (a) => a.rdiv(14), 2, ['div(a)1']],
    ['-10 mod a', (a) => a.rmod(-10), 4, ['mod(a)1']],
    ['2 ** a', (a) => a.rpow(2), 128, ['pow(a)1']],
    ['b - a, reflected', (a, b) => a.rsub(b), -5, ['sub(b,a)1']],
    ['neg', (a) => a.neg(), -7, ['neg(a)1']],
    ['abs', (a) => a.neg().abs(), 7, ['neg(a)1', 'abs(2)1']],
    ['sqrt', (a) => a.add(2).sqrt(), 3, ['add(a)1', 'sqrt(2)1']],
    ['exp', (a, b) => a.sub(7).exp().mul(b), 2, ['sub(a)1', 'exp(2)1', 'mul(3,b)1']],
    ['log', (a) => a.sub(6).log(), 0, ['sub(a)1', 'log(2)1']],
    ['a repeated operand', (a) => a.mul(a), 49, ['mul(a,a)1']],
    ['comparisons compute', (a, b) => a.gt(b).mul(a), 7, ['gt(a,b)1', 'mul(2,a)1']],
    ['ge', (a) => a.ge(7), 1, ['ge(a)1']],
    ['lt', (a) => a.lt(7), 0, ['lt(a)1']],
    ['le', (a) => a.le(7), 1, ['le(a)1']],
    ['eq', (a, b) => a.eq(b), 0, ['eq(a,b)1']],
    ['ne', (a, b) => a.ne(b), 1, ['ne(a,b)1']],
    ['max hands on the winner', (a, b) => a.max(b), 7, ['gt(b,a)1', 'bool(2)0']],
    ['min with a constant', (a) => a.min(3), 3, ['lt(a)1', 'bool(2)0']],
    ['maxOf with a constant', (a) => maxOf([9, a]), 9, ['gt(a)1', 'bool(2)0']],
    ['minOf equal items keeps the first', (a) => minOf([a, a.add(0)]), 7, ['add(a)1', 'lt(2,a)1', 'bool(3)0']],
    ['truth', (a, b) => (a.truth() ? b : a), 2, ['bool(a)0']],
    ['value', (a, b) => b.add(a.value()), 9, ['value(a)0', 'add(b)1']],
    ['sumOf', (a, b) => sumOf([a, b, 1]), 10, ['add(a)1', 'add(2,b)1', 'add(3)1']],
    ['constants alone leave no event', (a) => constant(2).mul(3).add(a), 13, ['add(a)1']],
    ['apply', (a, b) => apply('hypot', Math.hypot, a, 24, b, 0), Math.hypot(7, 24, 2), ['hypot(a,b)1']],
  ])('%s', (_, fn, value, wanted) => {
    expect(traceScalars(fn, [7, 2]).result).toBe(value);
    expect(events(fn)).toEqual(wanted);
  });

  test('mod takes the sign of the divisor, divmod agrees with it', () => {
    for (const [a, b] of [
      [7, 3],
      [-7, 3],
      [7, -3],
      [-7, -3],
      [6, -3],
      [1, 0.1],
    ]) {
      const { result } = traceScalars((x, y) => [x.mod(y), ...x.divmod(y)], [a, b]);
      expect(result[0]).toBe(result[2]);
      expect(Number.isInteger(result[1])).toBe(true);
      expect(result[1] * b + result[2]).toBeCloseTo(a, 12);
      expect(result[2] === 0 || Math.sign(result[2]) === Math.sign(b)).toBe(true);
    }
  });

  test('an operation that throws leaves no event', () => {
    const divide = (x: number, y: number): number => {
      if (y === 0) throw new RangeError('division by zero');
      return x / y;
    };
    const { program, result } = traceScalars(
      (a, zero) => {
        expect(() => apply('div', divide, a, zero)).toThrow('division by zero');
        expect(() => a.add('1' as never)).toThrow('Scalar.add: must be given a number or a traced scalar, got "1"');
        expect(() => a.mul(undefined as never)).toThrow('got undefined');
        expect(() => apply('f', () => null as never, a)).toThrow('Scalar.f: must compute a number, got null');
        expect(() => maxOf([])).toThrow(new RangeError('maxOf: needs at least one item, got none'));
        return a.add(zero);
      },
      [1, 0],
    );
    expect([program.ops, result]).toEqual([['add'], 1]);
  });
});

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

/** What each operation of a random expression does: through the tracer, as one event's reads, and on plain numbers. */
interface Step {
  readonly op: string;
  readonly traced: (a: Scalar, b: Operand) => readonly Scalar[];
  readonly reads: 'ab' | 'ba' | 'a' | 'aba';
  readonly plain: (a: number, b: number) => readonly number[];
}

/** As Python's `divmod` of floats. */
function divmod(a: number, b: number): [number, number] {
  const truncated = a % b;
  const remainder = truncated !== 0 && truncated > 0 !== b > 0 ? truncated + b : truncated;
  return [Math.round((a - remainder) / b), remainder];
}

const STEPS: readonly Step[] = [
  { op: 'add', traced: (a, b) => [a.add(b)], reads: 'ab', plain: (a, b) => [a + b] },
  { op: 'sub', traced: (a, b) => [a.sub(b)], reads: 'ab', plain: (a, b) => [a - b] },
  { op: 'sub', traced: (a, b) => [a.rsub(b)], reads: 'ba', plain: (a, b) => [b - a] },
  { op: 'mul', traced: (a, b) => [a.mul(b)], reads: 'ab', plain: (a, b) => [a * b] },
  { op: 'div', traced: (a, b) => [a.rdiv(b)], reads: 'ba', plain: (a, b) => [b / a] },
  { op: 'divmod', traced: (a, b) => a.divmod(b), reads: 'ab', plain: divmod },
  { op: 'neg', traced: (a) => [a.neg()], reads: 'a', plain: (a) => [-a] },
  { op: 'value', traced: (a) => (Number.isNaN(a.value()) ? [] : []), reads: 'a', plain: () => [] },
  { op: 'fma', traced: (a, b) => [apply('fma', fma, a, b, a)], reads: 'aba', plain: (a, b) => [fma(a, b, a)] },
];

function fma(a: number, b: number, c: number): number {
  return a * b + c;
}

test('a random expression is the program that it spells', () => {
  const choice = fc.record({ step: fc.constantFrom(...STEPS), a: fc.nat(), b: fc.nat(), isConstant: fc.boolean() });
  const groups = fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 4 }), { minLength: 1, maxLength: 4 });
  const expression = fc.record({
    groups: groups.filter((some) => some.flat().length > 0),
    choices: fc.array(choice, { maxLength: 80, size: 'max' }),
    returned: fc.array(fc.nat(), { maxLength: 6 }),
  });
  fc.assert(
    fc.property(expression, ({ groups, choices, returned }) => {
      const traced = traceScalars(
        (...scalars) => {
          const known = scalars.flat();
          for (const { step, a, b, isConstant } of choices) {
            known.push(...step.traced(known[a % known.length], isConstant ? 3 : known[b % known.length]));
          }
          return returned.map((index) => known[index % known.length]);
        },
        groups,
        'random',
      );

      const numbers: number[] = groups.flat();
      const events: ProgramEvent[] = choices.map(({ step, a, b, isConstant }) => {
        const left = [a % numbers.length];
        const right = isConstant ? [] : [b % numbers.length];
        const reads = { ab: [...left, ...right], ba: [...right, ...left], a: left, aba: [...left, ...right, ...left] }[
          step.reads
        ];
        const results = step.plain(numbers[left[0]], isConstant ? 3 : numbers[right[0]]);
        const out = results.map((result) => numbers.push(result) - 1);
        return { op: step.op, in: reads, out };
      });
      const argCells = groups.flat().map((_, cell) => cell);
      let next = 0;
      const source = {
        name: 'random',
        args: argCells,
        argGroups: groups.map((group) => group.map(() => next++)),
        events,
        returns: returned.map((index) => index % numbers.length),
      };
      expect(traced.program).toEqual(createProgram(source));
      expect(traced.result).toEqual(source.returns.map((cell) => numbers[cell]));
    }),
    { numRuns: 300 },
  );
});
