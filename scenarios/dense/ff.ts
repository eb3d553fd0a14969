import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { hostRead, layer, phase } from '../../instrument/labels/labels.ts';
import { adamLayer } from '../learning/adam.ts';
import { type Goodness, goodnessAccuracy, goodnessLoss, rowGoodness } from '../learning/goodness.ts';
import { type PeerNormalisation, peerGradient } from '../learning/peer-normalisation.ts';
import { type DenseLayer, type DenseWeights, denseMacs, denseRelu } from './layers.ts';

/** How a fully connected network learns by Forward-Forward. */
export interface DenseFf {
  readonly learningRate: number;
  readonly goodness: Goodness;
  /** What the next layer sees of a layer's activations. */
  readonly normalize: (h: Tensor) => Tensor;
  /** The last layer, too, computes its activations again with the new weights, for a next layer that does not exist. */
  readonly discardedReforward: boolean;
  /** Reports how many rows each layer has on their side of the threshold, before the update. */
  readonly reportsAccuracy: boolean;
  readonly peers?: PeerNormalisation;
}

export interface TrainedLayers {
  readonly layers: readonly DenseLayer[];
  /** One running mean a layer; empty without peer normalisation. */
  readonly peerMeans: readonly Tensor[];
  /** Per layer from the first: `loss0`, `positiveGoodness0`, `negativeGoodness0` and, if reported, `accuracy0`. */
  readonly read: Readonly<Record<string, Tensor>>;
}

/**
 * One update of every layer in turn: it sees `positives` and `negatives`, each [rows, inputs], with its old weights,
 * learns from its own goodness alone, and hands on what it computes with its new weights, normalised. `peerMeans` are
 * the running means of each layer where the rule has peer normalisation. Hinton 2022, section 2.
 */
export function trainDenseLayers(
  current: readonly DenseLayer[],
  positives: Tensor,
  negatives: Tensor,
  step: number,
  rule: DenseFf,
  peerMeans: readonly Tensor[] = [],
): TrainedLayers {
  const read: Record<string, Tensor> = {};
  const nextPeerMeans: Tensor[] = [];
  let positive = positives;
  let negative = negatives;
  const layers = current.map((dense, index) =>
    layer(index, () => {
      const trained = trainLayer(dense, positive, negative, step, rule, peerMeans[index]);
      for (const [name, tensor] of Object.entries(trained.reported)) read[`${name}${index}`] = tensor;
      if (trained.peerMean !== undefined) nextPeerMeans.push(trained.peerMean);
      if (index < current.length - 1 || rule.discardedReforward) {
        positive = advance(positive, trained.updated, rule);
        negative = advance(negative, trained.updated, rule);
      }
      return trained.updated;
    }),
  );
  return { layers, peerMeans: nextPeerMeans, read };
}

function trainLayer(
  dense: DenseLayer,
  positive: Tensor,
  negative: Tensor,
  step: number,
  { goodness, learningRate, reportsAccuracy, peers }: DenseFf,
  peerMean: Tensor | undefined,
) {
  const positiveActivations = phase('positive forward', () => denseRelu(positive, dense));
  const negativeActivations = phase('negative forward', () => denseRelu(negative, dense));
  const { positiveSlope, negativeSlope, reported } = phase('goodness and loss', () => {
    const judged = goodnessLoss(positiveActivations, negativeActivations, goodness);
    const reported: Record<string, Tensor> = {
      loss: hostRead(judged.loss),
      positiveGoodness: hostRead(judged.positiveGoodness),
      negativeGoodness: hostRead(judged.negativeGoodness),
    };
    if (reportsAccuracy) reported.accuracy = hostRead(goodnessAccuracy(judged));
    return { ...judged, reported };
  });
  const { gradient, nextPeerMean } = phase('gradient', () => {
    // dz = slope * h: where relu's derivative is 0, h is 0 already.
    let positiveDz = tf.mul(positiveActivations, positiveSlope);
    const negativeDz = tf.mul(negativeActivations, negativeSlope);
    let nextPeerMean: Tensor | undefined;
    if (peers !== undefined && peerMean !== undefined) {
      const { mean, gradient } = peerGradient(peerMean, positiveActivations, peers);
      nextPeerMean = mean;
      positiveDz = tf.add(positiveDz, gradient);
    }
    return {
      gradient: {
        gW: tf.add(tf.matMul(positive, positiveDz, true), tf.matMul(negative, negativeDz, true)),
        gb: tf.add(tf.sum(positiveDz, 0), tf.sum(negativeDz, 0)),
      },
      nextPeerMean,
    };
  });
  const updated = phase('optimiser', () => adamLayer(dense, gradient, step, learningRate));
  return { updated, reported, peerMean: nextPeerMean };
}

/** What a layer hands on, computed with its new weights. */
function advance(x: Tensor, updated: DenseLayer, { normalize }: DenseFf): Tensor {
  const h = phase('re-forward', () => denseRelu(x, updated));
  return phase('normalise', () => normalize(h));
}

/**
 * Multiply-adds in the matrix products of `trainDenseLayers` on as many positives and as many negatives: forward, weight
 * gradient, forward again.
 */
export function denseFfMacs(widths: readonly number[], batchSize: number, discardedReforward: boolean): number {
  const perProduct = denseMacs(widths, 2 * batchSize);
  const discarded = discardedReforward ? 0 : (perProduct.at(-1) as number);
  return 3 * perProduct.reduce((sum, macs) => sum + macs, 0) - discarded;
}

/** The goodness [rows, 1] of each layer for these inputs [rows, inputs], normalising between layers. */
export function forwardGoodness(
  network: readonly DenseWeights[],
  inputs: Tensor,
  { goodness, normalize }: Pick<DenseFf, 'goodness' | 'normalize'>,
): Tensor[] {
  let x = inputs;
  return network.map((dense, index) =>
    layer(index, () =>
      phase('predict', () => {
        const h = denseRelu(x, dense);
        if (index < network.length - 1) x = normalize(h);
        return rowGoodness(h, goodness.squares);
      }),
    ),
  );
}
