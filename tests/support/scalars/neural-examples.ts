import { maxOf, type Scalar, sumOf } from '../../../instrument/scalars/scalar.ts';
import { dot, dotSum, type Example, example } from './scalar-examples.ts';

/** Parts of the reference's neural programs. Rows of weights belong to output units. */

function affine(w: Scalar[][], b: Scalar[], x: Scalar[]): Scalar[] {
  return w.map((row, i) => dot(row, x).add(b[i]));
}

const relu = (v: Scalar): Scalar => v.mul(v.gt(0));

/** exp(x - largest) over their sum, which starts from the first term. */
function softmax(xs: readonly Scalar[]): Scalar[] {
  const largest = maxOf(xs);
  const terms = xs.map((x) => x.sub(largest).exp());
  const total = terms.reduce((sum, term) => sum.add(term));
  return terms.map((term) => term.div(total));
}

/** Without the shift, and the sum starts from 0. */
function softmaxSimple(xs: Scalar[]): Scalar[] {
  const terms = xs.map((x) => x.exp());
  const total = sumOf(terms);
  return terms.map((term) => term.div(total));
}

function logSumExp(xs: Scalar[]): Scalar {
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
const rowNorms = (rows: Scalar[][]): Scalar[][] => rows.map(rowNorm);
const rowNormsTwoPass = (rows: Scalar[][]): Scalar[][] => {
  const norms = rows.map(l2Norm);
  return rows.map((row, i) => row.map((x) => x.div(norms[i].add(1e-8))));
};

function layerNorm(rows: Scalar[][], gain: Scalar[], shift: Scalar[]): Scalar[][] {
  return rows.map((row) => {
    const mean = sumOf(row).div(row.length);
    const centred = row.map((x) => x.sub(mean));
    const scale = dotSum(centred, centred).div(row.length).add(1e-5).pow(-0.5);
    return centred.map((x, j) => x.mul(scale).mul(gain[j]).add(shift[j]));
  });
}

function rmsNorm(xs: Scalar[], gain: Scalar[]): Scalar[] {
  const scale = dotSum(xs, xs).div(xs.length).add(1e-5).pow(-0.5);
  return xs.map((x, j) => x.mul(scale).mul(gain[j]));
}

function adam(w: Scalar[], g: Scalar[], m: Scalar[], v: Scalar[]): Scalar[][] {
  w.forEach((_, i) => {
    m[i] = m[i].mul(0.9).add(g[i].mul(0.1));
    v[i] = v[i].mul(0.999).add(g[i].mul(g[i]).mul(0.001));
    const [mean, variance] = [m[i].div(0.1), v[i].div(0.001)];
    w[i] = w[i].sub(mean.mul(0.001).div(variance.sqrt().add(1e-8)));
  });
  return [w, m, v];
}

function adamHyper(
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
function adamPhased(w: Scalar[], g: Scalar[], m: Scalar[], v: Scalar[]): Scalar[][] {
  const newM = m.map((x, i) => x.mul(0.9).add(g[i].mul(0.1)));
  const newV = v.map((x, i) => x.mul(0.999).add(g[i].mul(0.001).mul(g[i])));
  const step = newM.map((x, i) => x.div(newV[i].sqrt().add(1e-8)));
  return [w.map((x, i) => x.sub(step[i].mul(0.001))), newM, newV];
}

function momentum(w: Scalar[], g: Scalar[], velocity: Scalar[]): Scalar[][] {
  const next = velocity.map((x, i) => x.mul(0.9).add(g[i]));
  return [w.map((x, i) => x.sub(next[i].mul(0.01))), next];
}

function sgd(w: Scalar[], g: Scalar[], rate: Scalar): Scalar[] {
  return w.map((x, i) => x.sub(rate.mul(g[i])));
}

function conv1d(xs: Scalar[], kernel: Scalar[]): Scalar[] {
  return xs.slice(kernel.length - 1).map((_, i) => dotSum(kernel, xs.slice(i, i + kernel.length)));
}

function mlp(xs: Scalar[][], w1: Scalar[][], b1: Scalar[], w2: Scalar[][], b2: Scalar[]): Scalar[][] {
  return xs.map((x) => affine(w2, b2, affine(w1, b1, x).map(relu)));
}

function mlpLayerwise(xs: Scalar[][], w1: Scalar[][], b1: Scalar[], w2: Scalar[][], b2: Scalar[]): Scalar[][] {
  const hidden = xs.map((x) => affine(w1, b1, x));
  const active = hidden.map((row) => row.map(relu));
  return active.map((row) => affine(w2, b2, row));
}

/** The larger of a unit and 0 may be the 0: a constant, whose product reads the weight alone. */
function mlpBranch(xs: Scalar[][], w1: Scalar[][], b1: Scalar[], w2: Scalar[][], b2: Scalar[]): Scalar[][] {
  return xs.map((x) =>
    affine(
      w2,
      b2,
      affine(w1, b1, x).map((v) => maxOf([v, 0])),
    ),
  );
}

function backprop(x: Scalar[], target: Scalar[], w1: Scalar[][], b1: Scalar[], w2: Scalar[][], b2: Scalar[]) {
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

function backpropCrossEntropy(
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
function ffStep(positive: Scalar[], negative: Scalar[], w: Scalar[][], b: Scalar[]) {
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

function ffGoodness(samples: Scalar[][], w: Scalar[][], b: Scalar[]): Scalar[] {
  return samples.map((x) => {
    const active = affine(w, b, x).map(relu);
    return dotSum(active, active).div(active.length);
  });
}

function attentionHead(xs: Scalar[][], wq: Scalar[][], wk: Scalar[][], wv: Scalar[][]): Scalar[][] {
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

/** Reproducible numbers in -1 .. 1: vectors and matrices of them. */
function source(seed: number) {
  let state = seed;
  const v = (length: number): number[] =>
    Array.from({ length }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 31 - 1;
    });
  return { v, m: (rows: number, columns: number): number[][] => Array.from({ length: rows }, () => v(columns)) };
}

type Network = [x: number[][], w1: number[][], b1: number[], w2: number[][], b2: number[]];

function network(seed: number, inputs: number, hidden: number, outputs: number, samples: number): Network {
  const { v, m } = source(seed);
  return [m(samples, inputs), m(hidden, inputs), v(hidden), m(outputs, hidden), v(outputs)];
}

function lesson(seed: number, inputs: number, hidden: number, outputs: number, samples: number) {
  const [x, ...weights] = network(seed, inputs, hidden, outputs, samples);
  return [x, source(seed + 1).m(samples, outputs), ...weights] as const;
}

function oneSample(seed: number, inputs: number, hidden: number, outputs: number) {
  const [xs, targets, ...weights] = lesson(seed, inputs, hidden, outputs, 1);
  return [xs[0], targets[0], ...weights] as const;
}

function attention(seed: number) {
  const { m } = source(seed);
  return [m(4, 2), m(2, 2), m(2, 2), m(2, 2)] as const;
}

const { v, m } = source(1);

/**
 * Named as in the file of neural programs. Where a number is given first, it seeds inputs that take the branches which
 * the reference took; elsewhere any numbers do.
 */
export const NEURAL_EXAMPLES: readonly Example[] = [
  example('mlp_3_4_2_b2', mlp, network(1, 3, 4, 2, 2)),
  example('mlp_3_8_2_b4', mlp, network(1, 3, 8, 2, 4)),
  example('mlp_layerwise_2_2_1_b1', mlpLayerwise, network(1, 2, 2, 1, 1)),
  example('mlp_layerwise_3_4_2_b2', mlpLayerwise, network(1, 3, 4, 2, 2)),
  example('mlp_layerwise_4_3_3_b3', mlpLayerwise, network(1, 4, 3, 3, 3)),
  example('mlp_layerwise_3_8_2_b4', mlpLayerwise, network(1, 3, 8, 2, 4)),
  example('mlp_branch_3_4_2_b2', mlpBranch, network(18, 3, 4, 2, 2)),
  example('mlp_branch_4_3_3_b3', mlpBranch, network(941, 4, 3, 3, 3)),
  example('backprop_2_2_1_b1', backprop, oneSample(1, 2, 2, 1)),
  example('backprop_5_6_4_b1', backprop, oneSample(1, 5, 6, 4)),
  example('backprop_ce_2_2_1_b1', backpropCrossEntropy, lesson(1, 2, 2, 1, 1)),
  example('backprop_ce_3_4_2_b2', backpropCrossEntropy, lesson(1, 3, 4, 2, 2)),
  example('backprop_ce_4_3_3_b3', backpropCrossEntropy, lesson(1, 4, 3, 3, 3)),
  example('ff_step_2_2', ffStep, [v(2), v(2), m(2, 2), v(2)]),
  example('ff_step_3_4', ffStep, [v(3), v(3), m(4, 3), v(4)]),
  example('ff_step_6_5', ffStep, [v(6), v(6), m(5, 6), v(5)]),
  example('ff_step_8_8', ffStep, [v(8), v(8), m(8, 8), v(8)]),
  example('ff_goodness_2_2', ffGoodness, [m(2, 2), m(2, 2), v(2)]),
  example('ff_goodness_8_8', ffGoodness, [m(2, 8), m(8, 8), v(8)]),
  example('softmax_2', softmax, [source(1).v(2)]),
  example('softmax_3', softmax, [source(1).v(3)]),
  example('softmax_5', softmax, [source(53).v(5)]),
  example('softmax_10', softmax, [source(65).v(10)]),
  example('softmax_simple_2', softmaxSimple, [v(2)]),
  example('softmax_simple_5', softmaxSimple, [v(5)]),
  example('logsumexp_6', logSumExp, [source(21).v(6)]),
  example('rownorm_2x3', rowNorms, [m(2, 3)]),
  example('rownorm_3x4', rowNorms, [m(3, 4)]),
  example('rownorm_4x8', rowNorms, [m(4, 8)]),
  example('rownorm_twopass_3x4', rowNormsTwoPass, [m(3, 4)]),
  example('rownorm_twopass_4x8', rowNormsTwoPass, [m(4, 8)]),
  example('layernorm_2x3', layerNorm, [m(2, 3), v(3), v(3)]),
  example('layernorm_1x6', layerNorm, [m(1, 6), v(6), v(6)]),
  example('layernorm_4x8', layerNorm, [m(4, 8), v(8), v(8)]),
  example('rmsnorm_4', rmsNorm, [v(4), v(4)]),
  example('adam_1', adam, [v(1), v(1), v(1), v(1)]),
  example('adam_4', adam, [v(4), v(4), v(4), v(4)]),
  example('adam_20', adam, [v(20), v(20), v(20), v(20)]),
  example('adam_hyper_1', adamHyper, [v(1), v(1), v(1), v(1), 0.1, 0.9, 0.999]),
  example('adam_hyper_2', adamHyper, [v(2), v(2), v(2), v(2), 0.1, 0.9, 0.999]),
  example('adam_hyper_4', adamHyper, [v(4), v(4), v(4), v(4), 0.1, 0.9, 0.999]),
  example('adam_phased_2', adamPhased, [v(2), v(2), v(2), v(2)]),
  example('adam_phased_8', adamPhased, [v(8), v(8), v(8), v(8)]),
  example('momentum_3', momentum, [v(3), v(3), v(3)]),
  example('sgd_7', sgd, [v(7), v(7), 0.1]),
  example('conv1d_8_3', conv1d, [v(8), v(3)]),
  example('conv1d_12_5', conv1d, [v(12), v(5)]),
  example('attn_head_4x2', attentionHead, attention(108)),
];
