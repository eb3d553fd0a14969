/**
 * The softmax of each row. In three passes: the largest element, then the exponentials, which are put down and summed up,
 * then each times one over the sum. Online, one pass keeps the largest element so far and the sum that belongs to it, and
 * rescales the sum as it goes; the second computes each exponential again.
 *
 * What a pass costs grows with the row, what is done with values that are near does not: online, long rows are cheaper and
 * short ones dearer, unless temporaries are free (`--granularity register`), where it is always the cheaper one.
 */
import { cases, input, local, nest, output, range } from 'tensor-odometer';

const sizes = [
  { rows: 16, n: 64 },
  { rows: 16, n: 1024 },
];

export default cases(
  {
    name: 'softmax in three passes',
    sizes,
    body: ({ rows, n }) =>
      nest({ x: input([rows, n]), y: output([rows, n]) }, ({ x, y }) => {
        for (const i of range(rows)) {
          const [most, sum, scale] = [local({ initial: -Infinity }), local(), local()];
          for (const j of range(n)) most.set(most.get().max(x.get(i, j)));
          for (const j of range(n)) {
            y.set(i, j, x.get(i, j).sub(most.get()).exp());
            sum.set(sum.get().add(y.get(i, j)));
          }
          scale.set(sum.get().rdiv(1));
          for (const j of range(n)) y.set(i, j, y.get(i, j).mul(scale.get()));
        }
      }),
  },
  {
    name: 'softmax online',
    sizes,
    body: ({ rows, n }) =>
      nest({ x: input([rows, n]), y: output([rows, n]) }, ({ x, y }) => {
        for (const i of range(rows)) {
          const [most, sum, scale] = [local({ initial: -Infinity }), local(), local()];
          for (const j of range(n)) {
            const next = most.get().max(x.get(i, j));
            const before = sum.get().mul(most.get().sub(next).exp());
            sum.set(before.add(x.get(i, j).sub(next).exp()));
            most.set(next);
          }
          scale.set(sum.get().rdiv(1));
          for (const j of range(n)) y.set(i, j, x.get(i, j).sub(most.get()).exp().mul(scale.get()));
        }
      }),
  },
);
