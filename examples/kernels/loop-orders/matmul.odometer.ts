/**
 * The product of two square matrices as nests of loops: one multiply-add, c[i][j] += a[i][k] * b[k][j], and the order
 * of its three loops.
 *
 * What is argued is which operand the innermost loop keeps: that of c in ijk, of a in ikj and kij, of b in jki. Where
 * every read has its price it decides next to nothing: in every order, a whole matrix passes before one of the three is
 * met again. In tiles, most is met again within a few tiles; narrow ones are left too often, wide ones are far away
 * themselves.
 *
 * n = 1024 takes seconds under `eager` and `two-stack`. `ir-live` executes every read, minutes of them, and
 * `ir-classic` has no room for as many versions: name the other folders there, or `--filter` a smaller size.
 */
import {
  blocks,
  cases,
  input,
  type LoopIndex,
  type NestTensor,
  nest,
  output,
  type ReadTensor,
  range,
} from 'tensor-odometer';

interface Operands {
  readonly a: ReadTensor;
  readonly b: ReadTensor;
  readonly c: NestTensor;
}

const square = (n: number) => ({ a: input([n, n]), b: input([n, n]), c: output([n, n]) });

function multiplyAdd({ a, b, c }: Operands, i: LoopIndex, j: LoopIndex, k: LoopIndex): void {
  c.set(i, j, c.get(i, j).add(a.get(i, k).mul(b.get(k, j))));
}

interface Size {
  readonly n: number;
}

const sizes = [{ n: 64 }, { n: 256 }, { n: 1024 }];

export default cases(
  {
    name: 'matmul ijk',
    sizes,
    body: ({ n }: Size) =>
      nest(square(n), (operands) => {
        for (const i of range(n)) for (const j of range(n)) for (const k of range(n)) multiplyAdd(operands, i, j, k);
      }),
  },
  {
    name: 'matmul ikj',
    sizes,
    body: ({ n }: Size) =>
      nest(square(n), (operands) => {
        for (const i of range(n)) for (const k of range(n)) for (const j of range(n)) multiplyAdd(operands, i, j, k);
      }),
  },
  {
    name: 'matmul jki',
    sizes,
    body: ({ n }: Size) =>
      nest(square(n), (operands) => {
        for (const j of range(n)) for (const k of range(n)) for (const i of range(n)) multiplyAdd(operands, i, j, k);
      }),
  },
  {
    name: 'matmul kij',
    sizes,
    body: ({ n }: Size) =>
      nest(square(n), (operands) => {
        for (const k of range(n)) for (const i of range(n)) for (const j of range(n)) multiplyAdd(operands, i, j, k);
      }),
  },
  {
    name: 'matmul by tiles',
    sizes: [
      { n: 64, T: 8 },
      { n: 256, T: 8 },
      { n: 256, T: 16 },
      { n: 256, T: 32 },
      { n: 1024, T: 8 },
      { n: 1024, T: 32 },
    ],
    body: ({ n, T }: Size & { readonly T: number }) =>
      nest(square(n), (operands) => {
        for (const rows of blocks(n, T)) {
          for (const columns of blocks(n, T)) {
            for (const inner of blocks(n, T)) {
              for (const i of rows) for (const j of columns) for (const k of inner) multiplyAdd(operands, i, j, k);
            }
          }
        }
      }),
  },
);
