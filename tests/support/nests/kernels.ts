import { type KernelNest, nest } from '../../../instrument/nests/nest.ts';
import { blocks, range } from '../../../instrument/nests/recording/loop-ranges.ts';
import { local } from '../../../instrument/nests/recording/nest-local.ts';
import { inout, input, output, scratch } from '../../../instrument/nests/tensor-declaration.ts';

/** Arrays of tensors by name; what a kernel makes is written into them. */
type Arrays = Readonly<Record<string, Float32Array>>;

/** A kernel as a nest, and as plain loops over the same arrays, each operation in the same order. */
export interface KernelExample {
  readonly nest: KernelNest;
  readonly plain: (arrays: Arrays) => void;
}

const N = 7;

export const KERNEL_EXAMPLES: Readonly<Record<string, KernelExample>> = {
  'Cholesky, in place': {
    nest: nest({ a: inout([N, N]) }, ({ a }) => {
      for (const k of range(N)) {
        a.set(k, k, a.get(k, k).sqrt());
        for (const i of range(k.plus(1), N)) a.set(i, k, a.get(i, k).div(a.get(k, k)));
        for (const j of range(k.plus(1), N)) {
          for (const i of range(j, N)) a.set(i, j, a.get(i, j).sub(a.get(i, k).mul(a.get(j, k))));
        }
      }
    }),
    plain: ({ a }) => {
      for (let k = 0; k < N; k++) {
        a[k * N + k] = Math.sqrt(a[k * N + k]);
        for (let i = k + 1; i < N; i++) a[i * N + k] /= a[k * N + k];
        for (let j = k + 1; j < N; j++) {
          for (let i = j; i < N; i++) a[i * N + j] -= a[i * N + k] * a[j * N + k];
        }
      }
    },
  },
  'LU, in place, a factor used after it was put': {
    nest: nest({ a: inout([N, N]) }, ({ a }) => {
      for (const k of range(N - 1)) {
        for (const i of range(k.plus(1), N)) {
          const factor = a.get(i, k).div(a.get(k, k));
          a.set(i, k, factor);
          for (const j of range(k.plus(1), N)) a.set(i, j, a.get(i, j).sub(factor.mul(a.get(k, j))));
        }
      }
    }),
    plain: ({ a }) => {
      for (let k = 0; k < N - 1; k++) {
        for (let i = k + 1; i < N; i++) {
          a[i * N + k] /= a[k * N + k];
          for (let j = k + 1; j < N; j++) a[i * N + j] -= a[i * N + k] * a[k * N + j];
        }
      }
    },
  },
  'back substitution, downwards': {
    nest: nest({ u: input([N, N]), b: input([N]), x: output([N]) }, ({ u, b, x }) => {
      for (const i of range(N - 1, -1, -1)) {
        const rest = local();
        rest.set(b.get(i));
        for (const j of range(i.plus(1), N)) rest.set(rest.get().sub(u.get(i, j).mul(x.get(j))));
        x.set(i, rest.get().div(u.get(i, i)));
      }
    }),
    plain: ({ u, b, x }) => {
      for (let i = N - 1; i >= 0; i--) {
        let rest = b[i];
        for (let j = i + 1; j < N; j++) rest -= u[i * N + j] * x[j];
        x[i] = rest / u[i * N + i];
      }
    },
  },
  'a stencil of five points, in blocks with cut ends': {
    nest: nest({ u: input([N, N]), v: output([N, N]) }, ({ u, v }) => {
      for (const rows of blocks(N - 2, 3)) {
        for (const columns of blocks(N - 2, 2)) {
          for (const r of rows) {
            for (const c of columns) {
              const [i, j] = [r.plus(1), c.plus(1)];
              const across = u.get(i, j.minus(1)).add(u.get(i, j.plus(1)));
              const all = across.add(u.get(i.minus(1), j)).add(u.get(i.plus(1), j));
              v.set(i, j, all.add(u.get(i, j)).mul(0.2));
            }
          }
        }
      }
    }),
    plain: ({ u, v }) => {
      for (let i = 1; i < N - 1; i++) {
        for (let j = 1; j < N - 1; j++) {
          const at = i * N + j;
          v[at] = (u[at - 1] + u[at + 1] + u[at - N] + u[at + N] + u[at]) * 0.2;
        }
      }
    },
  },
  'a convolution with a stride': {
    nest: nest({ x: input([2, 9, 9]), w: input([3, 2, 3, 3]), y: output([3, 4, 4]) }, ({ x, w, y }) => {
      for (const f of range(3)) {
        for (const i of range(4)) {
          for (const j of range(4)) {
            const sum = local();
            for (const c of range(2)) {
              for (const p of range(3)) {
                for (const q of range(3)) {
                  const pixel = x.get(c, i.times(2).plus(p), j.times(2).plus(q));
                  sum.set(sum.get().add(pixel.mul(w.get(f, c, p, q))));
                }
              }
            }
            y.set(f, i, j, sum.get());
          }
        }
      }
    }),
    plain: ({ x, w, y }) => {
      for (let f = 0; f < 3; f++) {
        for (let i = 0; i < 4; i++) {
          for (let j = 0; j < 4; j++) {
            let sum = 0;
            for (let c = 0; c < 2; c++) {
              for (let p = 0; p < 3; p++) {
                for (let q = 0; q < 3; q++)
                  sum += x[c * 81 + (2 * i + p) * 9 + 2 * j + q] * w[f * 18 + c * 9 + p * 3 + q];
              }
            }
            y[f * 16 + i * 4 + j] = sum;
          }
        }
      }
    },
  },
  'softmax in three passes': {
    nest: nest({ x: input([N, N]), e: scratch([N]), y: output([N, N]) }, ({ x, e, y }) => {
      for (const i of range(N)) {
        const most = local({ initial: Number.NEGATIVE_INFINITY });
        for (const j of range(N)) most.set(most.get().max(x.get(i, j)));
        const sum = local();
        for (const j of range(N)) {
          e.set(j, x.get(i, j).sub(most.get()).exp());
          sum.set(sum.get().add(e.get(j)));
        }
        for (const j of range(N)) y.set(i, j, e.get(j).div(sum.get()));
      }
    }),
    plain: ({ x, y }) => {
      for (let i = 0; i < N; i++) {
        const row = x.slice(i * N, (i + 1) * N);
        const most = Math.max(...row);
        const powers = row.map((value) => Math.exp(value - most));
        const sum = powers.reduce((total, power) => total + power, 0);
        for (let j = 0; j < N; j++) y[i * N + j] = powers[j] / sum;
      }
    },
  },
  'prefix sums, in elements': {
    nest: nest({ x: input([N]), y: output([N]) }, ({ x, y }) => {
      y.set(0, x.get(0));
      for (const i of range(1, N)) y.set(i, y.get(i.minus(1)).add(x.get(i)));
    }),
    plain: ({ x, y }) => {
      y[0] = x[0];
      for (let i = 1; i < N; i++) y[i] = y[i - 1] + x[i];
    },
  },
  'a transposition in blocks with cut ends': {
    nest: nest({ x: input([N, 5]), y: output([5, N]) }, ({ x, y }) => {
      for (const rows of blocks(N, 4)) {
        for (const columns of blocks(5, 2)) for (const i of rows) for (const j of columns) y.set(j, i, x.get(i, j));
      }
    }),
    plain: ({ x, y }) => {
      for (let i = 0; i < N; i++) for (let j = 0; j < 5; j++) y[j * N + i] = x[i * 5 + j];
    },
  },
};
