import type { Scalar } from '../../../instrument/scalars/scalar.ts';
import { maxOf, sumOf } from '../../../instrument/scalars/scalar-folds.ts';
import { dot, dotSum } from './scalar-example.ts';

/** Parts of the reference's neural programs. Rows of weights belong to output units. */

function affine(w: Scalar[][], b: Scalar[], x: Scalar[]): Scalar[] {
  return w.map((row, i) => dot(row, x).add(b[i]));
}

const relu = (v: Scalar): Scalar => v.mul(v.gt(0));

/** exp(x - largest) over their sum, which starts from the first term. */
export function softmax(xs: readonly Scalar[]): Scalar[] {
  const largest = maxOf(xs);
  const terms = xs.map((x) => x.sub(largest).exp());
  const total = terms.reduce((sum, term) => sum.add(term));
  return terms.map((term) => term.div(total));
}

/** Without the shift, and the sum starts from 0. */
export function softmaxSimple(xs: Scalar[]): Scalar[] {
  const terms = xs.map((x) => x.exp());
  const total = sumOf(terms);
  return terms.map((term) => term.div(total));
}

export function logSumExp(xs: Scalar[]): Scalar {
  const largest = maxOf(xs);
  return sumOf(lazily(xs, (x) => x.sub(largest).exp()))
    .log()
    .add(largest);
}

function* lazily(xs: readonly Scalar[], f: (x: Scalar) => Scalar): Generator<Scalar> {
  for (const x of xs) yield f(x);
}

const l2Norm = (row: Scalar[]): Scalar => dotSum(row, row).sqrt();
const rowNorm = (row: Scalar[]): Scalar[] => {
  const norm = l2Norm(row).add(1e-8);
  return row.map((x) => x.div(norm));
};
export const rowNorms = (rows: Scalar[][]): Scalar[][] => rows.map(rowNorm);
export const rowNormsTwoPass = (rows: Scalar[][]): Scalar[][] => {
  const norms = rows.map(l2Norm);
  return rows.map((row, i) => row.map((x) => x.div(norms[i].add(1e-8))));
};

export function layerNorm(rows: Scalar[][], gain: Scalar[], shift: Scalar[]): Scalar[][] {
  return rows.map((row) => {
    const mean = sumOf(row).div(row.length);
    const centred = row.map((x) => x.sub(mean));
    const scale = dotSum(centred, centred).div(row.length).add(1e-5).pow(-0.5);
    return centred.map((x, j) => x.mul(scale).mul(gain[j]).add(shift[j]));
  });
}

export function rmsNorm(xs: Scalar[], gain: Scalar[]): Scalar[] {
  const scale = dotSum(xs, xs).div(xs.length).add(1e-5).pow(-0.5);
  return xs.map((x, j) => x.mul(scale).mul(gain[j]));
}

export function adam(w: Scalar[], g: Scalar[], m: Scalar[], v: Scalar[]): Scalar[][] {
  w.forEach((_, i) => {
    m[i] = m[i].mul(0.9).add(g[i].mul(0.1));
    v[i] = v[i].mul(0.999).add(g[i].mul(g[i]).mul(0.001));
    const [mean, variance] = [m[i].div(0.1), v[i].div(0.001)];
    w[i] = w[i].sub(mean.mul(0.001).div(variance.sqrt().add(1e-8)));
  });
  return [w, m, v];
}

export function adamHyper(
  w: Scalar[],
  g: Scalar[],
  m: Scalar[],
  v: Scalar[],
  rate: Scalar,
  beta1: Scalar,
  beta2: Scalar,
): Scalar[][] {
  w.forEach((_, i) => {
    m[i] = beta1.mul(m[i]).add(beta1.rsub(1).mul(g[i]));
    v[i] = beta2.mul(v[i]).add(beta2.rsub(1).mul(g[i]).mul(g[i]));
    w[i] = w[i].sub(rate.mul(m[i]).div(v[i].sqrt().add(1e-8)));
  });
  return [w, m, v];
}

/** One sweep per quantity in place of one per weight. */
export function adamPhased(w: Scalar[], g: Scalar[], m: Scalar[], v: Scalar[]): Scalar[][] {
  const newM = m.map((x, i) => x.mul(0.9).add(g[i].mul(0.1)));
  const newV = v.map((x, i) => x.mul(0.999).add(g[i].mul(0.001).mul(g[i])));
  const step = newM.map((x, i) => x.div(newV[i].sqrt().add(1e-8)));
  return [w.map((x, i) => x.sub(step[i].mul(0.001))), newM, newV];
}

export function momentum(w: Scalar[], g: Scalar[], velocity: Scalar[]): Scalar[][] {
  const next = velocity.map((x, i) => x.mul(0.9).add(g[i]));
  return [w.map((x, i) => x.sub(next[i].mul(0.01))), next];
}

export function sgd(w: Scalar[], g: Scalar[], rate: Scalar): Scalar[] {
  return w.map((x, i) => x.sub(rate.mul(g[i])));
}

export function conv1d(xs: Scalar[], kernel: Scalar[]): Scalar[] {
  return xs.slice(kernel.length - 1).map((_, i) => dotSum(kernel, xs.slice(i, i + kernel.length)));
}

