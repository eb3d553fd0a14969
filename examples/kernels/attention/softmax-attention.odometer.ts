/**
 * Attention of one head: scores of all pairs put down, normalised and multiplied, or in blocks of queries and keys with a
 * running maximum and sum (flash), so that no more scores are kept than one query has in one block.
 *
 * Flash reads a little more, since what was summed up has to be rescaled for each block, and reads nearer. With 16 elements a
 * row and blocks of 8, the naive order is the cheaper one up to 16 rows, flash from 24 on.
 */
import { blocks, cases, input, local, nest, output, range, scratch } from 'tensor-odometer';

const sizes = [16, 24, 128].map((n) => ({ n, d: 16 }));

export default cases(
  {
    name: 'attention naive',
    sizes,
    body: ({ n, d }) => {
      const [side, full] = [
        [n, d],
        [n, n],
      ];
      const tensors = { q: input(side), k: input(side), v: input(side), p: scratch(full), o: output(side) };
      return nest(tensors, ({ q, k, v, p, o }) => {
        for (const i of range(n)) {
          for (const j of range(n)) {
            const score = local();
            for (const c of range(d)) score.set(score.get().add(q.get(i, c).mul(k.get(j, c))));
            p.set(i, j, score.get().mul(d ** -0.5));
          }
        }
        for (const i of range(n)) {
          const [most, sum, scale] = [local({ initial: -Infinity }), local(), local()];
          for (const j of range(n)) most.set(most.get().max(p.get(i, j)));
          for (const j of range(n)) {
            p.set(i, j, p.get(i, j).sub(most.get()).exp());
            sum.set(sum.get().add(p.get(i, j)));
          }
          scale.set(sum.get().rdiv(1));
          for (const j of range(n)) p.set(i, j, p.get(i, j).mul(scale.get()));
        }
        for (const i of range(n)) {
          for (const c of range(d)) {
            const sum = local();
            for (const j of range(n)) sum.set(sum.get().add(p.get(i, j).mul(v.get(j, c))));
            o.set(i, c, sum.get());
          }
        }
      });
    },
  },
  {
    name: 'attention flash',
    sizes: sizes.map(({ n, d }) => ({ n, d, block: 8 })),
    body: ({ n, d, block }) => {
      const side = [n, d];
      const tensors = {
        q: input(side),
        k: input(side),
        v: input(side),
        p: scratch([block]),
        most: scratch([n]),
        sum: scratch([n]),
        o: output(side),
      };
      return nest(tensors, ({ q, k, v, p, most, sum, o }) => {
        for (const queries of blocks(n, block)) {
          for (const i of queries) most.set(i, -Infinity);
          for (const keys of blocks(n, block)) {
            for (const i of queries) {
              const [next, ofBlock, shrunk] = [local(), local(), local()];
              next.set(most.get(i));
              for (const j of range(block)) {
                const score = local();
                for (const c of range(d)) score.set(score.get().add(q.get(i, c).mul(k.get(keys.start.plus(j), c))));
                p.set(j, score.get().mul(d ** -0.5));
                next.set(next.get().max(p.get(j)));
              }
              for (const j of range(block)) {
                p.set(j, p.get(j).sub(next.get()).exp());
                ofBlock.set(ofBlock.get().add(p.get(j)));
              }
              shrunk.set(most.get(i).sub(next.get()).exp());
              sum.set(i, sum.get(i).mul(shrunk.get()).add(ofBlock.get()));
              most.set(i, next.get());
              for (const c of range(d)) {
                const out = local();
                for (const j of range(block)) out.set(out.get().add(p.get(j).mul(v.get(keys.start.plus(j), c))));
                o.set(i, c, o.get(i, c).mul(shrunk.get()).add(out.get()));
              }
            }
          }
          for (const i of queries) {
            const scale = local();
            scale.set(sum.get(i).rdiv(1));
            for (const c of range(d)) o.set(i, c, o.get(i, c).mul(scale.get()));
          }
        }
      });
    },
  },
);
