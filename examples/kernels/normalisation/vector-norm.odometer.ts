/**
 * Layer norm of one vector, without gain and shift. What is argued: how often the vector is read before it is normalised.
 * Unfused, once for the mean and twice an element for the variance; fused, mean and variance are brought up to date together
 * (Welford), and an element that was just read is near.
 *
 * The published kernels leave out what does not touch the vector: the variance is not divided by N, and Welford's steps are
 * not by the number of elements so far, so that the numbers are no layer norm; see `layer norm in one pass` for one.
 */
import { cases, input, local, nest, output, range } from 'tensor-odometer';

export default cases(
  {
    name: 'layernorm unfused',
    sizes: [{ N: 256 }],
    body: ({ N }) =>
      nest({ x: input([N]), y: output([N]) }, ({ x, y }) => {
        const [sum, mean, squares, scale] = [local(), local(), local(), local()];
        sum.set(x.get(0));
        for (const i of range(1, N)) sum.set(sum.get().add(x.get(i)));
        mean.set(sum.get().div(N));
        squares.set(x.get(0).sub(mean.get()).mul(x.get(0).sub(mean.get())));
        for (const i of range(1, N)) {
          // Twice: the published kernel does not keep the distance either.
          const square = x.get(i).sub(mean.get()).mul(x.get(i).sub(mean.get()));
          squares.set(squares.get().add(square));
        }
        scale.set(squares.get().rsqrt());
        for (const i of range(N)) y.set(i, x.get(i).sub(mean.get()).mul(scale.get()));
      }),
  },
  {
    name: 'layernorm fused',
    sizes: [{ N: 256 }],
    body: ({ N }) =>
      nest({ x: input([N]), y: output([N]) }, ({ x, y }) => {
        const [mean, squares, scale] = [local(), local(), local()];
        mean.set(x.get(0));
        squares.set(x.get(0));
        for (const i of range(1, N)) {
          const before = x.get(i).sub(mean.get());
          mean.set(mean.get().add(before));
          const after = x.get(i).sub(mean.get());
          squares.set(squares.get().add(before.mul(after)));
        }
        scale.set(squares.get().rsqrt());
        for (const i of range(N)) y.set(i, x.get(i).sub(mean.get()).mul(scale.get()));
      }),
  },
);
