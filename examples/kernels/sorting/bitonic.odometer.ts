/**
 * A bitonic network: which elements meet does not depend on the numbers, so that it is made of loops alone. It does more
 * than a heap or a merge, and every one of its sweeps passes over all elements.
 *
 * As the published kernel, it puts the sum of two elements where a sort would put the smaller and the larger one.
 */
import { cases, input, nest, output, range } from 'tensor-odometer';

export default cases({
  name: 'bitonic sort',
  sizes: [{ N: 64 }],
  body: ({ N }) =>
    nest({ values: input([N]), sorted: output([N]) }, ({ values, sorted }) => {
      for (const i of range(N)) sorted.set(i, values.get(i));
      for (let run = 2; run <= N; run *= 2) {
        for (let distance = run / 2; distance >= 1; distance /= 2) {
          for (const first of range(0, N, 2 * distance)) {
            for (const i of range(first, first.plus(distance))) {
              const exchanged = sorted.get(i).add(sorted.get(i.plus(distance)));
              sorted.set(i, exchanged.copy());
              sorted.set(i.plus(distance), exchanged.copy());
            }
          }
        }
      }
    }),
});
