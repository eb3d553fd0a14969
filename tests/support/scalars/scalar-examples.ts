import { apply, constant, type Scalar } from '../../../instrument/scalars/scalar.ts';
import { maxOf, minOf, sumOf } from '../../../instrument/scalars/scalar-folds.ts';
import { TensorProxy } from '../../../instrument/scalars/tensor-proxy.ts';
import { LINEAR_ALGEBRA_EXAMPLES } from './linear-algebra-examples.ts';
import { column, type Example, example, matrix, vector } from './scalar-example.ts';

function longLived(xs: Scalar[], b: Scalar, c: Scalar): Scalar {
  const kept = b.mul(c);
  let x = xs[0];
  for (let i = 0; i < 12; i++) x = x.mul(xs[i % 4]).add(1);
  return x.add(kept);
}

function divmodSum(a: Scalar, b: Scalar): Scalar {
  const [quotient, remainder] = a.divmod(b);
  return quotient.add(remainder).add(a);
}

const shared = [1, 2];
const sharedToo = [3, 4];

const scalars: Example[] = [
  example('my_add', (a, b, c) => a.add(b).add(c), [1, 2, 3]),
  example('myfunc', (a, b, c, d, e) => a.mul(b).add(c.mul(d)).mul(e), [1, 2, 3, 4, 5]),
  example('my_composite_func', (a, b, c, d) => b.add(c).gt(a.add(d)), [1, 2, 3, 4]),
  example(
    'tree8',
    (a, b, c, d, e, f, g, h) =>
      a
        .add(b)
        .mul(c.add(d))
        .sub(e.add(f).mul(g.add(h))),
    [1, 2, 3, 4, 5, 6, 7, 8],
  ),
  example('commute_ab', (a, b, c) => [a.add(b), a.mul(c).add(b)][1], [1, 2, 3]),
  example('commute_ba', (a, b, c) => [b.add(a), a.mul(c).add(b)][1], [1, 2, 3]),
  example('repeat_a_plus_a', (a) => a.add(a), [1]),
  example('repeat_a_mul_a_mul_a', (a) => a.mul(a).mul(a), [2]),
  example('repeat_repeat_then_other', (a, b) => [b.mul(b), a.sub(b), b.sub(a), a.mul(a)], [1, 2]),
  example('divmod_sum', divmodSum, [7, 2]),
  example('divmod_r_only', (a, b, c) => a.divmod(b)[1].mul(c).add(b), [7, 2, 3]),
  example('divmod_unused', (a, b, c) => [a.divmod(b), a.mul(c)][1], [7, 2, 3]),
  example('constant_only_return', () => 5, [1]),
  example('cmp_ops', (a, b) => [a.eq(b), a.ne(b), a.lt(b), a.le(b), a.gt(b), a.ge(b)], [1, 2]),
  example('pow3', (a, b, c) => apply('pow', (x, y, m) => x ** y % m, a, b, c), [2, 3, 5]),
  example('pow3_const_mid', (a, m) => apply('pow', (x, y, z) => x ** y % z, a, 2, m).add(a), [2, 5]),
  example('all_unused', () => null, [1, 2, 3]),
  example('dead_value', (a, b, c) => [a.mul(b), b.sub(a), b.add(c)][2], [1, 2, 3]),
  example('dead_op_last_read', (a, b, c) => [b.add(c), a.mul(b), c.add(a)][1], [1, 2, 3]),
  example(
    'int_ops',
    (a, b) => [
      apply('floordiv', (x, y) => Math.floor(x / y), a, b),
      a.mod(b),
      apply('lshift', (x, y) => x << y, a, b),
      apply('rshift', (x, y) => x >> y, a, b),
      apply('and', (x, y) => x & y, a, b),
      apply('or', (x, y) => x | y, a, b),
      apply('xor', (x, y) => x ^ y, a, b),
      apply('invert', (x) => ~x, a),
      a.neg(),
      apply('pos', (x) => x, a),
      a.abs(),
      a.pow(b),
    ],
    [12, 5],
  ),
  example(
    'rounding',
    (a, n) => [
      apply('floor', Math.floor, a),
      apply('ceil', Math.ceil, a),
      apply('trunc', Math.trunc, a),
      apply('round', Math.round, a),
      apply('round', (x) => Number(x.toFixed(1)), a),
      apply('round', (x, digits) => Number(x.toFixed(digits)), a, n),
    ],
    [2.55, 1],
  ),
];

