import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createProgram, type ProgramEvent, sourceOf } from '../../../core/programs/program-source.ts';
import { apply, constant, type Operand, type Scalar } from '../../../instrument/scalars/scalar.ts';
import { maxOf, minOf, sumOf } from '../../../instrument/scalars/scalar-folds.ts';
import { traceScalars } from '../../../instrument/scalars/scalar-tracer.ts';
import { opsOf } from '../../support/scalars/program-events.ts';

/** The events of `fn` on 7 and 2, as op and operand names. */
function events(fn: (a: Scalar, b: Scalar) => unknown): string[] {
  return sourceOf(traceScalars(fn, [7, 2]).program).events.map(
    (event) => `${event.op}(${event.in.map((cell) => 'ab'[cell] ?? cell).join(',')})${event.out.length}`,
  );
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
    expect([opsOf(program), result]).toEqual([['add'], 1]);
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
        argNames: groups.map((_, index) => `argument ${index}`),
        stored: [],
      };
      expect(traced.program).toEqual(createProgram(source));
      expect(traced.result).toEqual(source.returns.map((cell) => numbers[cell]));
    }),
    { numRuns: 300 },
  );
});
