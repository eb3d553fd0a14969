/**
 * A filter moved over an image, without padding: one channel, and a layer of several channels in and out.
 *
 * Each output is summed up before the next begins: the next window overlaps it, and the whole filter is read again. What is
 * argued of the layer: its filters for all channels pass once for every place of the image.
 */
import { cases, input, nest, output, range } from 'tensor-odometer';

export default cases(
  {
    name: 'spatial conv',
    sizes: [{ n: 32, K: 5 }],
    body: ({ n, K }) => {
      const m = n - K + 1;
      return nest({ image: input([n, n]), filter: input([K, K]), out: output([m, m]) }, ({ image, filter, out }) => {
        for (const i of range(m)) {
          for (const j of range(m)) {
            let sum = image.get(i, j).mul(filter.get(0, 0));
            for (let tap = 1; tap < K * K; tap++) {
              const [y, x] = [Math.floor(tap / K), tap % K];
              sum = sum.add(image.get(i.plus(y), j.plus(x)).mul(filter.get(y, x)));
            }
            out.set(i, j, sum);
          }
        }
      });
    },
  },
  {
    name: 'regular conv',
    sizes: [{ n: 16, K: 3, Cin: 4, Cout: 4 }],
    body: ({ n, K, Cin, Cout }) => {
      const m = n - K + 1;
      const tensors = { image: input([n, n, Cin]), filter: input([K, K, Cin, Cout]), out: output([m, m, Cout]) };
      return nest(tensors, ({ image, filter, out }) => {
        for (const i of range(m)) {
          for (const j of range(m)) {
            for (const co of range(Cout)) {
              let sum = image.get(i, j, 0).mul(filter.get(0, 0, 0, co));
              for (let tap = 1; tap < K * K * Cin; tap++) {
                const [y, x, ci] = [Math.floor(tap / (K * Cin)), Math.floor(tap / Cin) % K, tap % Cin];
                sum = sum.add(image.get(i.plus(y), j.plus(x), ci).mul(filter.get(y, x, ci, co)));
              }
              out.set(i, j, co, sum);
            }
          }
        }
      });
    },
  },
);