const branches: Example[] = [
  example('relu_pos', (a) => (a.gt(0).truth() ? a.mul(1) : 0), [3]),
  example('implicit_bool_1', (a) => (a.truth() ? a.add(1) : a), [3]),
  example('not_a', (a) => !a.truth(), [3]),
  example('and_long', (a, b) => (a.truth() ? b : a), [1, 2]),
  example('or_short', (a, b) => (a.truth() ? a : b), [1, 2]),
  example('or_long', (a, b) => (a.truth() ? a : b), [0, 2]),
  example('chained_cmp', (a, b, c) => (a.lt(b).truth() ? b.lt(c) : 0), [1, 2, 3]),
  example('max3', (a, b, c) => maxOf([a, b, c]), [1, 3, 2]),
  example('min_list', (xs) => minOf(xs), [[3, 2, 4, 1]]),
  example('clip', (x, low, high) => (x.lt(low).truth() ? low : x.gt(high).truth() ? high : x), [9, 0, 5]),
];

const escapes: Example[] = [
  example('range_index', (n) => Array.from({ length: n.value() }, () => 1), [3]),
  example('subscript_index', (xs, i) => xs[i.value()], [[1, 2, 3], 1]),
  example('int_float', (a, b) => [b.mul(Math.trunc(a.value())), a.add(b.value())], [1, 2]),
  example('sqrt_escape', (a, b) => b.mul(Math.sqrt(a.value())), [4, 2]),
  example('hash_then_eq', (a, b) => new Set([a.value()]).has(b.value()) && a.eq(b).truth(), [5, 5]),
  example('identity_free', (a, b) => (a === b ? b : a), [1, 2]),
];

const containers: Example[] = [
  example('return_third', (_a, _b, c) => c, [1, 2, 3]),
  example('returned_unread_arg_blocks', (a, b, c) => [a, b.add(c), c.add(c)], [1, 2, 3]),
  example('return_dup', (a, b) => [a, a, b.add(a), a], [1, 2]),
  example('return_dict', (a, b, c) => ({ sum: a.add(b), product: a.mul(c) }), [1, 2, 3]),
  example('return_nested', (a, b, c) => [a.add(b), [c, [a.mul(c)]], b], [1, 2, 3]),
  example('transpose2', (m) => m[0].map((_, j) => column(m, j)), [matrix(2, 2)]),
  example('transpose34', (m) => m[0].map((_, j) => column(m, j)), [matrix(3, 4)]),
  example(
    'inplace_not_returned',
    (xs, s) => {
      xs[0] = xs[0].add(s);
      xs[1] = s.mul(2);
    },
    [[1, 2], 3],
  ),
  example(
    'inplace_returned',
    (xs, s) => {
      xs[0] = xs[0].add(s);
      xs[1] = xs[0].mul(xs[1]);
      return xs;
    },
    [[1, 2, 3], 4],
  ),
  example('empty_no_args', () => null, []),
  example('empty_args_no_ops', () => null, [1, 2]),
  example('empty_list_arg_last', (a, _none) => [a.add(1), a], [1, []]),
  example('list_last_cell_on_top', (xs) => xs[0].mul(xs[3]).add(xs[1].mul(xs[2])), [vector(4)]),
  example('list_scalar_list', (xs, s, ys) => [xs[0].mul(s).add(ys[1]), xs[1].mul(s).add(ys[0])], [
    vector(2),
    3,
    vector(2),
  ]),
  example(
    'ragged',
    (rows) => {
      let total = constant(0);
      for (const row of rows) total = total.add(sumOf(row));
      return total;
    },
    [[[1], [2, 3], [4, 5, 6]]],
  ),
  example(
    'aliased_list',
    (xs, ys, zs) => {
      const first = xs[0].mul(ys[0]);
      return first.add(xs[1].mul(ys[1]).mul(zs[0]));
    },
    [shared, sharedToo, shared],
  ),
  example('aliased_two', (as, bs, cs, d, es) => [as[0].mul(es[1]).sub(d), cs[1].add(bs[0].mul(d))], [
    shared,
    sharedToo,
    shared,
    5,
    sharedToo,
  ]),
  example('ndarray_mix', (m, xs) => [m.get(0, 0).mul(xs[0]).add(m.get(0, 1).mul(xs[1])), m.get(1, 0).mul(xs[0])], [
    new TensorProxy('float32', [2, 2], [1, 2, 3, 4]),
    [5, 6],
  ]),
  example('long_lived_low', longLived, [vector(4), 5, 6]),
  example('running_last', (xs) => xs.reduce((total, x) => total.add(x)), [vector(8)]),
];

/** Named as in the file of examples. */
export const EXAMPLES: readonly Example[] = [
  ...scalars,
  ...branches,
  ...escapes,
  ...containers,
  ...LINEAR_ALGEBRA_EXAMPLES,
];
