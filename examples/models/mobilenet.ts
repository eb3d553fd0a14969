/**
 * MobileNet, the first: Howard et al. 2017, "MobileNets: Efficient Convolutional Neural Networks for Mobile Vision
 * Applications", table 1. A convolution, thirteen pairs of a depthwise and a pointwise one, each with batch normalisation
 * and relu6, the mean over all places, a fully connected layer. The last pair has stride 1: its image keeps its size.
 */
import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { phase } from 'tensor-odometer';
import { numbers, weights } from './drawn-tensors.ts';

export interface MobilenetSizes {
  /** Width and height of the image. */
  readonly image: number;
  /** Channels, as a share of the published ones. */
  readonly alpha: number;
  readonly classes: number;
}

/** Stride of the depthwise convolution, and channels that the pointwise one makes. */
const PAIRS: readonly (readonly [stride: 1 | 2, channels: number])[] = [
  [1, 64],
  [2, 128],
  [1, 128],
  [2, 256],
  [1, 256],
  [2, 512],
  [1, 512],
  [1, 512],
  [1, 512],
  [1, 512],
  [1, 512],
  [2, 1024],
  [1, 1024],
];

/** A convolution of the network. */
interface Convolution {
  readonly kind: 'full' | 'depthwise' | 'pointwise';
  readonly stride: 1 | 2;
  readonly filter: readonly number[];
  readonly channels: number;
}

function convolutions(alpha: number): Convolution[] {
  const wide = (channels: number): number => Math.max(1, Math.round(alpha * channels));
  let channels = wide(32);
  const found: Convolution[] = [{ kind: 'full', stride: 2, filter: [3, 3, 3, channels], channels }];
  for (const [stride, published] of PAIRS) {
    const next = wide(published);
    found.push({ kind: 'depthwise', stride, filter: [3, 3, channels, 1], channels });
    found.push({ kind: 'pointwise', stride: 1, filter: [1, 1, channels, next], channels: next });
    channels = next;
  }
  return found;
}

function convolved(x: Tensor4D, filter: Tensor4D, { kind, stride }: Convolution): Tensor4D {
  return kind === 'depthwise' ? tf.depthwiseConv2d(x, filter, stride, 'same') : tf.conv2d(x, filter, stride, 'same');
}

/** The image, then by convolution its filter, scale, offset, mean and variance, then the weights and biases of the last layer. */
export function mobilenetInputs({ image, alpha, classes }: MobilenetSizes): Tensor[] {
  const layers = convolutions(alpha);
  const features = layers[layers.length - 1].channels;
  return [
    numbers([1, image, image, 3]),
    ...layers.flatMap(({ kind, filter, channels }) => [
      weights(filter, kind === 'depthwise' ? 9 : filter[0] * filter[1] * filter[2]),
      tf.ones([channels]),
      tf.zeros([channels]),
      tf.zeros([channels]),
      tf.ones([channels]),
    ]),
    weights([features, classes], features),
    tf.zeros([classes]),
  ];
}

/** What the network says of an image: the probability of each class. */
export function mobilenet({ alpha }: MobilenetSizes): (...inputs: Tensor[]) => Tensor {
  const layers = convolutions(alpha);
  return (image, ...state) => {
    const features = layers.reduce((x, layer, at) => {
      const [filter, scale, offset, mean, variance] = state.slice(5 * at, 5 * at + 5);
      const made = convolved(x, filter as Tensor4D, layer);
      const vectors = [mean, variance, offset, scale] as Tensor1D[];
      return tf.relu6(tf.batchNorm(made, vectors[0], vectors[1], vectors[2], vectors[3], 1e-3));
    }, image as Tensor4D);
    return tf.softmax(classified(features, state.slice(5 * layers.length)));
  };
}

/** Scores of the classes: the mean over all places, and the last layer. */
function classified(features: Tensor4D, [last, bias]: Tensor[]): Tensor2D {
  const [batch, height, width, channels] = features.shape;
  const mean = tf.avgPool(features, [height, width], 1, 'valid');
  return tf.add(tf.matMul(tf.reshape(mean, [batch, channels]), last), bias);
}

/** The image, its class as a row of one 1, then by convolution filter, scale and offset, then the last layer. */
export function trainingInputs(sizes: MobilenetSizes): Tensor[] {
  const [image, ...state] = mobilenetInputs(sizes);
  const trained = state.filter((_, at) => at >= state.length - 2 || at % 5 < 3);
  return [image, tf.oneHot(tf.tensor1d([0], 'int32'), sizes.classes).cast('float32'), ...trained];
}

/** One step down the gradient, normalised by the statistics of the batch: the loss and all next weights. */
export function mobilenetStep({ alpha }: MobilenetSizes, rate: number): (...inputs: Tensor[]) => Tensor[] {
  const layers = convolutions(alpha);
  const lossOf = (image: Tensor, label: Tensor, state: Tensor[]): tf.Scalar => {
    const features = layers.reduce((x, layer, at) => {
      const [filter, scale, offset] = state.slice(3 * at, 3 * at + 3);
      const made = convolved(x, filter as Tensor4D, layer);
      const { mean, variance } = tf.moments(made, [0, 1, 2]);
      return tf.relu6(
        tf.batchNorm(made, mean as Tensor1D, variance as Tensor1D, offset as Tensor1D, scale as Tensor1D, 1e-3),
      );
    }, image as Tensor4D);
    return tf.losses.softmaxCrossEntropy(label, classified(features, state.slice(3 * layers.length)));
  };
  return (image, label, ...state) => {
    const loss = (...now: Tensor[]) => phase('forward', () => lossOf(image, label, now));
    const { value, grads } = phase('backward', () => tf.valueAndGrads(loss)(state));
    const next = phase('optimiser', () => state.map((w, at) => tf.sub(w, tf.mul(rate, grads[at]))));
    return [value, ...next];
  };
}
