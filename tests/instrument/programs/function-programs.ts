import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { integers, type TensorProgram } from '../../support/programs/tensor-program.ts';

/** Losses, normalisations, factorisations, transforms, random numbers. */
export const FUNCTION_PROGRAMS: readonly TensorProgram[] = [
  {
    name: '12 oneHot cross entropy',
    inputs: [[2, 3], integers([2], 0, 2)],
    run: (x, labels: Tensor1D) => tf.losses.softmaxCrossEntropy(tf.oneHot(labels, 3), x),
    values: 'branches',
  },
  { name: '12b logSoftmax', inputs: [[2, 3]], run: (x) => tf.logSoftmax(x), register: 46 },
  {
    name: '12c sigmoidCrossEntropy',
    inputs: [
      [2, 3],
      [2, 3],
    ],
    run: (labels, x) => tf.losses.sigmoidCrossEntropy(labels, x),
    register: 73,
  },
  {
    name: '12d huberLoss',
    inputs: [
      [2, 3],
      [2, 3],
    ],
    run: (labels, x) => tf.losses.huberLoss(labels, x),
    register: 73,
  },
  {
    name: '14 fft',
    inputs: [[4], [4]],
    run: (re, im) => [tf.real(tf.fft(tf.complex(re, im))), tf.imag(tf.fft(tf.complex(re, im)))],
  },
  {
    name: '14b rfft',
    inputs: [[2, 8]],
    run: (x) => {
      const y = tf.spectral.rfft(x);
      return [tf.real(y), tf.imag(y)];
    },
  },
  { name: '14c stft', inputs: [[16]], run: (x: Tensor1D) => tf.abs(tf.signal.stft(x, 8, 4)) },
  {
    name: '17 layernorm (moments)',
    inputs: [[3, 4], [4], [4]],
    run: (x, scale, offset) => {
      const { mean, variance } = tf.moments(x, 1, true);
      return tf.add(tf.mul(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-5))), scale), offset);
    },
    register: 186,
  },
  {
    name: '18 gelu (erf)',
    inputs: [[6]],
    run: (x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.div(x, Math.SQRT2)), 1)),
    register: 36,
  },
  {
    name: '19 norm / cosine',
    inputs: [[6], [6]],
    run: (x, y) => tf.div(tf.sum(tf.mul(x, y)), tf.mul(tf.norm(x), tf.norm(y))),
    register: 60,
  },
  {
    name: '20 dot/outer/transpose',
    inputs: [[4], [4]],
    run: (x: Tensor1D, y: Tensor1D) => [tf.dot(x, y), tf.outerProduct(x, y), tf.transpose(tf.outerProduct(x, y))],
    register: 88,
  },
  { name: '27 qr', inputs: [[3, 3]], run: (x) => tf.linalg.qr(x), values: 'branches', register: 342 },
  { name: '28 gramSchmidt', inputs: [[3, 3]], run: (x: Tensor2D) => tf.linalg.gramSchmidt(x), register: 120 },
  { name: '29 logSumExp', inputs: [[3, 3]], run: (x) => tf.logSumExp(x, 1), register: 57 },
  { name: '30 dropout', inputs: [[9]], run: (x) => tf.dropout(x, 0.5, undefined, 7), register: 9 },
  {
    name: '31 random noise inside',
    inputs: [[9]],
    run: (x) => tf.add(x, tf.randomNormal([9], 0, 1, 'float32', 5)),
    register: 9,
  },
  {
    name: '33 tan/atan2/sinh',
    inputs: [[4], [4]],
    run: (x, y) => [
      tf.tan(x),
      tf.atan2(x, y),
      tf.sinh(x),
      tf.cosh(y),
      tf.asinh(x),
      tf.acosh(tf.add(tf.abs(y), 1)),
      tf.atanh(x),
      tf.acos(x),
      tf.asin(y),
      tf.atan(x),
    ],
  },
  {
    name: '35 argMax accuracy',
    inputs: [[4, 3], integers([4], 0, 1, 2, 1)],
    run: (x, labels) => tf.mean(tf.cast(tf.equal(tf.argMax(x, 1), labels), 'float32')),
    register: 32,
  },
  { name: '41 tf.tidy/print inside', inputs: [[3]], run: (x) => tf.tidy(() => tf.relu(x)), register: 3 },
  {
    name: '42 movingAverage / ema',
    inputs: [[3], [3]],
    run: (average, x) => tf.movingAverage(average, x, 0.9, undefined, false),
  },
  { name: '45 log1p/softplus/mish', inputs: [[3]], run: (x) => tf.mul(x, tf.tanh(tf.softplus(x))), register: 12 },
  {
    name: '47 einsum matmul',
    inputs: [
      [2, 3],
      [3, 2],
    ],
    run: (x, y) => tf.einsum('ij,jk->ik', x, y),
  },
  {
    name: '49 multinomial sampling',
    inputs: [[3]],
    run: (x: Tensor1D) => tf.multinomial(tf.softmax(x) as Tensor1D, 4, 3, true),
    values: 'computed',
  },
];
