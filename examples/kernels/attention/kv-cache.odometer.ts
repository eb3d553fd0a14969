/**
 * Attention for one token after the other, as a language model writes: token t needs the keys and values of all before it.
 *
 * Three ways of having them, each cheaper than the one before: computed anew from all tokens so far, so that nothing is kept;
 * kept in an array that is one row longer for every token, so that all rows are copied each time (a concatenation); kept in
 * an array that was made for all tokens at the start, into which one row is written.
 */
import {
  cases,
  input,
  type LoopIndex,
  local,
  type NestTensor,
  nest,
  output,
  type ReadTensor,
  range,
  scratch,
} from 'tensor-odometer';

const sizes = [
  { n: 16, d: 16 },
  { n: 64, d: 16 },
];

/** Row `i` of a product of tokens and weights, into row `i` of what keeps it. */
function project(x: ReadTensor, weights: ReadTensor, i: LoopIndex, kept: NestTensor): void {
  const [d] = weights.shape;
  for (const c of range(d)) {
    const sum = local();
    for (const b of range(d)) sum.set(sum.get().add(x.get(i, b).mul(weights.get(b, c))));
    kept.set(i, c, sum.get());
  }
}

/** The output of token `t`, of the keys and values of all tokens up to it. */
function attend(t: LoopIndex, q: ReadTensor, k: ReadTensor, v: ReadTensor, p: NestTensor, o: NestTensor): void {
  const [, d] = k.shape;
  const [most, total] = [local({ initial: -Infinity }), local()];
  for (const j of range(t.plus(1))) {
    const score = local();
    for (const c of range(d)) score.set(score.get().add(q.get(t, c).mul(k.get(j, c))));
    p.set(j, score.get().mul(d ** -0.5));
    most.set(most.get().max(p.get(j)));
  }
  for (const j of range(t.plus(1))) {
    p.set(j, p.get(j).sub(most.get()).exp());
    total.set(total.get().add(p.get(j)));
  }
  for (const c of range(d)) {
    const sum = local();
    for (const j of range(t.plus(1))) sum.set(sum.get().add(p.get(j).mul(v.get(j, c))));
    o.set(t, c, sum.get().div(total.get()));
  }
}

function copyRows(count: LoopIndex, from: ReadTensor, to: NestTensor): void {
  for (const i of range(count)) for (const c of range(from.shape[1])) to.set(i, c, from.get(i, c));
}

function tensorsOf(n: number, d: number) {
  const weights = input([d, d], { role: 'weights' });
  const rows = scratch([n, d]);
  const kept = { q: rows, k: rows, v: rows, p: scratch([n]) };
  return { x: input([n, d]), wq: weights, wk: weights, wv: weights, ...kept, o: output([n, d]) };
}

export default cases(
  {
    name: 'kv cache recomputed',
    sizes,
    body: ({ n, d }) =>
      nest(tensorsOf(n, d), ({ x, wq, wk, wv, q, k, v, p, o }) => {
        for (const t of range(n)) {
          project(x, wq, t, q);
          for (const i of range(t.plus(1))) project(x, wk, i, k);
          for (const i of range(t.plus(1))) project(x, wv, i, v);
          attend(t, q, k, v, p, o);
        }
      }),
  },
  {
    name: 'kv cache concatenated',
    sizes,
    body: ({ n, d }) => {
      const rows = scratch([n, d]);
      return nest({ ...tensorsOf(n, d), k2: rows, v2: rows }, ({ x, wq, wk, wv, q, k, v, k2, v2, p, o }) => {
        const step = (t: LoopIndex, from: [ReadTensor, ReadTensor], to: [NestTensor, NestTensor]): void => {
          project(x, wq, t, q);
          [wk, wv].forEach((weights, which) => {
            copyRows(t, from[which], to[which]);
            project(x, weights, t, to[which]);
          });
          attend(t, q, ...to, p, o);
        };
        // Two tokens at a time: each of the two arrays is the longer one in turns.
        for (const pair of range(n / 2)) {
          step(pair.times(2), [k2, v2], [k, v]);
          step(pair.times(2).plus(1), [k, v], [k2, v2]);
        }
      });
    },
  },
  {
    name: 'kv cache preallocated',
    sizes,
    body: ({ n, d }) =>
      nest(tensorsOf(n, d), ({ x, wq, wk, wv, q, k, v, p, o }) => {
        for (const t of range(n)) {
          project(x, wq, t, q);
          project(x, wk, t, k);
          project(x, wv, t, v);
          attend(t, q, k, v, p, o);
        }
      }),
  },
);
