/**
 * A layer of several channels, directly and by way of a product of matrices: the window of each place is copied into a row
 * (im2col).
 *
 * The copy alone only costs: it makes nine elements of one, and the product goes through them in the order of the direct
 * loops. It pays by what can be done to a product. In tiles, filters are met again sooner; with few channels they are near
 * as they are, and the direct loops stay ahead.
 */
import {
  blocks,
  cases,
  input,
  local,
  type NestTensor,
  nest,
  output,
  type ReadTensor,
  range,
  scratch,
} from 'tensor-odometer';

const sizes = [
  { n: 10, K: 3, channels: 4 },
  { n: 10, K: 3, channels: 32 },
];

/** Tensors of a product of windows, one to a row, and filters, one to a column. */
function productTensors(n: number, K: number, channels: number) {
  const places = (n - K + 1) ** 2;
  const taps = K * K * channels;
  return {
    image: input([n, n, channels]),
    filters: input([taps, channels], { role: 'weights' }),
    windows: scratch([places, taps]),
    out: output([places, channels]),
  };
}

/** Copies the window of each place into a row of its own. */
function unfold(image: ReadTensor, windows: NestTensor, K: number): void {
  const [n, , channels] = image.shape;
  const m = n - K + 1;
  for (const i of range(m)) {
    for (const j of range(m)) {
      for (const y of range(K)) {
        for (const x of range(K)) {
          for (const c of range(channels)) {
            const tap = y.times(K).plus(x).times(channels).plus(c);
            windows.set(i.times(m).plus(j), tap, image.get(i.plus(y), j.plus(x), c));
          }
        }
      }
    }
  }
}

export default cases(
  {
    name: 'conv direct',
    sizes,
    body: ({ n, K, channels }) => {
      const m = n - K + 1;
      const tensors = {
        image: input([n, n, channels]),
        filters: input([K, K, channels, channels], { role: 'weights' }),
        out: output([m, m, channels]),
      };
      return nest(tensors, ({ image, filters, out }) => {
        for (const i of range(m)) {
          for (const j of range(m)) {
            for (const o of range(channels)) {
              const sum = local();
              for (const y of range(K)) {
                for (const x of range(K)) {
                  for (const c of range(channels)) {
                    sum.set(sum.get().add(image.get(i.plus(y), j.plus(x), c).mul(filters.get(y, x, c, o))));
                  }
                }
              }
              out.set(i, j, o, sum.get());
            }
          }
        }
      });
    },
  },
  {
    name: 'conv im2col',
    sizes,
    body: ({ n, K, channels }) =>
      nest(productTensors(n, K, channels), ({ image, filters, windows, out }) => {
        unfold(image, windows, K);
        const [places, taps] = windows.shape;
        for (const place of range(places)) {
          for (const o of range(channels)) {
            const sum = local();
            for (const tap of range(taps)) sum.set(sum.get().add(windows.get(place, tap).mul(filters.get(tap, o))));
            out.set(place, o, sum.get());
          }
        }
      }),
  },
  {
    name: 'conv im2col tiled',
    sizes: sizes.map((size) => ({ ...size, tile: 8 })),
    body: ({ n, K, channels, tile }) =>
      nest(productTensors(n, K, channels), ({ image, filters, windows, out }) => {
        unfold(image, windows, K);
        const [places, taps] = windows.shape;
        for (const somePlaces of blocks(places, tile)) {
          for (const someOuts of blocks(channels, tile)) {
            for (const someTaps of blocks(taps, tile)) {
              for (const place of somePlaces) {
                for (const o of someOuts) {
                  const sum = local();
                  for (const tap of someTaps) sum.set(sum.get().add(windows.get(place, tap).mul(filters.get(tap, o))));
                  out.set(place, o, out.get(place, o).add(sum.get()));
                }
              }
            }
          }
        }
      }),
  },
);
