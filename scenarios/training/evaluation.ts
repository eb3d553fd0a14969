import type { Tensor } from '@tensorflow/tfjs-core';
import { Random } from '../../core/numbers/random.ts';
import type { ImageSet } from '../data/image-set.ts';
import type { NetworkShape } from '../rule/network-shape.ts';
import type { Learned, Rule } from '../rule/rule.ts';

/** The generator's stream that the test images of an evaluation are drawn from: for every run the same ones. */
const EVALUATION_STREAM = 13;

/** The test images that every evaluation of every run looks at: `count` of `total`, without repetition. */
export function evaluationImages(total: number, count: number): Int32Array {
  return new Random(0, EVALUATION_STREAM).permutation(total).subarray(0, count);
}

/** What the network makes of every test image. */
export interface FinalEvaluation {
  readonly testAccuracy: number;
  /** Share of each class that gets its label; null for a class without test images. */
  readonly perClass: readonly (number | null)[];
  /** Accuracy by every way in which the rule can predict; the one that counts alone where there is one way. */
  readonly byMode: Readonly<Record<string, number>>;
}

/** How many of the examples at `indices` get their true label. */
export function correctLabels(predicted: Uint8Array, labels: Uint8Array, indices: Int32Array): number {
  return indices.reduce((correct, at, row) => correct + (predicted[row] === labels[at] ? 1 : 0), 0);
}

/** Judges a network by all test images. */
export function evaluateFully(
  rule: Rule,
  shape: NetworkShape,
  state: readonly Tensor[],
  test: ImageSet,
  learned: Learned,
): FinalEvaluation {
  const { labels, count, classes } = test;
  const all = Int32Array.from({ length: count }, (_, index) => index);
  const predicted = rule.predict(shape, state, test, all, learned);
  const modes = rule.predictByMode?.(shape, state, test, all, learned) ?? { prediction: predicted };
  const accuracy = (given: Uint8Array, indices: Int32Array): number =>
    correctLabels(given, labels, indices) / indices.length;
  return {
    testAccuracy: accuracy(predicted, all),
    perClass: Array.from({ length: classes }, (_, label) => {
      const ofClass = all.filter((index) => labels[index] === label);
      if (ofClass.length === 0) return null;
      return ofClass.reduce((hits, index) => hits + (predicted[index] === label ? 1 : 0), 0) / ofClass.length;
    }),
    byMode: Object.fromEntries(Object.entries(modes).map(([name, given]) => [name, accuracy(given, all)])),
  };
}
