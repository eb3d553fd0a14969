import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../../core/input-error.ts';
import { hostRead, phase } from '../../instrument/labels/labels.ts';
import type { UpdateResult } from '../../instrument/tensors/update-program.ts';

/** The layers whose scores are summed to score a label: all of them, all but the first, or the one of this index. */
export type ScoredLayers = 'all layers' | 'all but the first' | number;

/** The layers `first` .. `end` - 1 of `depth` that are scored. Throws InputError on layers that there are not. */
export function scoredRange(depth: number, scored: ScoredLayers): { first: number; end: number } {
  const first = scored === 'all layers' ? 0 : scored === 'all but the first' ? 1 : scored;
  const end = typeof scored === 'number' ? scored + 1 : depth;
  if (!Number.isInteger(first) || first < 0 || first >= end || end > depth) {
    const numbers = depth === 1 ? 'which is 0' : `which are numbered from 0 to ${depth - 1}`;
    throw new InputError(
      `the layers that score a label must be among the ${depth} that there are, ${numbers}, got ${scored}`,
    );
  }
  return { first, end };
}

/** Every way to score a label by `depth` layers, by its name in results. */
export function scoringModes(depth: number): Record<string, ScoredLayers> {
  const single = Array.from({ length: depth }, (_, index) => [`layer ${index}`, index] as const);
  return {
    'all layers': 'all layers',
    ...(depth > 1 ? { 'all but the first': 'all but the first' } : {}),
    ...Object.fromEntries(single),
  };
}

/** How well each label fits each example: a score of every layer with that label given; 0 until it is put in. */
export class LabelScores {
  /** [examples, classes, depth] */
  readonly values: Float32Array;
  private readonly classes: number;
  private readonly depth: number;

  /** `depth` layers score each of `classes` labels. */
  constructor(examples: number, classes: number, depth: number) {
    this.values = new Float32Array(examples * classes * depth);
    this.classes = classes;
    this.depth = depth;
  }

  /** Puts in the scores that one layer gives to `label`, one an example, from the example `start` on. */
  put(label: number, layer: number, scores: ArrayLike<number>, start = 0): void {
    const { values, classes, depth } = this;
    for (let row = 0; row < scores.length; row++) {
      values[((start + row) * classes + label) * depth + layer] = scores[row];
    }
  }

  /**
   * The label of highest score of each example, the lowest of equals; of the labels other than `excluded`, where given,
   * one an example. Throws InputError on layers that there are not.
   */
  best(scored: ScoredLayers, excluded?: Uint8Array): Uint8Array {
    const { values, classes, depth } = this;
    const { first, end } = scoredRange(depth, scored);
    return Uint8Array.from({ length: values.length / (classes * depth) }, (_, row) => {
      let best = -1;
      let bestScore = Number.NEGATIVE_INFINITY;
      for (let label = 0; label < classes; label++) {
        if (label === excluded?.[row]) continue;
        let score = 0;
        for (let layer = first; layer < end; layer++) score += values[(row * classes + label) * depth + layer];
        if (best < 0 || score > bestScore) {
          bestScore = score;
          best = label;
        }
      }
      return best;
    });
  }
}

/**
 * The label of highest score of each of `count` rows, `atOnce` rows at a time, for which memory has room. `scoresOf` makes
 * the scores [rows, classes] of the rows `start` .. `end` - 1.
 */
export function bestLabels(
  count: number,
  atOnce: number,
  scoresOf: (start: number, end: number) => Tensor,
): Uint8Array {
  const labels = new Uint8Array(count);
  for (let start = 0; start < count; start += atOnce) {
    const end = Math.min(count, start + atOnce);
    labels.set(
      tf.tidy(() => tf.argMax(scoresOf(start, end), -1).dataSync()),
      start,
    );
  }
  return labels;
}

/**
 * What a program that predicts returns: its state as it came, and the label of highest score of each row, which the host
 * reads. `scoresOf` makes the scores [rows, classes], as work of the phase `predict`.
 */
export function predictedLabels(state: readonly Tensor[], scoresOf: () => Tensor): UpdateResult {
  return { state, read: { labels: tf.tidy(() => phase('predict', () => hostRead(tf.argMax(scoresOf(), -1)))) } };
}
