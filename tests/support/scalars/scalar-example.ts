import { constant, type Scalar } from '../../../instrument/scalars/scalar.ts';
import { type ScalarTrace, type TracedArguments, traceScalars } from '../../../instrument/scalars/scalar-tracer.ts';

/** A program of the reference vectors, written with the tracer as one would write it by hand. */
export interface Example {
  readonly name: string;
  readonly trace: () => ScalarTrace<unknown>;
}

export function example<A extends readonly unknown[], R>(
  name: string,
  fn: (...args: TracedArguments<A>) => R,
  args: readonly [...A],
): Example {
  return { name, trace: () => traceScalars(fn, args, name) };
}

export function matrix(rows: number, columns: number, start = 1): number[][] {
  return Array.from({ length: rows }, (_, i) => vector(columns, start + i * columns));
}

export function vector(length: number, start = 1): number[] {
  return Array.from({ length }, (_, i) => start + i);
}

/** A product, then products added to it: n products, n - 1 sums. */
export function dot(xs: readonly Scalar[], ys: readonly Scalar[]): Scalar {
  let total = xs[0].mul(ys[0]);
  for (let k = 1; k < xs.length; k++) total = total.add(xs[k].mul(ys[k]));
  return total;
}

/** As Python's `sum(x * y for x, y in zip(xs, ys))`: each product is added as soon as it is made. */
export function dotSum(xs: readonly Scalar[], ys: readonly Scalar[]): Scalar {
  let total = constant(0);
  for (let k = 0; k < xs.length; k++) total = total.add(xs[k].mul(ys[k]));
  return total;
}

export function column(m: readonly Scalar[][], j: number): Scalar[] {
  return m.map((row) => row[j]);
}
