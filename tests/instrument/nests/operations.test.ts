import { expect, test } from 'vitest';
import { measure } from '../../../core/measurement/measure.ts';
import type { Op } from '../../../core/trace/nest.ts';
import { nest } from '../../../instrument/nests/nest.ts';
import type { NestValue } from '../../../instrument/nests/recording/nest-value.ts';
import { input, output } from '../../../instrument/nests/tensor-declaration.ts';

type Compute = (a: NestValue, b: NestValue) => NestValue;

const OPERATIONS: readonly (readonly [
  name: string,
  compute: Compute,
  ops: readonly Op[],
  a: number,
  b: number,
  result: number,
])[] = [
  ['add', (a, b) => a.add(b), ['add'], 2, 3, 5],
  ['sub', (a, b) => a.sub(b), ['sub'], 2, 3, -1],
  ['mul', (a, b) => a.mul(b), ['mul'], 2, 3, 6],
  ['div', (a, b) => a.div(b), ['div'], 3, 2, 1.5],
  ['mod', (a, b) => a.mod(b), ['mod'], -7, 3, 2],
  ['mod of a negative divisor', (a, b) => a.mod(b), ['mod'], 7, -3, -2],
  ['pow', (a, b) => a.pow(b), ['pow'], -2, 3, -8],
  ['pow of a constant', (a) => a.rpow(-2), ['pow'], 2, 0, 4],
  ['rsub', (a) => a.rsub(1), ['sub'], 3, 0, -2],
  ['rdiv', (a) => a.rdiv(1), ['div'], 4, 0, 0.25],
  ['rmod', (a) => a.rmod(-7), ['mod'], 3, 0, 2],
  ['neg', (a) => a.neg(), ['neg'], 3, 0, -3],
  ['abs', (a) => a.abs(), ['abs'], -3, 0, 3],
  ['sqrt', (a) => a.sqrt(), ['sqrt'], 9, 0, 3],
  ['rsqrt', (a) => a.rsqrt(), ['rsqrt'], 4, 0, 0.5],
  ['exp', (a) => a.exp(), ['exp'], 1, 0, Math.E],
  ['log', (a) => a.log(), ['log'], 2, 0, Math.LN2],
  ['sin', (a) => a.sin(), ['sin'], 2, 0, Math.sin(2)],
  ['cos', (a) => a.cos(), ['cos'], 2, 0, Math.cos(2)],
  ['tanh', (a) => a.tanh(), ['tanh'], 2, 0, Math.tanh(2)],
  ['sigmoid', (a) => a.sigmoid(), ['sigmoid'], 0, 0, 0.5],
  ['softplus', (a) => a.softplus(), ['softplus'], 0, 0, Math.LN2],
  ['softplus of a large number', (a) => a.softplus(), ['softplus'], 1000, 0, 1000],
  ['floor', (a) => a.floor(), ['round'], -1.5, 0, -2],
  ['ceil', (a) => a.ceil(), ['round'], 1.25, 0, 2],
  ['round', (a) => a.round(), ['round'], 2.5, 0, 3],
  ['max', (a, b) => a.max(b), ['compare', 'select'], 2, 3, 3],
  ['max of a constant', (a) => a.max(0), ['compare', 'select'], -2, 0, 0],
  ['min', (a, b) => a.min(b), ['compare', 'select'], 2, 3, 2],
  ['gt', (a, b) => a.gt(b), ['compare'], 2, 3, 0],
  ['ge', (a, b) => a.ge(b), ['compare'], 3, 3, 1],
  ['lt', (a, b) => a.lt(b), ['compare'], 2, 3, 1],
  ['le', (a, b) => a.le(b), ['compare'], 4, 3, 0],
  ['eq', (a, b) => a.eq(b), ['compare'], 3, 3, 1],
  ['ne', (a, b) => a.ne(b), ['compare'], 3, 3, 0],
  ['and', (a, b) => a.and(b), ['logic'], 3, 0, 0],
  ['or', (a, b) => a.or(b), ['logic'], 3, 0, 1],
  ['not', (a) => a.not(), ['logic'], 3, 0, 0],
  ['select', (a, b) => a.select(b, 7), ['select'], 0, 3, 7],
  ['copy', (a) => a.copy(), ['copy'], 3, 0, 3],
];

function recorded(compute: Compute) {
  return nest(
    { a: input([1], { bytes: 8 }), b: input([1], { bytes: 8 }), c: output([1], { bytes: 8 }) },
    ({ a, b, c }) => {
      c.set(0, compute(a.get(0), b.get(0)));
    },
  );
}

test.each(OPERATIONS)('%s is computed, and booked under its name', (_name, compute, ops, a, b, result) => {
  const own = recorded(compute);
  expect(own.run({ a: [a], b: [b] }).c[0]).toBe(result);
  const { nests } = own.trace();
  expect(nests[0].body.map((node) => ('op' in node ? node.op : 'loop'))).toEqual(ops);
});

test('constants are not read, and a number that is set is stored', () => {
  const own = nest({ a: input([1]), c: output([2]) }, ({ a, c }) => {
    c.set(0, 5);
    c.set(1, c.get(0).add(a.get(0).mul(2)));
  });
  expect([...own.run({ a: [3] }).c]).toEqual([5, 11]);
  expect(measure(own.trace()).reads).toBe(3);
});

test('a multiplication is a multiply-accumulate where one addition alone takes it in', () => {
  const macsOf = (compute: Compute): number => measure(recorded(compute).trace()).macs;
  expect(macsOf((a, b) => a.mul(b).add(a))).toBe(1);
  expect(macsOf((a, b) => a.sub(a.mul(b)))).toBe(1);
  expect(macsOf((a, b) => a.mul(b).add(b.mul(a)))).toBe(1);
  expect(macsOf((a, b) => a.mul(b).div(a))).toBe(0);
  const twice = (a: NestValue, b: NestValue): NestValue => {
    const product = a.mul(b);
    return product.add(a).add(product);
  };
  expect(macsOf(twice)).toBe(0);
});

test('a result is written where it is put, unless that was touched since: then it is copied', () => {
  const readsOf = (body: Parameters<typeof putting>[0]): number => measure(putting(body).trace()).reads;
  const putting = (body: (a: NestValue, old: NestValue, set: (value: NestValue | number) => void) => void) =>
    nest({ a: input([1]), c: output([1]) }, ({ a, c }) => {
      c.set(0, a.get(0));
      body(a.get(0), c.get(0), (value) => c.set(0, value));
    });
  const before = 1;
  expect(readsOf((a, _old, set) => set(a.mul(2)))).toBe(before + 1);
  // What is put is read where it was put: no read more.
  expect(
    readsOf((a, _old, set) => {
      const twice = a.mul(2);
      set(twice);
      twice.add(1);
    }),
  ).toBe(before + 2);
  // The old element is read after the result was computed, which must not lie there yet.
  const copied = putting((a, old, set) => {
    const twice = a.mul(2);
    const sum = old.add(twice);
    set(twice);
    set(sum.add(twice.copy()));
  });
  expect([...copied.run({ a: [3] }).c]).toEqual([15]);
  expect(measure(copied.trace()).reads).toBe(before + 1 + 2 + 1 + 1 + 2);
});