export function mlp(xs: Scalar[][], w1: Scalar[][], b1: Scalar[], w2: Scalar[][], b2: Scalar[]): Scalar[][] {
  return xs.map((x) => affine(w2, b2, affine(w1, b1, x).map(relu)));
}

export function mlpLayerwise(xs: Scalar[][], w1: Scalar[][], b1: Scalar[], w2: Scalar[][], b2: Scalar[]): Scalar[][] {
  const hidden = xs.map((x) => affine(w1, b1, x));
  const active = hidden.map((row) => row.map(relu));
  return active.map((row) => affine(w2, b2, row));
}

/** The larger of a unit and 0 may be the 0: a constant, whose product reads the weight alone. */
export function mlpBranch(xs: Scalar[][], w1: Scalar[][], b1: Scalar[], w2: Scalar[][], b2: Scalar[]): Scalar[][] {
  return xs.map((x) =>
    affine(
      w2,
      b2,
      affine(w1, b1, x).map((v) => maxOf([v, 0])),
    ),
  );
}

export function backprop(x: Scalar[], target: Scalar[], w1: Scalar[][], b1: Scalar[], w2: Scalar[][], b2: Scalar[]) {
  const before = affine(w1, b1, x);
  const masks = before.map((v) => v.gt(0));
  const hidden = before.map((v, i) => v.mul(masks[i]));
  const errors = affine(w2, b2, hidden).map((y, o) => y.sub(target[o]));
  const dW2 = errors.map((e) => hidden.map((h) => e.mul(h)));
  const deltas = hidden.map((_, i) => {
    let sum = errors[0].mul(w2[0][i]);
    for (let o = 1; o < errors.length; o++) sum = sum.add(errors[o].mul(w2[o][i]));
    return sum.mul(masks[i]);
  });
  const dW1 = deltas.map((d) => x.map((xi) => d.mul(xi)));
  const step = (w: Scalar, g: Scalar): Scalar => w.sub(g.mul(0.1));
  return [
    w1.map((row, i) => row.map((w, k) => step(w, dW1[i][k]))),
    b1.map((b, i) => step(b, deltas[i])),
    w2.map((row, o) => row.map((w, i) => step(w, dW2[o][i]))),
    b2.map((b, o) => step(b, errors[o])),
  ];
}

export function backpropCrossEntropy(
  xs: Scalar[][],
  targets: Scalar[][],
  w1: Scalar[][],
  b1: Scalar[],
  w2: Scalar[][],
  b2: Scalar[],
) {
  return xs.map((x, sample) => {
    const hidden = affine(w1, b1, x).map(relu);
    const errors = softmax(affine(w2, b2, hidden)).map((p, o) => p.sub(targets[sample][o]));
    return [errors, errors.map((e) => hidden.map((h) => e.mul(h)))];
  });
}

/** One Forward-Forward step of one layer on a positive and a negative sample. */
export function ffStep(positive: Scalar[], negative: Scalar[], w: Scalar[][], b: Scalar[]) {
  const [up, down] = [ffGradient(positive, w, b, -1), ffGradient(negative, w, b, 1)];
  const dW = up.dW.map((row, i) => row.map((g, k) => g.add(down.dW[i][k])));
  const dB = up.dB.map((g, i) => g.add(down.dB[i]));
  const step = (x: Scalar, g: Scalar): Scalar => x.sub(g.mul(0.03));
  return [
    w.map((row, i) => row.map((x, k) => step(x, dW[i][k]))),
    b.map((x, i) => step(x, dB[i])),
    up.active,
    down.active,
  ];
}

function ffGradient(sample: Scalar[], w: Scalar[][], b: Scalar[], sign: number) {
  const x = rowNorm(sample);
  const before = affine(w, b, x);
  const masks = before.map((v) => v.gt(0));
  const active = before.map((v, i) => v.mul(masks[i]));
  const goodness = dotSum(active, active).div(active.length);
  const outside = goodness.sub(2).mul(-sign).exp().add(1).rdiv(1).mul(sign);
  const dB = active.map((a, i) => outside.mul(a).mul(masks[i]));
  return { active, dB, dW: dB.map((d) => x.map((xi) => d.mul(xi))) };
}

export function ffGoodness(samples: Scalar[][], w: Scalar[][], b: Scalar[]): Scalar[] {
  return samples.map((x) => {
    const active = affine(w, b, x).map(relu);
    return dotSum(active, active).div(active.length);
  });
}

export function attentionHead(xs: Scalar[][], wq: Scalar[][], wk: Scalar[][], wv: Scalar[][]): Scalar[][] {
  const project = (w: Scalar[][]): Scalar[][] => xs.map((x) => w.map((row) => dot(row, x).add(0)));
  const [queries, keys, values] = [project(wq), project(wk), project(wv)];
  const weights = queries.map((q) => softmax(keys.map((k) => dotSum(q, k).mul(0.7))));
  return weights.map((row) =>
    values[0].map((_, j) =>
      dotSum(
        row,
        values.map((v) => v[j]),
      ),
    ),
  );
}
