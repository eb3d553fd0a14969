import {
  adam,
  adamHyper,
  adamPhased,
  attentionHead,
  backprop,
  backpropCrossEntropy,
  conv1d,
  ffGoodness,
  ffStep,
  layerNorm,
  logSumExp,
  mlp,
  mlpBranch,
  mlpLayerwise,
  momentum,
  rmsNorm,
  rowNorms,
  rowNormsTwoPass,
  sgd,
  softmax,
  softmaxSimple,
} from './neural-programs.ts';
import { type Example, example } from './scalar-example.ts';

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
