/**
 * Prefix sums: one after the other, and in two ways that take few steps on many processors. Hillis and Steele's adds at
 * doubling distances, in log2 n sweeps over all elements from one array to another; Blelloch's sums up a tree and comes
 * down it again in place, and leaves the sum of all elements before each (exclusive; the others are inclusive).
 *
 * Few steps are bought by movement: every sweep comes back to elements that were left long ago.
 */
import { cases, input, local, nest, output, range, scratch } from 'tensor-odometer';

const sizes = [{ n: 1024 }];

export default cases(
  {
    name: 'prefix sum sequential',
    sizes,
    body: ({ n }) =>
      nest({ x: input([n]), y: output([n]) }, ({ x, y }) => {
        const sum = local();
        for (const i of range(n)) {
          sum.set(sum.get().add(x.get(i)));
          y.set(i, sum.get());
        }
      }),
  },
  {
    name: 'prefix sum hillis-steele',
    sizes,
    body: ({ n }) =>
      nest({ x: input([n]), even: scratch([n]), odd: scratch([n]), y: output([n]) }, ({ x, even, odd, y }) => {
        for (let distance = 1, now = x, step = 0; distance < n; distance *= 2, step++) {
          const next = 2 * distance >= n ? y : [even, odd][step % 2];
          for (const i of range(distance)) next.set(i, now.get(i));
          for (const i of range(distance, n)) next.set(i, now.get(i).add(now.get(i.minus(distance))));
          now = next;
        }
      }),
  },
  {
    name: 'prefix sum blelloch',
    sizes,
    body: ({ n }) =>
      nest({ x: input([n]), y: output([n]) }, ({ x, y }) => {
        for (const i of range(n)) y.set(i, x.get(i));
        for (let half = 1; half < n; half *= 2) {
          for (const last of range(2 * half - 1, n, 2 * half)) y.set(last, y.get(last).add(y.get(last.minus(half))));
        }
        y.set(n - 1, 0);
        for (let half = n / 2; half >= 1; half /= 2) {
          for (const last of range(2 * half - 1, n, 2 * half)) {
            const left = y.get(last.minus(half)).copy();
            y.set(last.minus(half), y.get(last));
            y.set(last, y.get(last).add(left));
          }
        }
      }),
  },
);
