/**
 * Layer norm of each row, without gain and shift: mean and variance by two passes over the row, the second summing squared
 * distances from the mean, or by one that sums elements and squares side by side. Each row is read once more to normalise it.
 *
 * One pass less over the row is worth what a row costs from afar. What it gives up is no matter of movement: where the mean
 * is large and the variance small, the difference of the two sums has few digits left.
 */
import { cases, input, local, nest, output, range } from 'tensor-odometer';

const sizes = [
  { rows: 16, n: 64 },
  { rows: 16, n: 1024 },
];
const EPSILON = 1e-5;

export default cases(
  {
    name: 'layer norm in two passes',
    sizes,
    body: ({ rows, n }) =>
      nest({ x: input([rows, n]), y: output([rows, n]) }, ({ x, y }) => {
        for (const i of range(rows)) {
          const [sum, mean, squares, scale] = [local(), local(), local(), local()];
          for (const j of range(n)) sum.set(sum.get().add(x.get(i, j)));
          mean.set(sum.get().div(n));
          for (const j of range(n)) {
            const distance = x.get(i, j).sub(mean.get());
            squares.set(squares.get().add(distance.mul(distance)));
          }
          scale.set(squares.get().div(n).add(EPSILON).rsqrt());
          for (const j of range(n)) y.set(i, j, x.get(i, j).sub(mean.get()).mul(scale.get()));
        }
      }),
  },
  {
    name: 'layer norm in one pass',
    sizes,
    body: ({ rows, n }) =>
      nest({ x: input([rows, n]), y: output([rows, n]) }, ({ x, y }) => {
        for (const i of range(rows)) {
          const [sum, mean, squares, scale] = [local(), local(), local(), local()];
          for (const j of range(n)) {
            sum.set(sum.get().add(x.get(i, j)));
            squares.set(squares.get().add(x.get(i, j).mul(x.get(i, j))));
          }
          mean.set(sum.get().div(n));
          scale.set(squares.get().div(n).sub(mean.get().mul(mean.get())).add(EPSILON).rsqrt());
          for (const j of range(n)) y.set(i, j, x.get(i, j).sub(mean.get()).mul(scale.get()));
        }
      }),
  },
);
