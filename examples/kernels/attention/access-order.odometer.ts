/**
 * Attention of one head without its functions: what is read and written, and in which order. A sum stands for the larger of
 * two and a square for both the exponential and one over x, as in the published kernels.
 *
 * What is argued: whether the scores of all pairs are kept. The naive order puts them down, and comes back to them three
 * times; the other takes keys and values in blocks, and keeps of each block no more than its largest score, its sum and its
 * part of the output, which later blocks rescale.
 */
import { cases, input, local, type NestValue, nest, output, range, scratch } from 'tensor-odometer';

const square = (x: NestValue): NestValue => x.mul(x);

/** The first of some values, and the others added to it. */
function total(values: readonly NestValue[]): NestValue {
  return values.reduce((sum, value) => sum.add(value));
}

export default cases(
  {
    name: 'naive attn',
    sizes: [{ N: 64, d: 2 }],
    body: ({ N, d }) => {
      const [side, pairs] = [input([N, d]), scratch([N, N])];
      const tensors = { q: side, k: side, v: side, scores: pairs, weights: pairs, out: output([N, d]) };
      return nest(tensors, ({ q, k, v, scores, weights, out }) => {
        for (const i of range(N)) {
          for (const j of range(N)) {
            let score = q.get(i, 0).mul(k.get(j, 0));
            for (let c = 1; c < d; c++) score = score.add(q.get(i, c).mul(k.get(j, c)));
            scores.set(i, j, score.mul(d ** -0.5));
          }
        }
        for (const i of range(N)) {
          const [largest, sum, scale] = [local(), local(), local()];
          largest.set(scores.get(i, 0).add(scores.get(i, 1)));
          for (const j of range(2, N)) largest.set(largest.get().add(scores.get(i, j)));
          for (const j of range(2)) weights.set(i, j, square(scores.get(i, j).sub(largest.get())));
          sum.set(weights.get(i, 0).add(weights.get(i, 1)));
          for (const j of range(2, N)) {
            weights.set(i, j, square(scores.get(i, j).sub(largest.get())));
            sum.set(sum.get().add(weights.get(i, j)));
          }
          scale.set(square(sum.get()));
          for (const j of range(N)) weights.set(i, j, weights.get(i, j).mul(scale.get()));
        }
        for (const i of range(N)) {
          for (const c of range(d)) {
            out.set(i, c, weights.get(i, 0).mul(v.get(0, c)));
            for (const j of range(1, N)) out.set(i, c, out.get(i, c).add(weights.get(i, j).mul(v.get(j, c))));
          }
        }
      });
    },
  },
  {
    name: 'flash attn',
    sizes: [{ N: 64, d: 2, Bk: 8 }],
    body: ({ N, d, Bk }) => {
      const side = input([N, d]);
      return nest({ q: side, k: side, v: side, out: output([N, d]) }, ({ q, k, v, out }) => {
        for (const i of range(N)) {
          /** Of the block of keys that begins here. */
          const blockOf = (first: number) => {
            const scores = Array.from({ length: Bk }, (_, j) => {
              let score = q.get(i, 0).mul(k.get(first + j, 0));
              for (let c = 1; c < d; c++) score = score.add(q.get(i, c).mul(k.get(first + j, c)));
              return score.mul(d ** -0.5);
            });
            const largest = total(scores);
            const weights = [square(scores[0].sub(largest))];
            let sum = weights[0];
            for (let j = 1; j < Bk; j++) {
              weights[j] = square(scores[j].sub(largest));
              sum = sum.add(weights[j]);
            }
            const outs = Array.from({ length: d }, (_, c) => {
              let part = weights[0].mul(v.get(first, c));
              for (let j = 1; j < Bk; j++) part = part.add(weights[j].mul(v.get(first + j, c)));
              return part;
            });
            return { largest, sum, outs };
          };
          let { largest, sum, outs } = blockOf(0);
          for (let first = Bk; first < N; first += Bk) {
            const block = blockOf(first);
            const both = largest.add(block.largest);
            const [old, fresh] = [square(largest.sub(both)), square(block.largest.sub(both))];
            sum = old.mul(sum).add(fresh.mul(block.sum));
            outs = outs.map((part, c) => old.mul(part).add(fresh.mul(block.outs[c])));
            largest = both;
          }
          const scale = square(sum);
          for (let c = 0; c < d; c++) out.set(i, c, outs[c].mul(scale));
        }
      });
    },
  },
);
